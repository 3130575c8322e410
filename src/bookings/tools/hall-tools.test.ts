import { openHallTools } from '../../../test/kit/hall-tools';
import { ToolRefused } from '../../tools/tool';

let venue: Awaited<ReturnType<typeof openHallTools>>;
beforeAll(async () => {
  venue = await openHallTools();
});
afterAll(() => venue.drop());

const dayMs = 86_400_000;
/** The n-th Saturday from now on: the tests do not share days. */
const saturday = (n: number) => {
  const now = new Date();
  const ahead = (6 - now.getUTCDay() + 7) % 7;
  return new Date(now.getTime() + (ahead + 7 * n) * dayMs).toISOString().slice(0, 10);
};
const wish = (date: string, given: object = {}) => ({
  hall: 'синий',
  date,
  start: '14',
  end: '17',
  name: 'Иван',
  phone: '8 900 123-45-67',
  ...given,
});
const bookings = () => venue.database.prisma.booking.findMany({ orderBy: { createdAt: 'asc' } });
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');

describe('the tools of halls', () => {
  it('are those that the bot of halls names, told in both languages with a schema of strings', () => {
    expect([...venue.tools.keys()].toSorted()).toEqual([...venue.bot.tools.use].toSorted());
    for (const tool of venue.tools.values()) {
      expect(tool.description.ru).toMatch(/\p{Script=Cyrillic}/u);
      expect(tool.description.en).not.toMatch(/\p{Script=Cyrillic}/u);
      expect(tool.parameters).toMatchObject({ type: 'object', additionalProperties: false });
    }
    expect(venue.tools.get('create_booking_info')?.parameters).toMatchObject({
      required: ['hall', 'date', 'start', 'end', 'name', 'phone'],
      properties: { hall: { type: 'string' }, phone: { type: 'string' } },
    });
    expect(venue.tools.get('get_free_times')?.parameters).toMatchObject({ required: ['date'] });
  });

  it('come with the day, the time and the names of the halls', async () => {
    const [ru, en] = await Promise.all([venue.source.noteFor(venue.bot, 'ru'), venue.source.noteFor(venue.bot, 'en')]);
    expect(ru).toMatch(
      /Сейчас на площадке: \p{L}+, \d+ \p{L}+ \d{4} г\. \(\d{4}-\d\d-\d\d\), \d\d:\d\d, Europe\/Moscow\./u,
    );
    expect(ru).toContain('Залы: Синий зал (Blue Hall), Лофт (The Loft), Большой зал (Grand Hall).');
    expect(en).toMatch(/Now at the venue: \w+, \w+ \d+, \d{4} \(\d{4}-\d\d-\d\d\), \d\d:\d\d, Europe\/Moscow\./);
    expect(en).toContain('Halls: Blue Hall (Синий зал), The Loft (Лофт), Grand Hall (Большой зал).');
  });

  it('tell of all halls, of one and of its price, in the language of the dialogue', async () => {
    const [ivan, john] = await Promise.all([venue.person('ru'), venue.person('en')]);
    const halls = plain(await ivan.reads('get_halls_data'));
    expect(halls).toContain('**Синий зал** — до 30 человек, 2 500 ₽ в час. Открыт: пн–вс 09:00–22:00.');
    expect(halls).toContain('**Лофт** — до 60 человек, 4 000 ₽ в час. Открыт: пн закрыто, вт–вс 10:00–24:00.');
    expect(plain(await john.reads('get_hall_info', { hall: 'лофт' }))).toContain(
      '**The Loft**: up to 60 people, ₽4,000 per hour. Open: Mon closed, Tue–Sun 10:00–24:00.',
    );
    const prices = plain(await ivan.reads('get_hall_price', { hall: 'bolshoi zal' }));
    expect(prices).toContain('**Большой зал**: 9 000 ₽ в час.');
    expect(prices).toContain('| 2 часа | 18 000 ₽ |\n| 3 часа | 27 000 ₽ |');
    expect(prices).not.toContain('| 1 час |');
    expect(await john.reads('get_hall_price', { hall: 'green' })).toBe(
      'It is not clear which hall is meant. There are: Blue Hall, The Loft, Grand Hall. Which one is wanted?',
    );
  });

  it('tell when a hall is taken and free, and never by whom', async () => {
    const [ivan, anna] = await Promise.all([venue.person(), venue.person()]);
    const date = saturday(2);
    const { content } = await ivan.proposes('generate_booking_info', wish(date, { name: 'Иван Тайный' }));
    expect(await anna.reads('get_bookings_by_date', { hall: 'синий', date })).toMatch(
      /^Синий зал, суббота, [^:]+: пока никто ничего не занял\.\n\nСиний зал, суббота, [^:]+: свободно 09:00–22:00\.$/,
    );
    await ivan.commits('generate_booking_info', content, 'a'.repeat(40));
    for (const [name, given] of [
      ['get_bookings_by_date', { hall: 'синий', date }],
      ['get_free_times', { date }],
    ] as const) {
      const told = await anna.reads(name, given);
      expect(told).toContain('свободно 09:00–14:00, 17:00–22:00.');
      expect(told + JSON.stringify(await anna.data(name, given))).not.toMatch(/Тайный|Иван|900/);
    }
    expect(await anna.reads('get_bookings_by_date', { hall: 'синий', date })).toContain('занято 14:00–17:00.');
    expect((await anna.reads('get_free_times', { date })).split('\n\n')).toHaveLength(3);
    expect(await anna.reads('get_my_bookings')).toBe('У вас пока нет броней.');
  });

  it('show a booking with its price before anything is booked, whichever of the two is called', async () => {
    const john = await venue.person('en');
    const before = (await bookings()).length;
    const given = wish(saturday(3), {
      hall: 'loft',
      start: '2',
      end: '4:30 pm',
      name: 'John',
      phone: '+44 20 7946 0958',
    });
    const [first, second] = [
      await john.proposes('generate_booking_info', given),
      await john.proposes('create_booking_info', given),
    ];
    expect(second).toEqual(first);
    expect(plain(first.preview)).toMatch(
      /\| Hall \| The Loft \|\n\| --- \| --- \|\n\| Date \| Saturday, .+ \|\n\| Time \| 14:00–16:30 \|\n\| Length \| 2 hours 30 minutes \|\n\| Price \| ₽4,000 per hour \|\n\| Total \| ₽10,000 \|\n\| Name \| John \|\n\| Phone \| \\?\+442079460958 \|/,
    );
    expect(first.preview + JSON.stringify(first.content)).not.toContain('/pay/');
    expect(first.content).toMatchObject({
      total: { amount: 1_000_000, currency: 'RUB' },
      clientPhone: '+442079460958',
    });
    expect(await bookings()).toHaveLength(before);
  });

  it('book once for an agreement, for the user of the dialogue, and give the link', async () => {
    const ivan = await venue.person();
    const { content } = await ivan.proposes('create_booking_info', wish(saturday(4)));
    const key = 'b'.repeat(40);
    const [one, again] = [
      await ivan.commits('create_booking_info', content, key),
      await ivan.commits('create_booking_info', content, key),
    ];
    expect(again).toEqual(one);
    expect(plain(one.text)).toMatch(
      /^Забронировано: Синий зал, суббота, .+, 14:00–17:00\. К оплате 7 500 ₽\.\n\nОплатите до .+: https:\/\/halls\.example\/pay\/[0-9a-f]{40}\n/,
    );
    const own = (await bookings()).filter(({ userId }) => userId === ivan.userId);
    expect(own).toMatchObject([
      {
        dialogueId: ivan.dialogueId,
        clientName: 'Иван',
        clientPhone: '+79001234567',
        total: 750_000,
        status: 'AWAITING_PAYMENT',
      },
    ]);
    expect(plain(await ivan.reads('get_my_bookings'))).toMatch(
      /^Ваши брони:\n\n- Синий зал, .+ — 7 500 ₽, ждёт оплаты до .+\/pay\//,
    );
  });

  it('ask for all that is missing at once', async () => {
    const ivan = await venue.person();
    expect(
      await ivan.refused('generate_booking_info', { hall: 'синий', date: 'в субботу', name: ' ', phone: null }),
    ).toBe('Не хватает: время начала, время окончания, имя, телефон.');
    expect(await ivan.refused('generate_booking_info', {})).toBe(
      'Не хватает: зал (Синий зал, Лофт, Большой зал), день, время начала, время окончания, имя, телефон.',
    );
    expect(await ivan.refused('generate_booking_info', 'nonsense')).toMatch(/^Не хватает/);
  });

  it.each([
    [{ hall: 'зелёный' }, /^Непонятно, какой зал имеется в виду\. Есть такие: Синий зал, Лофт, Большой зал/],
    [{ date: 'когда-нибудь' }, /^Непонятно, какой это день: «когда-нибудь»/],
    [{ date: '2020-01-01' }, /^Этот день уже прошёл: среда, 1 января 2020/],
    [{ date: '2199-01-01' }, /^Это слишком далеко/],
    [{ start: 'скоро' }, /^Непонятно, какое это время: «скоро»/],
    [{ start: '17', end: '14' }, /^Конец должен быть позже начала\.$/],
    [{ start: '07:00', end: '09:00' }, /^В это время «Синий зал» не работает/],
    [{ end: '23:00' }, /^В это время «Синий зал» не работает\. Суббота, .+: 09:00–22:00\.$/],
    [{ start: '14:10' }, /^Начало и конец должны приходиться на ровный шаг: 30 минут\.$/],
    [{ end: '14:30' }, /^Слишком коротко: наименьшее время — 1 час\.$/],
    [{ phone: '12' }, /телефон/i],
    [{ name: '123' }, /./],
    [{ name: 'я'.repeat(500) }, /./],
  ])('refuse %j and say why', async (given, why) => {
    const ivan = await venue.person();
    expect(await ivan.refused('generate_booking_info', wish(saturday(5), given))).toMatch(why);
  });

  it('tell what is free instead of a time that is taken', async () => {
    const [ivan, anna] = await Promise.all([venue.person(), venue.person()]);
    const date = saturday(6);
    const { content } = await ivan.proposes('generate_booking_info', wish(date));
    const late = await anna.proposes('generate_booking_info', wish(date, { start: '16', end: '18', name: 'Анна' }));
    await ivan.commits('generate_booking_info', content, 'c'.repeat(40));
    const instead =
      /^Это время уже занято\. Синий зал, суббота, .+: свободно 09:00–14:00, 17:00–22:00\. В это же время свободны: Лофт, Большой зал\.$/;
    expect(await anna.refused('generate_booking_info', wish(date, { start: '16', end: '18' }))).toMatch(instead);
    await expect(anna.commits('generate_booking_info', late.content, 'd'.repeat(40))).rejects.toThrow(ToolRefused);
  });

  it('book nothing for another price than the user has agreed to', async () => {
    const ivan = await venue.person();
    const { content } = await ivan.proposes('generate_booking_info', wish(saturday(7)));
    const cheap = { ...content, total: { amount: 0, currency: 'RUB' } };
    await expect(ivan.commits('generate_booking_info', cheap, 'e'.repeat(40))).rejects.toThrow('Цена за это время');
  });

  it('have no user outside of a dialogue', async () => {
    const ivan = await venue.person();
    const nobody = { ...ivan, userId: null, dialogueId: null };
    const tool = venue.tools.get('get_my_bookings');
    if (tool?.effect !== 'read') throw new Error('a tool that reads');
    await expect(tool.run({}, nobody)).rejects.toThrow(ToolRefused);
  });
});

describe('cancelling', () => {
  it('is shown first, done once, and frees the time', async () => {
    const ivan = await venue.person('en');
    const date = saturday(8);
    const { content } = await ivan.proposes('create_booking_info', wish(date));
    await ivan.commits('create_booking_info', content, 'f'.repeat(40));
    const proposed = await ivan.proposes('cancel_booking', {});
    expect(proposed.preview).toMatch(/^\*\*Cancelling a booking\*\*\n\n\| Hall \| Blue Hall \|/);
    expect((await bookings()).at(-1)?.status).toBe('AWAITING_PAYMENT');
    const done = await ivan.commits('cancel_booking', proposed.content, '1'.repeat(40));
    expect(done.text).toMatch(/^The booking is cancelled: Blue Hall, Saturday, .+\. There is nothing to pay for it\.$/);
    expect(await ivan.commits('cancel_booking', proposed.content, '1'.repeat(40))).toEqual(done);
    expect(await ivan.reads('get_free_times', { hall: 'blue', date })).toContain('free 09:00–22:00.');
    expect(await ivan.refused('cancel_booking', {})).toBe('You have no bookings that could be cancelled.');
  });

  it('of a paid booking tells of the money', async () => {
    const ivan = await venue.person();
    const { content } = await ivan.proposes('create_booking_info', wish(saturday(9)));
    const { data } = await ivan.commits('create_booking_info', content, '2'.repeat(40));
    await venue.database.prisma.booking.update({ where: { id: String(data['bookingId']) }, data: { status: 'PAID' } });
    expect(plain(await ivan.reads('get_my_bookings'))).toMatch(/ — 7 500 ₽, оплачено: https/);
    const proposed = await ivan.proposes('cancel_booking', { hall: 'в синем зале' });
    expect(plain(proposed.preview)).toContain('7 500 ₽ вернутся тем же способом');
    const done = await ivan.commits('cancel_booking', proposed.content, '3'.repeat(40));
    expect(plain(done.text)).toContain('7 500 ₽ вернутся');
  });

  it('is only for what the user has booked: others’ bookings are nothing that could be named', async () => {
    const [ivan, mallory] = await Promise.all([venue.person(), venue.person()]);
    const date = saturday(10);
    const { content } = await ivan.proposes('create_booking_info', wish(date));
    const { data } = await ivan.commits('create_booking_info', content, '4'.repeat(40));
    expect(await mallory.refused('cancel_booking', { hall: 'синий', date })).toBe(
      'У вас нет броней, которые можно отменить.',
    );
    const forged = { bookingId: data['bookingId'], status: 'AWAITING_PAYMENT' };
    await expect(mallory.commits('cancel_booking', forged, '5'.repeat(40))).rejects.toThrow(ToolRefused);
    expect((await bookings()).at(-1)?.status).toBe('AWAITING_PAYMENT');
  });

  it('asks which one where there are several, and refuses what has begun', async () => {
    const ivan = await venue.person();
    for (const [at, date] of [saturday(11), saturday(12)].entries()) {
      const { content } = await ivan.proposes('create_booking_info', wish(date));
      await ivan.commits('create_booking_info', content, `6${at}`.padEnd(40, '0'));
    }
    expect(await ivan.refused('cancel_booking', {})).toMatch(
      /^Непонятно, какую бронь отменить\. У вас есть: Синий зал, .+; Синий зал, .+\. Назовите зал и день\.$/,
    );
    const { preview } = await ivan.proposes('cancel_booking', { date: saturday(12) });
    expect(preview).toContain('14:00–17:00');
    const early = await ivan.proposes('create_booking_info', wish(saturday(12), { start: '9', end: '11' }));
    await ivan.commits('create_booking_info', early.content, '7'.repeat(40));
    expect(await ivan.refused('cancel_booking', { date: saturday(12) })).toMatch(/^Непонятно, какую бронь/);
    for (const [start, shown] of [
      ['2', '14:00–17:00'],
      ['9 утра', '09:00–11:00'],
    ])
      expect((await ivan.proposes('cancel_booking', { date: saturday(12), start })).preview).toContain(shown);
    expect(await ivan.refused('cancel_booking', { date: saturday(12), start: '20' })).toMatch(
      /^Непонятно, какую бронь/,
    );
    const [first] = await venue.bookings.ofUser(ivan.userId ?? '');
    const startsAt = new Date(Date.now() - 1_000);
    await venue.database.prisma.booking.update({ where: { id: first?.id ?? '' }, data: { startsAt } });
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(startsAt);
    expect(await ivan.refused('cancel_booking', { date: today })).toBe('Эта бронь уже началась, отменить её нельзя.');
  });
});
