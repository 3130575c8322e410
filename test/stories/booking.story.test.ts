import {
  at,
  Booker,
  bookingTexts,
  linkIn,
  patience,
  plainSpaces,
  roubles,
  saturday,
  sumsIn,
  timesIn,
} from '../kit/booking-stories';
import { type House, openHouse } from '../kit/house';
import { Payer } from '../kit/payer';
import { until } from '../kit/until';

let house: House;

beforeAll(async () => {
  house = await openHouse({}, 'halls');
}, patience);
afterAll(async () => {
  await house.api.close();
  await house.close();
});

describe.each(['ru', 'en'] as const)('a hall is booked over the chat in %s', (language) => {
  const said = bookingTexts[language];
  const sum = (hours: number) => roubles(said.pricePerHour * hours, language);
  let booker: Booker;
  let link: string;
  let page: Payer;

  beforeAll(async () => {
    booker = Booker.of(house, language);
    await booker.asks('/start');
  }, patience);

  it(
    'the bot asks for what is missing, and tells what code has found out',
    async () => {
      expect(await booker.asks(said.wish)).toMatch(said.asks);
      const price = await booker.asks(said.aboutPrice);
      expect(sumsIn(price)).toContain(sum(1));
      const free = await booker.asks(said.aboutFree);
      expect(free).toContain(said.hall);
      expect(timesIn(free)).toContain('09:00');
      const called = (await booker.calls()).map(({ name, status }) => `${name} ${status}`);
      expect(called).toEqual(['get_hall_price DONE', 'get_free_times DONE']);
    },
    4 * patience,
  );

  const payments = async () => {
    const { rows } = await house.database.pool.query(
      'select status, amount, currency from payments where booking_id in (select id from bookings where key = $1)',
      [link.split('/').at(-1)],
    );
    return rows;
  };

  let first: string;

  it(
    'what would be booked is shown first, and changed as often as the user likes',
    async () => {
      const shown = await booker.asks(said.details);
      for (const part of [said.hall, said.name, '14:00–17:00', sum(3)]) expect(shown).toContain(part);
      expect(sumsIn(shown)).toEqual([sum(1), sum(3)]);
      first = hashBelow(booker);
      expect(await booker.presses(said.change)).toMatch(said.changed);
      const other = await booker.asks(said.other);
      expect(timesIn(other)).toEqual(['15:00', '18:00']);
      expect(other).toContain(said.name);
      expect(booker.heard).not.toContain('/pay/');
      expect(await booker.bookings()).toEqual([]);
    },
    4 * patience,
  );

  it(
    'the button books once, whatever is pressed again',
    async () => {
      const hash = hashBelow(booker);
      const booked = await booker.presses(said.confirm);
      link = linkIn(booked);
      expect(await booker.asks(`/confirm ${hash}`)).toMatch(said.again);
      await booker.asks(`/confirm ${first}`);
      await booker.asks(`/confirm ${'0'.repeat(40)}`);
      expect(await booker.bookings()).toEqual([
        expect.objectContaining({
          status: 'AWAITING_PAYMENT',
          startsAt: at(saturday(), '15:00'),
          endsAt: at(saturday(), '18:00'),
          clientName: said.name,
          total: { amount: said.pricePerHour * 3, currency: 'RUB' },
        }),
      ]);
    },
    6 * patience,
  );

  it(
    'the client corrects it on its page, and is told in the chat',
    async () => {
      page = await Payer.opens(link);
      expect(plainSpaces(page.shown('total'))).toBe(sum(3));
      expect(page.shown('name')).toBe(said.name);
      await page.corrects({ end: '02:00' });
      expect(page.status).toBe(422);
      expect(page.fault('end') + page.fault('start')).not.toBe('');
      await page.corrects({ start: '16:00', end: '20:00', name: `${said.name} <b>&` });
      expect(page.status).toBe(200);
      expect(page.shown('time')).toBe('16:00–20:00');
      expect(plainSpaces(page.shown('total'))).toBe(sum(4));
      expect(page.shown('name')).toBe(`${said.name} <b>&`);
      const told = await booker.hears();
      expect(told).toMatch(said.corrected);
      expect(sumsIn(told)).toContain(sum(4));
      expect(await booker.bookings()).toEqual([
        expect.objectContaining({ startsAt: at(saturday(), '16:00'), version: 2 }),
      ]);
    },
    4 * patience,
  );

  it(
    'it is paid by one charge, and the chat says so',
    async () => {
      await page.pays();
      const told = await booker.hears();
      expect(told).toMatch(said.paid);
      expect(sumsIn(told)).toEqual([sum(4)]);
      expect(timesIn(told)).toEqual(['16:00', '20:00']);
      await page.looksAgain();
      expect(page.text).toMatch(said.isPaid);
      expect(page.can('pay') || page.can('correct')).toBe(false);
      const [booking] = await booker.bookings();
      expect(booking.status).toBe('PAID');
      expect(await payments()).toEqual([{ status: 'SUCCEEDED', amount: said.pricePerHour * 4, currency: 'RUB' }]);
    },
    4 * patience,
  );

  it(
    'it is cancelled at the word of the user, and the money goes back',
    async () => {
      const shown = await booker.asks(said.cancel);
      for (const part of [said.hall, '16:00–20:00', sum(4)]) expect(shown).toContain(part);
      expect(shown).toMatch(said.willReturn);
      expect((await booker.bookings())[0].status).toBe('PAID');
      const told = [await booker.presses(said.confirm), await booker.hears()].join('\n');
      expect(told).toMatch(said.cancelled);
      expect(told).toMatch(said.refunded);
      expect((await booker.bookings())[0].status).toBe('CANCELLED');
      await until('the money is given back', async () => (await payments())[0]?.status === 'REFUNDED', patience);
      expect((await payments()).length).toBe(1);
    },
    4 * patience,
  );

  it('every sum that was told stands in what code has reckoned', async () => {
    const { pricePerHour } = said;
    const reckoned = Array.from({ length: 28 }, (_, half) => roubles((pricePerHour / 2) * (half + 1), language));
    const told = sumsIn(booker.heard);
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter((one) => !reckoned.includes(one))).toEqual([]);
    const amounts = house.model.control.requests.flatMap(({ messages }) =>
      messages.filter(({ role }) => role === 'tool').flatMap(({ content }) => sumsIn(content)),
    );
    expect(amounts).toContain(sum(1));
  });
});

it(
  'an unpaid booking is called to mind, ends, and leaves its time to others',
  async () => {
    const said = bookingTexts.ru;
    const booker = Booker.of(house, 'ru');
    await booker.asks('/start');
    expect(await booker.asks(said.whole)).toContain('12:00–15:00');
    const link = linkIn(await booker.presses(said.confirm));
    const key = link.split('/').at(-1);
    const untilEnd = (interval: string) => passTime(key ?? '', interval);
    await untilEnd('23 hours');
    const reminder = await booker.hears();
    expect(reminder).toMatch(said.reminder);
    expect(sumsIn(reminder)).toEqual(['12 000 ₽']);
    expect(linkIn(reminder)).toBe(link);
    await untilEnd('-1 second');
    expect(await booker.hears()).toMatch(said.expired);
    expect((await booker.bookings())[0].status).toBe('EXPIRED');
    const page = await Payer.opens(link);
    expect(page.text).toMatch(said.isExpired);
    expect(page.can('pay')).toBe(false);
    const other = Booker.of(house, 'en');
    await other.asks('/start');
    expect(await other.asks(bookingTexts.en.whole)).toContain('₽12,000');
    await other.presses(bookingTexts.en.confirm);
    expect(await other.bookings()).toEqual([expect.objectContaining({ status: 'AWAITING_PAYMENT' })]);
  },
  6 * patience,
);

it(
  'who comes too late for a time is told so, and what is free',
  async () => {
    const said = bookingTexts.en;
    const [quick, late] = [Booker.of(house, 'en'), Booker.of(house, 'en')];
    const wish = said.whole.replace('next Friday from 12:00 to 15:00', 'next Friday from 18:00 to 20:00');
    for (const one of [quick, late]) {
      await one.asks('/start');
      expect(await one.asks(wish)).toContain('18:00–20:00');
    }
    linkIn(await quick.presses(said.confirm));
    const told = await late.presses(said.confirm);
    expect(told).not.toContain('/pay/');
    expect(told).toMatch(/taken|no longer free|not free/i);
    expect(await late.bookings()).toEqual([]);
    await until('the late one is shown what is free', async () =>
      (await late.asks('When is the loft free next Friday?')).includes('20:00'),
    );
  },
  6 * patience,
);

/** The hash that the latest button to confirm stands for. */
function hashBelow(booker: Booker): string {
  const buttons = booker.person.onScreen().flatMap(({ reply_markup: markup }) => markup?.inline_keyboard?.flat() ?? []);
  const hashes = JSON.stringify(buttons).match(/confirm:[0-9a-f]{40}/g) ?? [];
  return hashes.at(-1)?.slice('confirm:'.length) ?? '';
}

/** Puts the end of the time to pay so far from now, by the database's clock, and has the clock of bookings look. */
async function passTime(key: string, interval: string): Promise<void> {
  await house.database.pool.query(
    `update bookings set expires_at = now() + $2::interval, created_at = now() + $2::interval - interval '3 days' where key = $1`,
    [key, interval],
  );
  await house.database.pool.query(
    `update lane_leases set ready_at = now() where queue = 'bookings' and lane in (select id from bookings where key = $1)`,
    [key],
  );
  await house.database.pool.query(`select pg_notify('lanes', 'bookings')`);
}
