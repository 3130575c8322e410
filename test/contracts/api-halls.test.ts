import { hoursOf, openVenue, type Venue } from '../kit/venue';

let venue: Venue;
beforeAll(async () => {
  venue = await openVenue();
});
afterAll(() => venue.close());

const hall = `id slug name(language: "ru") english: name(language: "en") german: name(language: "de") description rules aliases capacity
  pricePerHour { amount currency } openingHours timeZone stepMinutes minMinutes maxMinutes archivedAt bot { id }`;
const createMutation = `mutation($input: CreateHallInput!) { createHall(input: $input) { hall { ${hall} } } }`;
const updateMutation = `mutation($input: UpdateHallInput!) { updateHall(input: $input) { hall { ${hall} } } }`;
const archiveMutation = `mutation($input: ArchiveHallInput!) { archiveHall(input: $input) { hall { archivedAt } } }`;
const listQuery = `query($bot: ID!, $archived: Boolean) { halls(bot: $bot, archived: $archived) { ${hall} } }`;

const day = ['10:00', '20:00'];
const openingHours = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: null, sun: null };
const garden = () => ({
  botId: venue.app.botId,
  slug: 'garden',
  names: { ru: 'Сад', en: 'Garden' },
  descriptions: { ru: 'Под открытым небом.' },
  rules: { ru: 'Не рвать цветы.', en: 'Leave the flowers.' },
  capacity: 40,
  pricePerHour: { amount: 5_000, currency: 'EUR' },
  openingHours,
  timeZone: 'Europe/Berlin',
});
const ask = (query: string, input: object, headers: Record<string, string> = {}) =>
  venue.app.post(query, { input }, { authorization: `Bearer ${venue.app.key}`, ...headers });
const list = async (archived = false) =>
  (await venue.app.post(listQuery, { bot: venue.app.botId, archived })).data.halls as { id: string; slug: string }[];
const problem = (answer: Awaited<ReturnType<typeof ask>>) => {
  const { code, fields } = answer.errors?.[0]?.extensions ?? {};
  return [code, ...Object.keys(fields ?? {}).toSorted()];
};

describe('halls over the API', () => {
  it('are those of the file at first, in its order and in both languages', async () => {
    const halls = await list();
    expect(halls).toMatchObject([
      { slug: 'blue', name: 'Синий зал', english: 'Blue Hall', pricePerHour: { amount: 250_000, currency: 'RUB' } },
      { slug: 'loft', name: 'Лофт', english: 'The Loft', openingHours: { mon: null, tue: ['10:00', '24:00'] } },
      { slug: 'grand', name: 'Большой зал', english: 'Grand Hall', minMinutes: 120 },
    ]);
    expect((await venue.app.post(listQuery, { bot: `bot_${'0'.repeat(32)}` })).errors?.[0]?.extensions['code']).toBe(
      'NOT_FOUND',
    );
  });

  it('are added, with a name in another language where one is missing', async () => {
    const { data } = await ask(createMutation, garden(), { 'accept-language': 'en' });
    expect(data.createHall.hall).toMatchObject({
      slug: 'garden',
      name: 'Сад',
      english: 'Garden',
      german: 'Garden',
      description: 'Под открытым небом.',
      rules: 'Leave the flowers.',
      aliases: [],
      stepMinutes: 30,
      minMinutes: 60,
      maxMinutes: 720,
      openingHours,
      bot: { id: venue.app.botId },
    });
    expect((await list()).at(-1)?.slug).toBe('garden');
    const { data: found } = await venue.app.post(`query($id: ID!) { node(id: $id) { ... on Hall { slug } } }`, {
      id: data.createHall.hall.id,
    });
    expect(found.node.slug).toBe('garden');
    expect(problem(await ask(createMutation, garden()))).toEqual(['BAD_USER_INPUT', 'slug']);
  });

  it.each([
    [{ slug: 'Bad Slug' }, 'slug'],
    [{ names: {} }, 'names'],
    [{ names: { ru: ' ' } }, 'names'],
    [{ capacity: 0 }, 'capacity'],
    [{ pricePerHour: { amount: -1, currency: 'RUB' } }, 'pricePerHour'],
    [{ pricePerHour: { amount: 2_000_000_000, currency: 'RUB' } }, 'pricePerHour'],
    [{ pricePerHour: { amount: 1, currency: 'ROUBLES' } }, 'currency'],
    [{ openingHours: { ...openingHours, mon: ['20:00', '10:00'] } }, 'openingHours'],
    [{ openingHours: { ...openingHours, mon: ['10:00', '25:00'] } }, 'openingHours'],
    [{ openingHours: { mon: day } }, 'openingHours'],
    [{ openingHours: 'always' }, 'openingHours'],
    [{ timeZone: 'Mars/Base' }, 'timeZone'],
    [{ stepMinutes: 7 }, 'stepMinutes'],
    [{ minMinutes: 600, maxMinutes: 60 }, 'minMinutes'],
    [{ aliases: [''] }, 'aliases'],
  ])('are not made of %j', async (more, field) => {
    expect(problem(await ask(createMutation, { ...garden(), slug: 'other', ...more }))).toEqual([
      'BAD_USER_INPUT',
      field,
    ]);
    expect((await list()).some(({ slug }) => slug === 'other')).toBe(false);
  });

  it('change in what is said of them alone, and keep it at the next start', async () => {
    const hallId = venue.halls.grand.id;
    const change = { names: { ru: 'Главный зал' }, pricePerHour: { amount: 1_000_000, currency: 'RUB' } };
    const { data } = await ask(updateMutation, { hallId, ...change });
    expect(data.updateHall.hall).toMatchObject({
      name: 'Главный зал',
      english: 'Главный зал',
      capacity: 200,
      minMinutes: 120,
      pricePerHour: { amount: 1_000_000 },
    });
    await venue.app.domain.halls.load(venue.app.botId, 'bots/halls/halls.yaml');
    expect((await list()).find(({ id }) => id === hallId)).toMatchObject({ name: 'Главный зал' });
    expect(problem(await ask(updateMutation, { hallId, maxMinutes: 60 }))).toEqual(['BAD_USER_INPUT', 'minMinutes']);
    const audit = await venue.app.database.prisma.auditEntry.findMany({ where: { subject: hallId } });
    expect(audit.map(({ action }) => action)).toEqual(['hall changed']);
  });

  it('that are archived cannot be booked, and can be brought back', async () => {
    const { loft } = venue.halls;
    const wish = { hallId: loft.id, ...hoursOf(loft, 15 + ((9 - new Date().getDay()) % 7)), clientName: 'Ann' };
    const bookMutation = `mutation($input: CreateBookingInput!) { createBooking(input: $input) { booking { status } } }`;
    const { data } = await ask(archiveMutation, { hallId: loft.id });
    expect(data.archiveHall.hall.archivedAt).toEqual(expect.any(String));
    expect((await list()).some(({ slug }) => slug === 'loft')).toBe(false);
    expect((await list(true)).some(({ slug }) => slug === 'loft')).toBe(true);
    expect(problem(await ask(bookMutation, wish))).toEqual(['NOT_FOUND']);
    await ask(archiveMutation, { hallId: loft.id, archived: false });
    expect((await ask(bookMutation, wish)).data.createBooking.booking.status).toBe('AWAITING_PAYMENT');
  });
});
