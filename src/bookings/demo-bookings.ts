import { createHash } from 'node:crypto';
import { Refusal } from '../errors';
import type { EventLog } from '../events/event-log';
import type { Bookings } from './bookings';
import { addDays, localDate, openingOf, type Slot } from './calendar.rules';
import { demoPeople } from './demo-people.words';
import type { Hall } from './hall';
import type { Halls } from './halls';

/** What became of the bookings of a demonstration. */
export interface DemoOutcome {
  readonly halls: number;
  readonly made: number;
  /** Were there already, or their time was somebody's. */
  readonly left: number;
}

interface Deps {
  readonly events: EventLog;
  readonly halls: Halls;
  readonly bookings: Bookings;
}

interface Demo {
  readonly hall: Hall;
  readonly date: string;
  /** 0..1, a new one each time, the same ones for the same hall and day. */
  readonly chance: () => number;
}

const mostOfDay = 4;
const halfHourMs = 1_800_000;
const paidShare = 0.7;

/**
 * Books the halls of a bot at random over the coming days, so that there is something to see. What is random depends on the hall and the
 * day alone: doing it again adds nothing to a day that has its bookings.
 */
export async function bookAtRandom(deps: Deps, { botId, days }: { botId: string; days: number }): Promise<DemoOutcome> {
  const [halls, now] = await Promise.all([deps.halls.ofBot(botId), deps.halls.now()]);
  const outcomes: boolean[] = [];
  for (const demo of halls.flatMap((hall) => daysOf(hall, now, days))) {
    const count = Math.floor(demo.chance() * (mostOfDay + 1));
    for (let number = 0; number < count; number++) outcomes.push(await bookOne(deps, demo, number));
  }
  const made = outcomes.filter(Boolean).length;
  return { halls: halls.length, made, left: outcomes.length - made };
}

function daysOf(hall: Hall, now: Date, days: number): Demo[] {
  const today = localDate(hall, now);
  return Array.from({ length: days }, (_, index) => {
    const date = addDays(today, index + 1);
    return { hall, date, chance: chancesOf(`${hall.slug} ${date}`) };
  });
}

/** Makes one booking; false when there is nothing to be made. */
async function bookOne(deps: Deps, demo: Demo, number: number): Promise<boolean> {
  const { hall, date, chance } = demo;
  const slot = timeOf(hall, date, [chance(), chance()]);
  const clientName = demoPeople[Math.floor(chance() * demoPeople.length)] ?? hall.slug;
  const clientPhone = `+7900${String(Math.floor(chance() * 10_000_000)).padStart(7, '0')}`;
  const isPaid = chance() < paidShare;
  if (!slot) return false;
  const whose = { userId: null, dialogueId: null, language: 'ru', createdBy: 'demo' } as const;
  const wish = { hallId: hall.id, slot, clientName, clientPhone, ...whose, once: `demo ${date} ${number}` };
  const before = await deps.halls.now();
  try {
    const booking = await deps.bookings.create(wish);
    if (booking.createdAt < before) return false;
    if (isPaid) await deps.events.transact((tx, tell) => deps.bookings.markPaid(tx, tell, booking.id));
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Some time of a day at which the hall is open; null: there is none. */
function timeOf(hall: Hall, date: string, [start, length]: readonly [number, number]): Slot | null {
  const opening = openingOf(hall, date);
  if (!opening) return null;
  const halves = Math.floor((opening.endsAt.getTime() - opening.startsAt.getTime()) / halfHourMs);
  const least = Math.ceil(hall.minMinutes / 30);
  const size = least + Math.floor(length * 5);
  const from = Math.floor(start * Math.max(1, halves - size));
  const startsAt = new Date(opening.startsAt.getTime() + from * halfHourMs);
  return { startsAt, endsAt: new Date(startsAt.getTime() + size * halfHourMs) };
}

/** Numbers in 0..1 that look random and depend on a name alone. */
function chancesOf(name: string): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${name} ${count}`).digest().readUInt32BE() / 2 ** 32;
  };
}
