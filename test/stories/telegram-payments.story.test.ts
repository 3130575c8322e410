import { bookingTexts, patience, plainSpaces, roubles } from '../kit/booking-stories';
import { type ChatBooking, ChatPayer, paymentToken } from '../kit/chat-payments';
import { type House, openHouse } from '../kit/house';
import { Payer } from '../kit/payer';
import { until } from '../kit/until';

jest.setTimeout(3 * patience);

let house: House;

beforeAll(async () => {
  house = await openHouse({ TELEGRAM_PAYMENT_TOKEN_HALLS: paymentToken }, 'halls');
});
afterAll(() => house.close());

const refused = {
  ru: { changed: /новому счёту/, paid: /уже оплачена/, cancelled: /отменена/ },
  en: { changed: /the new invoice/, paid: /paid for already/, cancelled: /was cancelled/ },
};

describe.each(['ru', 'en'] as const)('a booking is paid in the chat in %s', (language) => {
  const { paid } = bookingTexts[language];
  let payer: ChatPayer;
  let booking: ChatBooking;

  beforeAll(async () => {
    payer = await ChatPayer.of(house, language);
    booking = await payer.books(3);
  });

  it('an invoice comes by itself, over what code has reckoned, and says the same in words to operators', async () => {
    const [invoice] = await payer.person.seesInvoices(1);
    expect(invoice).toMatchObject({
      title: language === 'ru' ? 'Синий зал' : 'Blue Hall',
      description: expect.stringContaining('14:00–17:00'),
      start_parameter: 'pay',
      currency: 'RUB',
      total_amount: 3 * 250_000,
    });
    const said = await house.database.prisma.message.findFirstOrThrow({
      where: { source: { startsWith: 'invoice:' }, dialogue: { user: { externalId: String(payer.person.person.id) } } },
    });
    expect(plainSpaces(said.text)).toContain(roubles(750_000, language));
    expect([said.role, said.language]).toEqual(['SYSTEM', language]);
  });

  it('after a correction the old invoice is refused before money moves, and a new one comes', async () => {
    await payer.renames(booking, 'Пётр Иванов');
    expect(await payer.person.pays()).toEqual({ paid: false, why: expect.stringMatching(refused[language].changed) });
    await payer.person.seesInvoices(2);
    expect(await payer.status(booking)).toBe('AWAITING_PAYMENT');
  });

  it('the new one is paid, the user is told, and telling it again changes nothing', async () => {
    expect(await payer.person.pays()).toMatchObject({ paid: true });
    await payer.person.sees(paid);
    expect(await payer.status(booking)).toBe('PAID');
    payer.toldAgain();
    payer.toldAgain();
    const other = await payer.books(1);
    await payer.person.seesInvoices(3);
    await payer.cancels(other);
    expect(await payer.ledger(booking)).toEqual(['FAILED over', 'SUCCEEDED']);
    const heard = payer.person.allHeard().filter(({ text = '' }) => paid.test(text) && !text.includes('/pay/'));
    expect(heard.length).toBe(1);
  });

  it('what was cancelled is not paid any more', async () => {
    expect(await payer.person.pays()).toEqual({ paid: false, why: expect.stringMatching(refused[language].cancelled) });
  });

  it('another charge for it is kept to be given back by hand, with its name', async () => {
    payer.toldAgain({ charge: 'tg-twice' });
    await payer.person.sees(language === 'ru' ? /дважды/ : /twice/);
    expect(await payer.ledger(booking)).toEqual(['FAILED over', 'SUCCEEDED', 'REFUND_DUE charged_twice']);
    const owed = await house.database.prisma.payment.findFirstOrThrow({
      where: { bookingId: booking.id, status: 'REFUND_DUE' },
    });
    expect(owed.charge).toMatch(/^tg-twice provider_charge_/);
  });
});

describe('the page of a booking', () => {
  it('offers to pay in Telegram, by a link that is refused once somebody has paid', async () => {
    const payer = await ChatPayer.of(house, 'ru');
    const booking = await payer.books(2);
    const page = await Payer.opens(booking.paymentUrl);
    const link = await page.goesToPay('telegram');
    expect(link).toMatch(/^https:\/\/t\.me\/\$/);
    expect(await payer.person.pays(link)).toMatchObject({ paid: true });
    await payer.person.sees(bookingTexts.ru.paid);
    expect(await payer.person.pays(link)).toEqual({ paid: false, why: expect.stringMatching(refused.ru.paid) });
    await page.looksAgain();
    expect(page.text).toMatch(bookingTexts.ru.isPaid);
    expect(await payer.ledger(booking)).toEqual(['SUCCEEDED']);
  });
});

describe('money that Telegram tells of', () => {
  it.each([
    ['after the booking was cancelled', 500_000, true, 'REFUND_DUE cancelled', /cancelled/],
    ['in another sum than was asked', 499_999, false, 'REFUND_DUE amount', /amount|sum/],
  ] as const)('%s is due back, and the user hears so', async (_when, amount, cancelled, entry, words) => {
    const payer = await ChatPayer.of(house, 'en');
    const booking = await payer.books(2);
    await payer.person.seesInvoices(1);
    if (cancelled) await payer.cancels(booking);
    await payer.chargedFor(booking, amount);
    await until('the money is due', async () => (await payer.ledger(booking)).includes(entry));
    await payer.person.sees(/give (it|this|that|the money|the payment|what)|return|refund/i);
    expect((await payer.person.sees(words)).text).toContain(amount === 500_000 ? '5,000' : '4,999.99');
    expect(await payer.status(booking)).toBe(cancelled ? 'CANCELLED' : 'AWAITING_PAYMENT');
  });

  it('is due back, too, when the booking that it paid for is cancelled', async () => {
    const payer = await ChatPayer.of(house, 'en');
    const booking = await payer.books(2);
    await payer.person.seesInvoices(1);
    expect(await payer.person.pays()).toMatchObject({ paid: true });
    await until('the booking is paid', async () => (await payer.status(booking)) === 'PAID');
    await payer.cancels(booking);
    await until('the money is due', async () => (await payer.ledger(booking)).includes('REFUND_DUE cancelled'));
  });
});

describe('a wish to pay', () => {
  it('is answered while all that the process can do at once is to wait for the model', async () => {
    const busy = await openHouse({ TELEGRAM_PAYMENT_TOKEN_HALLS: paymentToken, WORKER_CONCURRENCY: '1' }, 'halls');
    try {
      const payer = await ChatPayer.of(busy, 'ru');
      const booking = await payer.books(1);
      await payer.person.seesInvoices(1);
      // Longer than Telegram waits for a word.
      busy.model.control.delayMs = 15_000;
      payer.person.writes('А парковка у вас есть?');
      const isAsked = () =>
        busy.model.control.requests.some((one) => JSON.stringify(one.messages).includes('парковка'));
      await until('the model is asked', isAsked);
      expect(await payer.person.pays()).toMatchObject({ paid: true });
      busy.model.control.delayMs = 0;
      await until('the booking is paid', async () => (await payer.status(booking)) === 'PAID', patience);
    } finally {
      await busy.close();
    }
  });
});

describe('without a payment token', () => {
  it('nobody is asked to pay in Telegram', async () => {
    const other = await openHouse({}, 'halls');
    try {
      const payer = await ChatPayer.of(other, 'ru');
      const booking = await payer.books(1);
      const page = await Payer.opens(booking.paymentUrl);
      expect(page.text).not.toMatch(/в Telegram/);
      expect(page.text).toMatch(/картой/);
      expect(await payer.ledger(booking)).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
