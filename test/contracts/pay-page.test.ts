import { openPayHouse, type PayHouse } from '../kit/pay-house';

let pay: PayHouse;
beforeAll(async () => {
  pay = await openPayHouse();
}, 120_000);
afterAll(() => pay?.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${pay.house.app.url}${path}`, { headers, redirect: 'manual' });
const post = (path: string, fields: Record<string, string>) =>
  fetch(`${pay.house.app.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

/** What the form of a page sends by itself. */
const hiddenIn = (html: string) => ({
  version: /name="version" value="(\d+)"/.exec(html)?.[1] ?? '',
  token: /name="token" value="(\w+)"/.exec(html)?.[1] ?? '',
});

describe('the payment page over HTTP', () => {
  it('is for nobody but who has the link: no copy, no index, no scripts, no frames', async () => {
    const { key } = await pay.clerk.book({ clientName: `"><script>alert('x')</script>Анна` });
    const answer = await get(`/pay/${key}`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;Анна');
    expect(html).not.toContain('<script');
    const headers = ['cache-control', 'x-robots-tag', 'referrer-policy', 'x-content-type-options'];
    expect(headers.map((name) => answer.headers.get(name))).toEqual([
      'no-store',
      'noindex, nofollow',
      'same-origin',
      'nosniff',
    ]);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
  });

  it('knows no other keys, in the language of who asks', async () => {
    for (const key of ['0'.repeat(40), 'x', '..%2f..%2fetc', `${'a'.repeat(40)}'`]) {
      const answer = await get(`/pay/${key}`, { 'accept-language': 'ru' });
      expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('Такой страницы нет')]);
    }
    expect(await (await get(`/pay/${'0'.repeat(40)}`, { 'accept-language': 'de' })).text()).toContain(
      'There is no such page',
    );
    expect((await post(`/pay/${'0'.repeat(40)}/pay`, {})).status).toBe(404);
  });

  it.each(['correct', 'pay', 'cancel'])('does nothing for a form that is not its own: %s', async (act) => {
    const booking = await pay.clerk.book();
    const other = await (await get(`/pay/${(await pay.clerk.book()).key}`)).text();
    const forms: Record<string, string>[] = [{}, { version: '1', token: 'f'.repeat(40) }, hiddenIn(other)];
    for (const form of forms) {
      const answer = await post(`/pay/${booking.key}/${act}`, { ...form, name: 'Злодей', provider: 'card' });
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('Страница устарела')]);
    }
    expect(await pay.clerk.now(booking)).toMatchObject({
      status: 'AWAITING_PAYMENT',
      version: 1,
      clientName: 'Иван Петров',
    });
    expect(await pay.clerk.payments(booking)).toEqual([]);
  });

  it('opens one payment however often it is pressed, at a provider that there is', async () => {
    const booking = await pay.clerk.book();
    const hidden = hiddenIn(await (await get(`/pay/${booking.key}`)).text());
    const press = (provider: string) => post(`/pay/${booking.key}/pay`, { ...hidden, provider });
    const pages = await Promise.all(
      (await Promise.all([press('card'), press('card'), press('card')])).map((one) => one.text()),
    );
    const ways = new Set(pages.map((html) => /url=(http[^"]+)"/.exec(html)?.[1]));
    expect([ways.size, [...ways][0]]).toEqual([1, expect.stringContaining('/try-pay/co_')]);
    expect(await pay.clerk.payments(booking)).toHaveLength(1);
    expect((await press('nobody')).status).toBe(503);
  });

  it('corrects nothing that is paid, cancelled or expired', async () => {
    const booking = await pay.clerk.book();
    const hidden = hiddenIn(await (await get(`/pay/${booking.key}`)).text());
    await pay.clerk.expire(booking);
    for (const act of ['correct', 'pay', 'cancel']) {
      const fields = {
        ...hidden,
        provider: 'card',
        name: 'Анна',
        phone: '',
        date: '2027-01-01',
        start: '10:00',
        end: '12:00',
      };
      expect((await post(`/pay/${booking.key}/${act}`, fields)).status).toBe(409);
    }
    expect(await pay.clerk.now(booking)).toMatchObject({ status: 'EXPIRED', clientName: 'Иван Петров' });
  });

  it('settles a booking that costs nothing without a provider', async () => {
    const booking = await pay.clerk.book();
    await pay.house.database.prisma.booking.update({ where: { id: booking.id }, data: { total: 0 } });
    const html = await (await get(`/pay/${booking.key}`)).text();
    expect(html).toContain('Подтвердить бронирование');
    expect((await post(`/pay/${booking.key}/pay`, hiddenIn(html))).status).toBe(303);
    expect((await pay.clerk.now(booking)).status).toBe('PAID');
  });

  it('takes no long bodies, and no more than people press', async () => {
    const booking = await pay.clerk.book();
    expect((await post(`/pay/${booking.key}/correct`, { name: 'x'.repeat(10_000) })).status).toBe(413);
    const statuses = new Set<number>();
    for (let n = 0; n < 21; n += 1) statuses.add((await post(`/pay/${booking.key}/pay`, {})).status);
    expect([...statuses]).toEqual([403, 429]);
    for (let n = 0; n < 21; n += 1) statuses.add((await get(`/pay/${String(n).padStart(40, '0')}`)).status);
    const guessed = await get(`/pay/${'1'.repeat(40)}`);
    expect([guessed.status, Number(guessed.headers.get('retry-after')) > 0]).toEqual([429, true]);
  });
});
