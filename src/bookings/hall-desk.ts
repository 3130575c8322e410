import { z } from 'zod';
import type { Bots } from '../dialogues/bots';
import { badInput, Refusal } from '../errors';
import { cleanLine } from '../infra/clean-text';
import type { Tx } from '../infra/database';
import { isRepeat } from '../infra/store-errors';
import { AuditStore } from '../people/audit.store';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import type { Bookings } from './bookings';
import type { Slot } from './calendar.rules';
import type { Hall } from './hall';
import { type HallShape, hallShape } from './hall-file';
import { HallStore } from './halls.store';

interface Repeatable {
  readonly idempotencyKey?: string | null | undefined;
}

/** What is said of a hall over the API; checked as a file is. */
export type GivenHall = { readonly [Key in keyof HallShape]?: unknown };

/** A time in which a hall cannot be booked, by the word of its people. */
export interface BlockRequest extends Repeatable, Slot {
  readonly hallId: string;
  readonly note?: string | null | undefined;
}

const longestNote = 200;
const yearMs = 366 * 86_400_000;

/** What the people of a venue do with its halls. */
export class HallDesk {
  constructor(private readonly deps: { idempotency: Idempotency; bots: Bots; bookings: Bookings }) {}

  /** Makes a hall of a bot and answers its id. Throws NOT_FOUND, BAD_USER_INPUT. Needs `supervise`. */
  async create(viewer: Viewer | null, input: Repeatable & { botId: string; hall: GivenHall }): Promise<string> {
    demand(viewer, 'supervise');
    const { botId, hall } = input;
    this.deps.bots.get(botId);
    const checked = checkedHall(hall);
    const request = { operation: 'createHall', input: { ...input } };
    try {
      const { hallId } = await this.deps.idempotency.once(viewer, request, async (tx) => {
        const { id } = await HallStore.add(tx, { botId, ...checked });
        await AuditStore.addIn(tx, { actor: viewer.id, action: 'hall made', subject: id });
        return { hallId: id };
      });
      return hallId;
    } catch (error) {
      if (isRepeat(error)) throw badInput({ slug: 'taken' });
      throw error;
    }
  }

  /** Changes what is given of a hall; bookings that there are stay as they are. Needs `supervise`. */
  async update(viewer: Viewer | null, input: Repeatable & { hallId: string; hall: GivenHall }): Promise<string> {
    demand(viewer, 'supervise');
    const request = { operation: 'updateHall', input: { ...input } };
    return this.change(viewer, { request, hallId: input.hallId, action: 'hall changed' }, async (tx, hall) => {
      const { slug: _slug, ...changed } = checkedHall({ ...shapeOf(hall), ...given(input.hall), slug: hall.slug });
      await HallStore.change(tx, hall.id, changed);
    });
  }

  /** Takes a hall out of what can be booked, or brings it back. Needs `supervise`. */
  async archive(viewer: Viewer | null, input: Repeatable & { hallId: string; archived: boolean }): Promise<string> {
    demand(viewer, 'supervise');
    const { hallId, archived } = input;
    const request = { operation: 'archiveHall', input: { ...input } };
    const action = archived ? 'hall archived' : 'hall brought back';
    return this.change(viewer, { request, hallId, action }, async (tx, hall) => {
      await HallStore.change(tx, hallId, { archivedAt: archived ? (hall.archivedAt ?? new Date()) : null });
    });
  }

  /** Takes a time for the hall's people and answers the id of the occupancy. Throws SLOT_TAKEN. Needs `supervise`. */
  async block(viewer: Viewer | null, input: BlockRequest): Promise<string> {
    demand(viewer, 'supervise');
    const { hallId, startsAt, endsAt } = input;
    if (endsAt <= startsAt) throw badInput({ endsAt: 'end_before_start' });
    if (endsAt.getTime() - startsAt.getTime() > yearMs) throw badInput({ endsAt: 'out_of_range' });
    const note = cleanLine(input.note ?? '', longestNote) || null;
    const { idempotency, bookings } = this.deps;
    const request = { operation: 'blockHallTime', input: { ...input } };
    const { occupancyId } = await bookings.atHall(hallId, () =>
      idempotency.once(viewer, request, async (tx, tell) => {
        if (!(await HallStore.lockIn(tx, hallId))) throw new Refusal('NOT_FOUND');
        await bookings.demandFree(tx, tell, { hallId, slot: { startsAt, endsAt } });
        const { id } = await HallStore.take(tx, { hallId, startsAt, endsAt, note, createdBy: viewer.id });
        return { occupancyId: id };
      }),
    );
    return occupancyId;
  }

  /** Gives a time back that was blocked, and answers its hall. Throws NOT_FOUND, CONFLICT for that of a booking. Needs `supervise`. */
  async unblock(viewer: Viewer | null, input: Repeatable & { occupancyId: string }): Promise<string> {
    demand(viewer, 'supervise');
    const request = { operation: 'unblockHallTime', input: { ...input } };
    const { hallId } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const occupancy = await HallStore.occupancyIn(tx, input.occupancyId);
      if (!occupancy) throw new Refusal('NOT_FOUND');
      if (occupancy.bookingId !== null) throw new Refusal('CONFLICT');
      await HallStore.removeOccupancy(tx, occupancy.id);
      return { hallId: occupancy.hallId };
    });
    return hallId;
  }

  private async change(
    viewer: Viewer,
    of: { request: Parameters<Idempotency['once']>[1]; hallId: string; action: string },
    work: (tx: Tx, hall: Hall) => Promise<void>,
  ): Promise<string> {
    const { request, hallId, action } = of;
    await this.deps.idempotency.once(viewer, request, async (tx) => {
      const locked = await HallStore.lockIn(tx, hallId);
      if (!locked) throw new Refusal('NOT_FOUND');
      await work(tx, locked.hall);
      await AuditStore.addIn(tx, { actor: viewer.id, action, subject: hallId });
      return { hallId };
    });
    return hallId;
  }
}

/** What was said of a hall: null is as good as nothing. */
function given(hall: GivenHall): GivenHall {
  return Object.fromEntries(Object.entries(hall).filter(([, value]) => value !== null && value !== undefined));
}

function shapeOf(hall: Hall): HallShape {
  const { id: _id, botId: _bot, archivedAt: _archived, pricePerHour, aliases, openingHours, ...rest } = hall;
  const { amount, currency } = pricePerHour;
  const hours = openingHours as HallShape['openingHours'];
  return { ...rest, aliases: [...aliases], openingHours: hours, pricePerHour: amount, currency };
}

/** The hall as a file would have it. Throws BAD_USER_INPUT that names the fields. */
function checkedHall(hall: GivenHall): HallShape {
  const read = hallShape.safeParse(given(hall));
  if (!read.success) throw badInput(faultsOf(read.error));
  if (read.data.minMinutes > read.data.maxMinutes) throw badInput({ minMinutes: 'out_of_range' });
  return read.data;
}

function faultsOf(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? 'slug'), reasonOf(issue)]));
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'required';
  const isNumber = issue.code === 'too_small' || issue.code === 'too_big';
  return isNumber && (issue.origin === 'number' || issue.origin === 'int') ? 'out_of_range' : 'invalid';
}
