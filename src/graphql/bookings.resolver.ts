import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { totalOf } from '../bookings/booking';
import type { Booking } from '../infra/prisma-client/client';
import { pageOf } from './args';
import {
  BookingInput,
  BookingPayload,
  BookingsArgs,
  BookingType,
  CorrectBookingInput,
  CreateBookingInput,
} from './bookings.types';
import { BookingConnection, toConnection } from './connections';
import { type GraphqlDomain, knownId, plain, present, type RequestContext, readsDialogues } from './context';
import { DialogueType } from './dialogues.types';
import { BookingChangedType, type ShownEvent } from './events.types';
import { HallType, MoneyType } from './halls.types';
import { UserType } from './people.types';
import { DateTime } from './scalars';

/** What is booked. */
@Resolver(() => BookingType)
export class BookingResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => BookingConnection, { description: 'Bookings in the order in which they begin.' })
  async bookings(@Args(() => BookingsArgs) args: BookingsArgs, @Ctx() { viewer }: RequestContext) {
    const { hall, bot, user, status, from, to } = args;
    const within = { status: status ?? undefined, from: from ?? undefined, to: to ?? undefined };
    const filter = { hallId: hall ?? undefined, botId: bot ?? undefined, userId: user ?? undefined, ...within };
    return toConnection(await this.domain.bookingDesk.page(viewer, filter, pageOf(args)));
  }

  @FieldResolver(() => HallType, { description: 'The hall.' })
  async hall(@Root() booking: Booking, @Ctx() { loaders }: RequestContext) {
    return present(await loaders.halls.load(booking.hallId));
  }

  @FieldResolver(() => UserType, {
    nullable: true,
    description: 'The user who booked; null for a booking without one, and for whoever may not read dialogues.',
  })
  user(@Root() { userId }: Booking, @Ctx() context: RequestContext) {
    return userId !== null && readsDialogues(context) ? context.loaders.users.load(userId) : null;
  }

  @FieldResolver(() => DialogueType, {
    nullable: true,
    description:
      'Where the user is told of it; null where there is nobody to tell, and for whoever may not read dialogues.',
  })
  dialogue(@Root() { dialogueId }: Booking, @Ctx() context: RequestContext) {
    return dialogueId !== null && readsDialogues(context) ? context.loaders.dialogues.load(dialogueId) : null;
  }

  @FieldResolver(() => MoneyType, { description: 'What it costs.' })
  total(@Root() booking: Booking) {
    return totalOf(booking);
  }

  @FieldResolver(() => String, {
    description: 'Where it is looked at, corrected and paid; whoever has this address may do so.',
  })
  paymentUrl(@Root() booking: Booking) {
    return this.domain.bookings.paymentUrl(booking);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'When its time to be paid runs out, while it waits.' })
  expiresAt(@Root() { status, expiresAt }: Booking) {
    return status === 'AWAITING_PAYMENT' ? expiresAt : null;
  }

  @Mutation(() => BookingPayload, {
    description: 'Books a hall; of several who want the same time one wins, the others get SLOT_TAKEN.',
  })
  async createBooking(
    @Arg('input', () => CreateBookingInput, { description: 'What is booked.' }) input: CreateBookingInput,
    @Ctx() context: RequestContext,
  ) {
    const hallId = knownId('hall', input.hallId);
    const given = input.userId ?? null;
    const userId = given === null ? null : knownId('user', given);
    const { language } = context;
    return bookingOf(
      context,
      await this.domain.bookingDesk.create(context.viewer, plain(input, { hallId, userId, language })),
    );
  }

  @Mutation(() => BookingPayload, {
    description: 'Cancels a booking, paid or not; its time can be booked again, and what was paid is given back.',
  })
  async cancelBooking(
    @Arg('input', () => BookingInput, { description: 'Which booking.' }) input: BookingInput,
    @Ctx() context: RequestContext,
  ) {
    const bookingId = knownId('booking', input.bookingId);
    return bookingOf(context, await this.domain.bookingDesk.cancel(context.viewer, plain(input, { bookingId })));
  }

  @Mutation(() => BookingPayload, {
    description:
      'Puts a booking right; its price follows its time. CONFLICT for one that has changed since it was read.',
  })
  async correctBooking(
    @Arg('input', () => CorrectBookingInput, { description: 'What is right.' }) input: CorrectBookingInput,
    @Ctx() context: RequestContext,
  ) {
    const bookingId = knownId('booking', input.bookingId);
    return bookingOf(context, await this.domain.bookingDesk.correct(context.viewer, plain(input, { bookingId })));
  }
}

/** Which booking changed. */
@Resolver(() => BookingChangedType)
export class BookingChangedResolver {
  @FieldResolver(() => BookingType, { description: 'The booking as it is now.' })
  async booking(@Root() event: ShownEvent, @Ctx() { loaders }: RequestContext) {
    return present(await loaders.bookings.load(event.bookingId ?? ''));
  }
}

async function bookingOf({ loaders }: RequestContext, id: string) {
  return { booking: present(await loaders.bookings.load(id)) };
}
