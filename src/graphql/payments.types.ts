import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ForwardPageArgs } from './args';
import { PaymentStatus } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime } from './scalars';

type Maybe<T> = T | null | undefined;

/** A try to pay for a booking, and the money that came of it. */
@ObjectType('Payment', {
  description: 'A try to pay for a booking, and the money that came of it.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class PaymentType extends NodeType {
  @Field(() => String, { description: 'Who takes the money: "card" or "telegram".' })
  abstract readonly provider: string;

  @Field(() => PaymentStatus, { description: 'What has become of it.' })
  abstract readonly status: string;

  @Field(() => Int, { description: 'The version of the booking that it pays for.' })
  abstract readonly bookingVersion: number;

  @Field(() => String, { nullable: true, description: 'What the provider calls the charge; null: nothing was taken.' })
  abstract readonly charge: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it is given back: amount, currency, changed, expired, cancelled, paid_already, charged_twice; or why it came to nothing.',
  })
  abstract readonly reason: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the refund is called, by the provider or whoever made it.',
  })
  abstract readonly refund: string | null;

  @Field(() => DateTime, { description: 'When it was begun.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the money was taken.' })
  abstract readonly chargedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the money was given back.' })
  abstract readonly refundedAt: Date | null;
}

/** Which payments. */
@ArgsType()
export abstract class PaymentsArgs extends ForwardPageArgs {
  @Field(() => ID, { nullable: true, description: 'For the halls of this bot.' })
  abstract readonly bot?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'For this booking.' })
  abstract readonly booking?: Maybe<string>;

  @Field(() => [PaymentStatus], {
    nullable: true,
    description: 'In one of these states: REFUND_DUE for what has to be given back.',
  })
  abstract readonly status?: Maybe<readonly (keyof typeof PaymentStatus)[]>;
}

/** A refund that somebody made by hand. */
@InputType('NoteRefundInput', { description: 'A refund that somebody made by hand.' })
export abstract class NoteRefundInput extends RepeatableInput {
  @Field(() => ID, { description: 'The payment, which is REFUND_DUE.' })
  abstract readonly paymentId: string;

  @Field(() => String, { description: 'Where it can be found: a number of the provider or the bank.' })
  abstract readonly reference: string;
}

/** What became of a payment. */
@ObjectType('PaymentPayload', { description: 'What became of a payment.', simpleResolvers: true })
export abstract class PaymentPayload {
  @Field(() => PaymentType, { description: 'The payment afterwards.' })
  abstract readonly payment: object;
}
