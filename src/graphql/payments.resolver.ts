import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Booking, Payment } from '../infra/prisma-client/client';
import { pageOf } from './args';
import { BookingType } from './bookings.types';
import { PaymentConnection, toConnection } from './connections';
import { type GraphqlDomain, knownId, plain, present, type RequestContext } from './context';
import { MoneyType } from './halls.types';
import { NoteRefundInput, PaymentPayload, PaymentsArgs, PaymentType } from './payments.types';

/** What is paid for bookings. */
@Resolver(() => PaymentType)
export class PaymentResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => PaymentConnection, { description: 'Payments, the latest first.' })
  async payments(@Args(() => PaymentsArgs) args: PaymentsArgs, @Ctx() { viewer }: RequestContext) {
    const { bot, booking, status } = args;
    const filter = { botId: bot ?? undefined, bookingId: booking ?? undefined, status: status ?? undefined };
    return toConnection(await this.domain.paymentDesk.page(viewer, filter, pageOf(args)));
  }

  @FieldResolver(() => BookingType, { description: 'What it pays for.' })
  async booking(@Root() { bookingId }: Payment, @Ctx() { loaders }: RequestContext) {
    return present(await loaders.bookings.load(bookingId));
  }

  @FieldResolver(() => MoneyType, { description: 'What is to be paid; what was taken, where that was something else.' })
  amount(@Root() { amount, currency }: Payment) {
    return { amount, currency };
  }

  @Mutation(() => PaymentPayload, {
    description:
      'Notes that money that is due was given back by hand, and tells the user: for providers that take no orders.',
  })
  async noteRefund(
    @Arg('input', () => NoteRefundInput, { description: 'Which payment, and how.' }) input: NoteRefundInput,
    @Ctx() { viewer, loaders }: RequestContext,
  ) {
    const paymentId = knownId('payment', input.paymentId);
    const id = await this.domain.paymentDesk.noteRefund(viewer, plain(input, { paymentId }));
    return { payment: present(await loaders.payments.load(id)) };
  }
}

/** The payments of a booking. */
@Resolver(() => BookingType)
export class BookingPaymentsResolver {
  @FieldResolver(() => [PaymentType], {
    description: 'What was begun, paid and given back for it, the earliest first.',
  })
  payments(@Root() { id }: Booking, @Ctx() { loaders }: RequestContext) {
    return loaders.paymentsOf.load(id);
  }
}
