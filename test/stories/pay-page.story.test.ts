import type { Browser, Page } from 'playwright-core';
import type { Booking } from '../../src/infra/prisma-client/client';
import type { Booked } from '../kit/booking-clerk';
import { describeWithBrowser, openBrowser } from '../kit/browser';
import { openPayHouse, type PayHouse } from '../kit/pay-house';
import { until } from '../kit/until';

describeWithBrowser('the payment page in a browser without scripts', () => {
  let pay: PayHouse;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    pay = await openPayHouse();
    browser = await openBrowser();
  }, 120_000);
  beforeEach(async () => {
    page = await (await browser.newContext({ javaScriptEnabled: false, timezoneId: 'Asia/Tokyo' })).newPage();
    page.setDefaultTimeout(60_000);
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await pay?.close();
  });

  const pageOf = ({ key }: Booking) => `${pay.house.app.url}/pay/${key}`;
  const opened = async (booked: Booked = {}): Promise<Booking> => {
    const booking = await pay.clerk.book(booked);
    await page.goto(pageOf(booking));
    return booking;
  };
  // Prices hold spaces that do not break.
  const shown = async (what: string) => (await page.textContent(`#shown-${what}`))?.replaceAll(/\s/g, ' ');
  const press = (name: string) => page.getByRole('button', { name }).click();
  const link = (name: string) => page.getByRole('link', { name }).click();

  it('lets the client check and correct the booking, and pay for what it then is', async () => {
    const booking = await opened();
    expect([await shown('hall'), await shown('time'), await shown('total')]).toEqual([
      'Синий зал',
      '14:00–16:00',
      '5 000 ₽',
    ]);
    expect([await shown('name'), await shown('phone')]).toEqual(['Иван Петров', '+7 900 123-45-67']);
    await page.getByText('Исправить данные').click();
    await page.fill('#name', 'Анна <b>Смирнова</b>');
    await page.fill('#phone', '8 (900) 765-43-21');
    await page.fill('#end', '17:30');
    await press('Сохранить');
    expect(await page.textContent('main')).toContain('Данные сохранены');
    expect([await shown('time'), await shown('length'), await shown('total')]).toEqual([
      '14:00–17:30',
      '3 часа 30 минут',
      '8 750 ₽',
    ]);
    expect([await shown('name'), await shown('phone')]).toEqual(['Анна <b>Смирнова</b>', '+7 900 765-43-21']);
    await press('Оплатить 8 750 ₽ картой');
    await page.waitForURL(/\/try-pay\//);
    await press('Отказ банка');
    expect(await page.textContent('[role=alert]')).toContain('Банк отклонил платёж');
    await press('Оплатить');
    await link('Вернуться к брони');
    expect(await page.textContent('[role=status]')).toContain('Оплачено');
    expect(await page.locator('form').count()).toBe(0);
    expect(await pay.clerk.now(booking)).toMatchObject({ status: 'PAID', total: 875_000, version: 2 });
    expect(await pay.clerk.payments(booking)).toMatchObject([
      { status: 'SUCCEEDED', amount: 875_000, bookingVersion: 2 },
    ]);
    expect((await pay.clerk.told(booking)).at(-1)).toMatch(
      /^Оплата получена: 8\s750\s₽\. Бронирование подтверждено: Синий зал/,
    );
  }, 120_000);

  it('speaks English, too, and shows faults beside the fields with what was written', async () => {
    await opened({ language: 'en', clientName: 'Anna' });
    expect(await shown('total')).toBe('₽5,000');
    await page.getByText('Correct the details').click();
    await page.fill('#phone', 'abc');
    await press('Save');
    expect(await page.textContent('#phone-fault')).toContain('not look like a');
    expect(await page.inputValue('#phone')).toBe('abc');
    await page.fill('#phone', '');
    await page.fill('#end', '23:30');
    await press('Save');
    expect(await page.textContent('#end-fault')).toContain('Blue Hall');
    await page.fill('#end', '16:00');
    await page.fill('#name', '');
    await press('Save');
    expect(await page.textContent('#name-fault')).not.toBe('');
    await link('Русский');
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    expect(await page.textContent('h1')).toBe('Ваше бронирование');
  }, 120_000);

  it('says so when somebody else has the time', async () => {
    const taken = await pay.clerk.book();
    const booking = await opened();
    await page.getByText('Исправить данные').click();
    await page.fill('#date', taken.startsAt.toISOString().slice(0, 10));
    await press('Сохранить');
    expect(await page.textContent('#start-fault')).toBe('Это время уже занято.');
    expect((await pay.clerk.now(booking)).version).toBe(1);
  }, 120_000);

  it('does not pay for what was put right but not saved: it is saved and shown first', async () => {
    const booking = await opened();
    await page.getByText('Исправить данные').click();
    await page.fill('#end', '15:00');
    await press('Оплатить 5 000 ₽ картой');
    expect([await shown('time'), await shown('total')]).toEqual(['14:00–15:00', '2 500 ₽']);
    expect(await pay.clerk.payments(booking)).toEqual([]);
  }, 120_000);

  it('shows again what has changed since it was looked at, before anything is paid', async () => {
    const booking = await opened();
    await pay.clerk.bookings.correct({ bookingId: booking.id, version: 1, by: 'client', clientName: 'Пётр' });
    await press('Оплатить 5 000 ₽ картой');
    expect(await page.textContent('[role=alert]')).toContain('Данные изменились');
    expect(await shown('name')).toBe('Пётр');
    expect(await pay.clerk.payments(booking)).toEqual([]);
    await press('Оплатить 5 000 ₽ картой');
    await page.waitForURL(/\/try-pay\//);
  }, 120_000);

  it('cancels a booking, and says when the time to pay has run out', async () => {
    const cancelled = await opened();
    await page.getByText('Отменить бронирование').click();
    await press('Да, отменить');
    expect(await page.textContent('[role=status]')).toBe('Бронирование отменено.');
    expect((await pay.clerk.now(cancelled)).status).toBe('CANCELLED');
    const late = await opened();
    await pay.clerk.runOut(late);
    await page.reload();
    expect(await page.textContent('[role=status]')).toBe('Срок оплаты истёк, и бронирование снято.');
    expect(await page.locator('form').count()).toBe(0);
  }, 120_000);

  it('shows at once that it is paid when the callback is lost', async () => {
    const booking = await opened();
    await press('Оплатить 5 000 ₽ картой');
    await page.waitForURL(/\/try-pay\//);
    pay.service.callbacks.hold(true);
    await press('Оплатить');
    await link('Вернуться к брони');
    expect(await page.textContent('[role=status]')).toContain('Оплачено');
    pay.service.callbacks.hold(false);
    await until('the callback came, and was a repeat', () => pay.service.book.callbacks.size === 0);
    expect(await pay.clerk.payments(booking)).toMatchObject([{ status: 'SUCCEEDED' }]);
  }, 120_000);
});
