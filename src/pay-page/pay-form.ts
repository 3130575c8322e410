import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Correction } from '../bookings/booking';
import { type LocalTimes, localTimes, slotOf } from '../bookings/calendar.rules';
import type { Hall } from '../bookings/hall';
import { badInput, Refusal } from '../errors';
import type { Booking } from '../infra/prisma-client/client';

/** What the client can correct, as they wrote it. */
export interface PayFields extends LocalTimes {
  readonly name: string;
  readonly phone: string;
}

/** The names of the fields. */
export type PayField = keyof PayFields;

const longestField = 500;
const endOfDay = '24:00';

/** Where the domain's faults are shown. */
const places: Readonly<Record<string, PayField>> = {
  clientName: 'name',
  clientPhone: 'phone',
  startsAt: 'start',
  endsAt: 'end',
};

/** The fields as the booking has them. */
export function fieldsOf(booking: Booking, hall: Hall): PayFields {
  return { name: booking.clientName, phone: booking.clientPhone ?? '', ...localTimes(hall, booking) };
}

/** The fields as they were sent. */
export function sentFields(sent: URLSearchParams): PayFields {
  const field = (name: PayField) => (sent.get(name) ?? '').slice(0, longestField).trim();
  const end = field('end');
  return {
    name: field('name'),
    phone: field('phone'),
    date: field('date'),
    start: field('start'),
    // Browsers know no 24:00, and a booking that ended when the day begins would be none.
    end: end === '00:00' ? endOfDay : end,
  };
}

/** How a browser's field shows an end. */
export function shownEnd(end: string): string {
  return end === endOfDay ? '00:00' : end;
}

/**
 * What the client wants corrected. Throws BAD_USER_INPUT for times that are none. A time that stays is not sent: it may have become
 * one that cannot be booked anew.
 */
export function correctionOf(fields: PayFields, of: { booking: Booking; hall: Hall; version: number }): Correction {
  const { booking, hall, version } = of;
  const before = fieldsOf(booking, hall);
  const moved = (['date', 'start', 'end'] as const).some((field) => fields[field] !== before[field]);
  const { name: clientName, phone } = fields;
  if (clientName === '') throw badInput({ clientName: 'required' });
  const client = { clientName, clientPhone: phone === '' ? null : phone };
  return { bookingId: booking.id, version, by: 'client', ...client, ...(moved ? { slot: slotOf(hall, fields) } : {}) };
}

/** What is wrong, by the field that it is shown at; '' is for the whole. */
export function placedFaults(
  reasons: Readonly<Record<string, string>>,
  refusal: Refusal,
): Readonly<Record<string, string>> {
  if (refusal.code === 'SLOT_TAKEN') return { start: Object.values(reasons).join(' ') };
  return Object.fromEntries(Object.entries(reasons).map(([field, text]) => [places[field] ?? field, text]));
}

/** Shows that a form came from our page of this very version of the booking. */
export class FormTokens {
  constructor(private readonly secret: string) {}

  of({ key, version }: Pick<Booking, 'key' | 'version'>): string {
    return createHmac('sha256', this.secret).update(`${key}.${version}`).digest('hex').slice(0, 40);
  }

  /** The version that the form was made for. Throws FORBIDDEN when it is not one of ours. */
  versionIn(sent: URLSearchParams, key: string): number {
    const version = Number(/^\d{1,9}$/.exec(sent.get('version') ?? '')?.[0] ?? 0);
    const expected = Buffer.from(this.of({ key, version }));
    const given = Buffer.from((sent.get('token') ?? '').padEnd(expected.length).slice(0, expected.length));
    const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
    if (!isOurs) throw new Refusal('FORBIDDEN');
    return version;
  }
}
