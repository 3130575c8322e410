import { slotOf } from '../bookings/calendar.rules';
import type { Hall } from '../bookings/hall';
import { Refusal } from '../errors';
import type { Booking } from '../infra/prisma-client/client';
import { correctionOf, FormTokens, fieldsOf, placedFaults, sentFields, shownEnd } from './pay-form';

const hall = { timeZone: 'Europe/Moscow' } as Hall;
const evening = slotOf(hall, { date: '2026-12-31', start: '21:00', end: '24:00' });
const booking = {
  id: 'booking_1',
  key: 'a'.repeat(40),
  version: 3,
  clientName: 'Анна',
  clientPhone: null,
  ...evening,
} as Booking;
const sent = (fields: Record<string, string>) => sentFields(new URLSearchParams(fields));
const of = { booking, hall, version: 3 };

describe('the form of the payment page', () => {
  it('shows midnight as browsers know it, and understands it as the end of the day', () => {
    const fields = fieldsOf(booking, hall);
    expect(fields).toEqual({ name: 'Анна', phone: '', date: '2026-12-31', start: '21:00', end: '24:00' });
    expect(shownEnd(fields.end)).toBe('00:00');
    expect(sent({ ...fields, end: '00:00' })).toEqual(fields);
  });

  it('asks for a new time only when there is one', () => {
    const fields = fieldsOf(booking, hall);
    const client = { bookingId: 'booking_1', version: 3, by: 'client', clientName: 'Анна', clientPhone: null };
    expect(correctionOf(fields, of)).toEqual(client);
    const later = { date: '2026-12-31', start: '22:00', end: '24:00' };
    expect(correctionOf({ ...fields, ...later }, of)).toEqual({ ...client, slot: slotOf(hall, later) });
  });

  it.each([
    [{ name: '' }, { clientName: 'required' }],
    [{ date: '2026-02-30' }, { date: 'not_a_date' }],
    [{ start: 'soon' }, { start: 'not_a_time' }],
    [{ end: '20:00' }, { end: 'end_before_start' }],
  ])('refuses %j', (change, faults) => {
    const correct = () => correctionOf({ ...fieldsOf(booking, hall), ...change }, of);
    expect(correct).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', fields: faults }));
  });

  it('says what is wrong beside the field that it is about', () => {
    const bad = new Refusal('BAD_USER_INPUT');
    expect(placedFaults({ clientPhone: 'p', startsAt: 's', date: 'd' }, bad)).toEqual({
      phone: 'p',
      start: 's',
      date: 'd',
    });
    expect(placedFaults({ '': 'taken' }, new Refusal('SLOT_TAKEN'))).toEqual({ start: 'taken' });
  });

  it('is known again by its token, for one booking and one version', () => {
    const tokens = new FormTokens('a secret');
    const form = (fields: Record<string, string>) =>
      new URLSearchParams({ version: '3', token: tokens.of(booking), ...fields });
    expect(tokens.versionIn(form({}), booking.key)).toBe(3);
    const forged = [
      form({ version: '4' }),
      form({ token: '' }),
      form({ token: 'я'.repeat(40) }),
      new URLSearchParams(),
    ];
    for (const one of forged) expect(() => tokens.versionIn(one, booking.key)).toThrow('FORBIDDEN');
    expect(() => tokens.versionIn(form({}), 'b'.repeat(40))).toThrow('FORBIDDEN');
    expect(() => new FormTokens('another secret').versionIn(form({}), booking.key)).toThrow('FORBIDDEN');
  });
});
