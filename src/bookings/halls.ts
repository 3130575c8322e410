import { Refusal } from '../errors';
import type { Database } from '../infra/database';
import type { HallOccupancy } from '../infra/prisma-client/client';
import { freeTimes, openingOf, type Slot } from './calendar.rules';
import type { Hall } from './hall';
import { readHallFile } from './hall-file';
import { HallStore } from './halls.store';

/** A day at a hall. */
export interface HallDay {
  readonly hall: Hall;
  /** "2026-11-28", by the hall's clock. */
  readonly date: string;
  /** Null: closed all day. */
  readonly opening: Slot | null;
  /** Taken by bookings or by the hall's people, never whose. */
  readonly taken: readonly Slot[];
  /** What can still be booked. */
  readonly free: readonly Slot[];
  /** The time it is by the database's clock. */
  readonly now: Date;
}

/** The halls of bots, and when they are free. */
export class Halls {
  private readonly store: HallStore;

  constructor(deps: { database: Database }) {
    this.store = new HallStore(deps.database);
  }

  /** Makes the halls of a bot's halls.yaml that are missing; what was changed since stays. Throws StartError. */
  async load(botId: string, file: string): Promise<void> {
    for (const hall of await readHallFile(file)) await this.store.addMissing({ botId, ...hall });
  }

  /** The halls of a bot that can be booked, in the order of its file. */
  ofBot(botId: string, { archived = false }: { archived?: boolean } = {}): Promise<Hall[]> {
    return this.store.ofBot(botId, archived);
  }

  byIds(ids: readonly string[]): Promise<Hall[]> {
    return this.store.byIds(ids);
  }

  /** A hall, also an archived one. Throws NOT_FOUND. */
  async get(id: string): Promise<Hall> {
    const [hall] = await this.store.byIds([id]);
    if (!hall) throw new Refusal('NOT_FOUND');
    return hall;
  }

  /** What takes a hall within a time, the earliest first. */
  occupancies(hallId: string, within: Slot): Promise<HallOccupancy[]> {
    return this.store.taken(hallId, within);
  }

  occupanciesByIds(ids: readonly string[]): Promise<HallOccupancy[]> {
    return this.store.occupanciesByIds(ids);
  }

  /** A day at a hall: when it is open, taken, and free. Throws BAD_USER_INPUT for a date that is none. */
  async day(hall: Hall, date: string): Promise<HallDay> {
    const opening = openingOf(hall, date);
    const [taken, now] = await Promise.all([opening ? this.store.taken(hall.id, opening) : [], this.now()]);
    const slots = taken.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }));
    return { hall, date, opening, taken: slots, free: freeTimes(hall, { date, taken: slots, now }), now };
  }

  /** What the database's clock says: the only one that bookings go by. */
  now(): Promise<Date> {
    return this.store.now();
  }
}
