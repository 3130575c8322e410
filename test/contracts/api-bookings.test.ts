import { gather, socketClient } from '../kit/socket-client';
import { until } from '../kit/until';
import { hoursOf, openVenue, type Venue } from '../kit/venue';

let venue: Venue;
let day = 10;
beforeAll(async () => {
  venue = await openVenue();
});
afterAll(() => venue.close());
beforeEach(() => {
  day += 1;
});

const fields = `id version status clientName clientPhone startsAt endsAt language paymentUrl expiresAt createdAt paidAt endedAt
  total { amount currency } hall { id name } user { id } dialogue { id }`;
const createMutation = `mutation($input: CreateBookingInput!) { createBooking(input: $input) { booking { ${fields} } } }`;
const cancelMutation = `mutation($input: BookingInput!) { cancelBooking(input: $input) { booking { ${fields} } } }`;
const correctMutation = `mutation($input: CorrectBookingInput!) { correctBooking(input: $input) { booking { ${fields} } } }`;
const blockMutation = `mutation($input: BlockHallTimeInput!) {
  blockHallTime(input: $input) { occupancy { id startsAt endsAt note booking { id } } } }`;

const blue = () => venue.halls.blue;
const time = (hours: readonly [string, string] = ['14:00', '16:00'], days = day) => {
  const { startsAt, endsAt } = hoursOf(blue(), days, hours);
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
};
const wish = (more: object = {}) => {
  return { hallId: blue().id, clientName: 'Иван', clientPhone: '8 900 123-45-67', ...time(), ...more };
};
const ask = (query: string, input: object, headers: Record<string, string> = {}) =>
  venue.app.post(query, { input }, { authorization: `Bearer ${venue.app.key}`, ...headers });
const create = (more: object = {}) => ask(createMutation, wish(more));
const made = async (more: object = {}) => (await create(more)).data.createBooking.booking;
const codeOf = (answer: Awaited<ReturnType<typeof create>>) => answer.errors?.[0]?.extensions['code'];
const fieldsOf = (answer: Awaited<ReturnType<typeof create>>) => answer.errors?.[0]?.extensions['fields'];

describe('a booking over the API', () => {
  it('goes to one of a hundred clients who want the same time at once', async () => {
    const clients = Array.from({ length: 100 }, (_, index) => create({ clientName: `Клиент ${index}` }));
    const answers = await Promise.all(clients);
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'SLOT_TAKEN')).toHaveLength(99);
    const { prisma } = venue.app.database;
    expect(await prisma.booking.count({ where: { startsAt: time().startsAt } })).toBe(1);
    expect(await prisma.hallOccupancy.count({ where: { startsAt: time().startsAt } })).toBe(1);
  }, 120_000);

  it('is made as it was asked for, and can be read', async () => {
    const booking = await made();
    expect(booking).toMatchObject({
      ...time(),
      status: 'AWAITING_PAYMENT',
      version: 1,
      clientName: 'Иван',
      clientPhone: '+79001234567',
      language: 'en',
      total: { amount: 500_000, currency: 'RUB' },
      hall: { id: blue().id, name: 'Blue Hall' },
      user: null,
      dialogue: null,
      paidAt: null,
      endedAt: null,
      paymentUrl: expect.stringMatching(new RegExp(`^${venue.app.origin}/pay/[0-9a-f]{40}$`)),
    });
    const { data } = await venue.app.post(
      `query($id: ID!) { node(id: $id) { ... on Booking { ${fields} } } halls(bot: "${venue.app.botId}") { id } }`,
      { id: booking.id },
    );
    expect(data.node).toEqual(booking);
  });

  it('is made once for an idempotency key', async () => {
    const idempotencyKey = 'the first booking';
    const answers = await Promise.all([create({ idempotencyKey }), create({ idempotencyKey })]);
    const [first, second] = answers.map(({ data }) => data.createBooking.booking.id);
    expect(first).toBe(second);
    expect(codeOf(await create({ idempotencyKey, clientName: 'Пётр' }))).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('is refused with the field at fault, in the language of the caller', async () => {
    const russian = { 'accept-language': 'ru' };
    const refused = async (more: object) => fieldsOf(await ask(createMutation, wish(more), russian));
    expect(await refused(time(['08:00', '10:00']))).toEqual({ startsAt: 'В это время зал не работает.' });
    expect(await refused(time(['10:00', '10:30']))).toEqual({ endsAt: 'Для этого зала это слишком короткое время.' });
    expect(await refused(time(['14:00', '16:00'], -1))).toEqual({ startsAt: 'Это время уже прошло.' });
    expect(await refused(time(['14:00', '16:00'], 400))).toEqual({
      startsAt: 'Забронировать можно не больше чем на год вперёд.',
    });
    expect(await refused({ startsAt: time().endsAt, endsAt: time().startsAt })).toEqual({
      endsAt: 'Конец должен быть позже начала.',
    });
    expect(Object.keys(await refused({ clientPhone: 'позвоните' }))).toEqual(['clientPhone']);
    expect(Object.keys(await refused({ clientName: '  ' }))).toEqual(['clientName']);
    await made();
    const taken = await ask(createMutation, wish(), russian);
    expect([codeOf(taken), taken.errors?.[0]?.message]).toEqual(['SLOT_TAKEN', 'Это время уже занято.']);
  });

  it('of a hall or a user that there is not is NOT_FOUND', async () => {
    const absent = '0'.repeat(32);
    expect(codeOf(await create({ hallId: `hall_${absent}` }))).toBe('NOT_FOUND');
    expect(codeOf(await create({ hallId: 'blue' }))).toBe('NOT_FOUND');
    expect(codeOf(await create({ userId: `user_${absent}` }))).toBe('NOT_FOUND');
    expect(codeOf(await ask(cancelMutation, { bookingId: `booking_${absent}` }))).toBe('NOT_FOUND');
  });

  it('for a user is told to them where they talk with the bot, and to those who follow what happens', async () => {
    const { userId, dialogueId } = await venue.user('ru');
    const client = socketClient(venue.app);
    const query = `subscription($id: ID) { events(dialogueId: $id) {
      __typename dialogueId ... on BookingChanged { booking { id status clientName } } } }`;
    const heard = gather(client, query, { id: dialogueId });
    await new Promise((resolve) => client.on('connected', resolve));
    let booking: any;
    const changes = () => heard.results.flatMap(({ data }) => (data.events.booking ? [data.events.booking] : []));
    // The subscription may begin a moment after the connection: what counts is that from then on nothing is missed.
    await until('a followed booking', async () => {
      day += 1;
      booking = await made({ userId });
      return changes().length > 0;
    });
    expect(booking).toMatchObject({ user: { id: userId }, dialogue: { id: dialogueId } });
    await ask(cancelMutation, { bookingId: booking.id });
    await until('the cancellation', () =>
      changes().some(({ id, status }) => id === booking.id && status === 'CANCELLED'),
    );
    const told = await venue.told(dialogueId);
    expect(told.at(-2)).toContain('| Итого | 5 000 ₽ |');
    expect(told.at(-2)).toContain(booking.paymentUrl);
    expect(told.at(-1)).toMatch(/^Бронирование отменено: Синий зал, .*, 14:00–16:00\.$/);
    await client.dispose();
  });

  it('is corrected by whoever has seen the latest, and cancelled once', async () => {
    const booking = await made();
    const change = { bookingId: booking.id, version: 1 };
    const moved = await ask(correctMutation, { ...change, endsAt: time(['14:00', '17:00']).endsAt, clientPhone: null });
    expect(moved.data.correctBooking.booking).toMatchObject({
      ...time(['14:00', '17:00']),
      version: 2,
      total: { amount: 750_000 },
      clientPhone: null,
      clientName: 'Иван',
    });
    expect(codeOf(await ask(correctMutation, { ...change, clientName: 'Пётр' }))).toBe('CONFLICT');
    const { data } = await ask(cancelMutation, { bookingId: booking.id });
    expect(data.cancelBooking.booking).toMatchObject({
      status: 'CANCELLED',
      expiresAt: null,
      endedAt: expect.any(String),
    });
    expect(codeOf(await ask(cancelMutation, { bookingId: booking.id }))).toBe('CONFLICT');
    expect((await create()).errors).toBeUndefined();
  });

  it('stands in lists in the order in which bookings begin, page by page', async () => {
    const days = [day + 200, day + 201, day + 202];
    for (const one of days.toReversed()) await made(time(['10:00', '11:00'], one));
    await made(time(['12:00', '13:00'], days[1]));
    const [from, to] = [time(['09:00', '10:00'], days[0]).startsAt, time(['12:00', '13:00'], days[2]).startsAt];
    const query = `query($hall: ID, $from: DateTime, $to: DateTime, $after: String) {
      bookings(hall: $hall, from: $from, to: $to, first: 3, after: $after) {
        totalCount nodes { startsAt } pageInfo { hasNextPage endCursor } } }`;
    const range = { hall: blue().id, from, to };
    const { data: first } = await venue.app.post(query, range);
    const { data: second } = await venue.app.post(query, { ...range, after: first.bookings.pageInfo.endCursor });
    const expected = [
      time(['10:00', '11:00'], days[0]),
      time(['10:00', '11:00'], days[1]),
      time(['12:00', '13:00'], days[1]),
      time(['10:00', '11:00'], days[2]),
    ].map(({ startsAt }) => startsAt);
    expect([...first.bookings.nodes, ...second.bookings.nodes].map((one) => one.startsAt)).toEqual(expected);
    expect([first.bookings.totalCount, first.bookings.pageInfo.hasNextPage]).toEqual([4, true]);
    expect(second.bookings.pageInfo.hasNextPage).toBe(false);
    const other = await venue.app.post(query, { ...range, hall: venue.halls.loft.id });
    expect(other.data.bookings.totalCount).toBe(0);
  });
});

describe('the calendar of a hall over the API', () => {
  const calendar = `query($bot: ID!, $from: DateTime!, $to: DateTime!, $date: String!) { halls(bot: $bot) {
    slug freeTimes(date: $date) { startsAt endsAt }
    occupancies(from: $from, to: $to) { id startsAt endsAt note booking { clientName } } } }`;
  const look = async () => {
    const whole = time(['09:00', '22:00']);
    const date = whole.startsAt.slice(0, 10);
    const { data } = await venue.app.post(calendar, {
      bot: venue.app.botId,
      from: whole.startsAt,
      to: whole.endsAt,
      date,
    });
    return data.halls[0];
  };

  it('shows what is booked, blocked and free', async () => {
    await made(time(['10:00', '12:00']));
    const { data } = await ask(blockMutation, { hallId: blue().id, ...time(['18:00', '22:00']), note: ' Ремонт ' });
    expect(data.blockHallTime.occupancy).toMatchObject({ note: 'Ремонт', booking: null });
    const shown = await look();
    expect(shown.occupancies).toMatchObject([
      { ...time(['10:00', '12:00']), note: null, booking: { clientName: 'Иван' } },
      { ...time(['18:00', '22:00']), note: 'Ремонт', booking: null },
    ]);
    expect(shown.freeTimes).toEqual([time(['09:00', '10:00']), time(['12:00', '18:00'])]);
    expect(codeOf(await create(time(['17:00', '19:00'])))).toBe('SLOT_TAKEN');
    expect(codeOf(await ask(blockMutation, { hallId: blue().id, ...time(['11:00', '12:30']) }))).toBe('SLOT_TAKEN');
  });

  it('is freed of what was blocked, never of what is booked', async () => {
    const { data } = await ask(blockMutation, { hallId: blue().id, ...time() });
    const unblock = 'mutation($input: UnblockHallTimeInput!) { unblockHallTime(input: $input) { hall { slug } } }';
    const freed = await ask(unblock, { occupancyId: data.blockHallTime.occupancy.id });
    expect(freed.data.unblockHallTime.hall.slug).toBe('blue');
    await made();
    const [occupancy] = (await look()).occupancies;
    expect(codeOf(await ask(unblock, { occupancyId: occupancy.id }))).toBe('CONFLICT');
  });
});
