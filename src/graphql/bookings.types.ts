import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ForwardPageArgs } from './args';
import { BookingStatus } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime, LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** A booking of a hall. */
@ObjectType('Booking', { description: 'A booking of a hall.', implements: NodeType, simpleResolvers: true })
export abstract class BookingType extends NodeType {
  @Field(() => String, { description: 'Who comes.' })
  abstract readonly clientName: string;

  @Field(() => String, { nullable: true, description: 'How to reach them, as E.164 has it: +79001234567.' })
  abstract readonly clientPhone: string | null;

  @Field(() => DateTime, { description: 'When it begins.' })
  abstract readonly startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  abstract readonly endsAt: Date;

  @Field(() => BookingStatus, { description: 'Whether it stands.' })
  abstract readonly status: string;

  @Field(() => LanguageTag, { description: 'The language in which it was made, and of its payment page.' })
  abstract readonly language: string;

  @Field(() => Int, { description: 'Rises with every correction; whoever corrects names the one they have seen.' })
  abstract readonly version: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was paid.' })
  abstract readonly paidAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was cancelled, or its time to be paid ran out.' })
  abstract readonly endedAt: Date | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  abstract readonly createdAt: Date;
}

/** Which bookings. */
@ArgsType()
export abstract class BookingsArgs extends ForwardPageArgs {
  @Field(() => ID, { nullable: true, description: 'Of this hall.' })
  abstract readonly hall?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'Of the halls of this bot.' })
  abstract readonly bot?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  abstract readonly user?: Maybe<string>;

  @Field(() => [BookingStatus], { nullable: true, description: 'In one of these states.' })
  abstract readonly status?: Maybe<readonly (keyof typeof BookingStatus)[]>;

  @Field(() => DateTime, { nullable: true, description: 'Those that end after this moment.' })
  abstract readonly from?: Maybe<Date>;

  @Field(() => DateTime, { nullable: true, description: 'Those that begin before this moment.' })
  abstract readonly to?: Maybe<Date>;
}

/** What is booked. */
@InputType('CreateBookingInput', { description: 'What is booked, for whom.' })
export abstract class CreateBookingInput extends RepeatableInput {
  @Field(() => ID, { description: 'The hall.' })
  abstract readonly hallId: string;

  @Field(() => DateTime, { description: 'When it begins: on a step of the hall.' })
  abstract readonly startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends: on a step of the hall, within its opening hours.' })
  abstract readonly endsAt: Date;

  @Field(() => String, { description: 'Who comes; up to 100 characters.' })
  abstract readonly clientName: string;

  @Field(() => String, { nullable: true, description: 'How to reach them: a telephone number with its country code.' })
  abstract readonly clientPhone?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'Whose booking it is: this user is told of it by the bot.' })
  abstract readonly userId?: Maybe<string>;
}

/** Which booking. */
@InputType('BookingInput', { description: 'Which booking.' })
export abstract class BookingInput extends RepeatableInput {
  @Field(() => ID, { description: 'The booking.' })
  abstract readonly bookingId: string;
}

/** What is put right. */
@InputType('CorrectBookingInput', { description: 'What is put right in a booking; what is not given stays.' })
export abstract class CorrectBookingInput extends BookingInput {
  @Field(() => Int, { description: 'The version that the caller has seen: CONFLICT when there is a newer one.' })
  abstract readonly version: number;

  @Field(() => String, { nullable: true, description: 'Who comes.' })
  abstract readonly clientName?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'How to reach them; null takes the number away.' })
  abstract readonly clientPhone?: Maybe<string>;

  @Field(() => DateTime, { nullable: true, description: 'When it begins.' })
  abstract readonly startsAt?: Maybe<Date>;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ends; what is paid can move for the same price only.',
  })
  abstract readonly endsAt?: Maybe<Date>;
}

/** What became of a booking. */
@ObjectType('BookingPayload', { description: 'What became of a booking.', simpleResolvers: true })
export abstract class BookingPayload {
  @Field(() => BookingType, { description: 'The booking afterwards.' })
  abstract readonly booking: object;
}
