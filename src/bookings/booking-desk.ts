import { Refusal } from '../errors';
import type { Tell } from '../events/event-log';
import type { Database, Tx } from '../infra/database';
import type { TextLanguage } from '../infra/languages';
import type { Page, PageRequest } from '../infra/page';
import type { Booking } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import type { ClientData, NewBooking } from './booking';
import type { Bookings } from './bookings';
import { type BookingFilter, BookingStore } from './bookings.store';
import { HallStore } from './halls.store';

interface Repeatable {
  readonly idempotencyKey?: string | null | undefined;
}

/** A booking that an operator or an app makes. */
export interface BookingRequest extends ClientData, Repeatable {
  readonly hallId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Whose it is; that user is told of it. */
  readonly userId?: string | null | undefined;
  /** Of the payment page, where the user does not say. */
  readonly language: TextLanguage;
}

/** What an operator or an app puts right in a booking. */
export interface CorrectionRequest extends Repeatable {
  readonly bookingId: string;
  readonly version: number;
  readonly clientName?: string | null | undefined;
  readonly clientPhone?: string | null | undefined;
  readonly startsAt?: Date | null | undefined;
  readonly endsAt?: Date | null | undefined;
}

/** What operators and apps do with bookings. */
export class BookingDesk {
  private readonly store: BookingStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency; bookings: Bookings }) {
    this.store = new BookingStore(deps.database);
  }

  /** Bookings in the order in which they begin. Needs `dialogues:read`. */
  page(viewer: Viewer | null, filter: BookingFilter, request: PageRequest): Promise<Page<Booking>> {
    demand(viewer, 'dialogues:read');
    return this.store.page(filter, request);
  }

  /** Makes a booking and answers its id. Throws as `Bookings.create`, NOT_FOUND also for a user. Needs `dialogues:write`. */
  async create(viewer: Viewer | null, input: BookingRequest): Promise<string> {
    demand(viewer, 'dialogues:write');
    const { language: _language, ...named } = input;
    const request = { operation: 'createBooking', input: { ...named } };
    const { bookings, idempotency } = this.deps;
    const { bookingId } = await bookings.atHall(input.hallId, () =>
      idempotency.once(viewer, request, async (tx, tell) => {
        const booking = await bookings.createIn(tx, tell, await this.wished(tx, viewer, input));
        return { bookingId: booking.id };
      }),
    );
    return bookingId;
  }

  /** Cancels a booking, also a paid one, whose money is given back then. Throws NOT_FOUND, CONFLICT. Needs `dialogues:write`. */
  async cancel(viewer: Viewer | null, input: Repeatable & { readonly bookingId: string }): Promise<string> {
    demand(viewer, 'dialogues:write');
    const { bookingId } = input;
    return this.once(viewer, { operation: 'cancelBooking', input: { ...input } }, (tx, tell) =>
      this.deps.bookings.cancelIn(tx, tell, { bookingId, by: viewer.id }),
    );
  }

  /** Puts a booking right and answers its id. Throws as `Bookings.correct`. Needs `dialogues:write`. */
  async correct(viewer: Viewer | null, input: CorrectionRequest): Promise<string> {
    demand(viewer, 'dialogues:write');
    const known = await this.deps.bookings.find(input.bookingId);
    if (!known) throw new Refusal('NOT_FOUND');
    const { bookingId, version, clientName, clientPhone } = input;
    const slot = { startsAt: input.startsAt ?? known.startsAt, endsAt: input.endsAt ?? known.endsAt };
    const client = {
      ...(clientName === null || clientName === undefined ? {} : { clientName }),
      ...(clientPhone === undefined ? {} : { clientPhone }),
    };
    const isMoved = Boolean(input.startsAt ?? input.endsAt);
    const correction = { bookingId, version, ...client, slot: isMoved ? slot : undefined, by: viewer.id };
    return this.deps.bookings.atHall(known.hallId, () =>
      this.once(viewer, { operation: 'correctBooking', input: { ...input } }, (tx, tell) =>
        this.deps.bookings.correctIn(tx, tell, correction),
      ),
    );
  }

  private async once(
    viewer: Viewer,
    request: Parameters<Idempotency['once']>[1],
    work: (tx: Tx, tell: Tell) => Promise<Booking>,
  ): Promise<string> {
    const { bookingId } = await this.deps.idempotency.once(viewer, request, async (tx, tell) => ({
      bookingId: (await work(tx, tell)).id,
    }));
    return bookingId;
  }

  /** The booking that is asked for, with where its user is told of it. */
  private async wished(tx: Tx, viewer: Viewer, input: BookingRequest): Promise<NewBooking> {
    const { hallId, startsAt, endsAt, clientName, clientPhone, language } = input;
    const userId = input.userId ?? null;
    const hall = await HallStore.findIn(tx, hallId);
    if (!hall || (userId !== null && !(await BookingStore.hasUser(tx, userId)))) throw new Refusal('NOT_FOUND');
    const dialogueId = userId === null ? null : await BookingStore.dialogueOf(tx, { botId: hall.botId, userId });
    const slot = { startsAt, endsAt };
    return { hallId, slot, clientName, clientPhone, userId, dialogueId, language, createdBy: viewer.id };
  }
}
