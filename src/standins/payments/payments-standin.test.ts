import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../../../test/kit/until';
import { openLog } from '../../infra/log';
import { sign, signatureFault } from '../../infra/signatures';
import { type PaymentsStandin, startPaymentsStandin } from './payments-standin';

const secret = 'a secret of the tests';
const log = openLog('fatal');
const folder = mkdtempSync(path.join(tmpdir(), 'besedka-payments-'));
const stateFile = path.join(folder, 'payments.json');

/** A merchant who hears callbacks, and says no as often as it is told to. */
class Merchant {
  readonly heard: { body: string; good: boolean }[] = [];
  refuses = 0;
  private readonly server = createServer((request, response) => {
    void this.hear(request).then((status) => response.writeHead(status).end());
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/callback`;
  }

  close(): void {
    this.server.close();
  }

  private async hear(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const signature = String(request.headers['payment-signature']);
    this.heard.push({ body, good: signatureFault(signature, { secret, body }) === null });
    this.refuses -= 1;
    return this.refuses >= 0 ? 503 : 200;
  }
}

let merchant: Merchant;
let callbackUrl: string;
let service: PaymentsStandin;
const open = () => startPaymentsStandin({ log, secret, stateFile, retryUnitMs: 5 });

beforeEach(async () => {
  merchant = new Merchant();
  callbackUrl = await merchant.open();
  service = await open();
});
afterEach(async () => {
  await service.close();
  merchant.close();
  rmSync(stateFile, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const order = (reference: string) => ({
  reference,
  amount: 500_000,
  currency: 'RUB',
  description: 'Hall',
  language: 'en',
  return_url: 'http://127.0.0.1/back',
  callback_url: callbackUrl,
  expires_at: '2100-01-01T00:00:00Z',
});

const ask = async (method: string, route: string, content?: object, by = secret) => {
  const body = content ? JSON.stringify(content) : '';
  const headers = { 'payment-signature': sign({ secret: by, body: `${method} ${route}\n${body}` }) };
  const answer = await fetch(service.apiRoot + route, { method, headers, ...(content ? { body } : {}) });
  const said = (await answer.json()) as Record<string, any>;
  return { code: answer.status, ...said } as Record<string, any>;
};

describe('the stand-in of a payment service', () => {
  it('opens one checkout for a reference, takes the money once, and tells it, signed, until it is heard', async () => {
    merchant.refuses = 3;
    const checkout = await ask('POST', '/v1/checkouts', order('one'));
    expect(checkout).toMatchObject({ code: 200, status: 'open', reference: 'one', amount: 500_000, charge: null });
    expect((await ask('POST', '/v1/checkouts', order('one')))['id']).toBe(checkout['id']);
    const page = () => fetch(checkout['url']).then((answer) => answer.text());
    expect(await page()).toContain('RUB\u00a05,000.00');
    await Promise.all([1, 2, 3].map(() => fetch(`${checkout['url']}/pay`, { method: 'POST' })));
    expect(await page()).toContain('Paid');
    await until('the merchant has taken the callback', () => merchant.heard.length === 4);
    expect(new Set(merchant.heard.map(({ body }) => body)).size).toBe(1);
    expect(merchant.heard.every(({ good }) => good)).toBe(true);
    const paid = await ask('GET', `/v1/checkouts/${checkout['id']}`);
    expect(JSON.parse(merchant.heard[0]?.body ?? '')).toMatchObject({
      type: 'charge.succeeded',
      charge: paid['charge'],
    });
  });

  it('gives back once for a reference, and never more than was taken', async () => {
    const checkout = await ask('POST', '/v1/checkouts', order('two'));
    service.pay(checkout['id']);
    const charge = service.find(checkout['id'])?.charge;
    const refund = { reference: 'two', charge, amount: 500_000, currency: 'RUB' };
    expect((await ask('POST', '/v1/refunds', { ...refund, amount: 500_001 })).code).toBe(422);
    const given = await ask('POST', '/v1/refunds', refund);
    expect((await ask('POST', '/v1/refunds', refund))['id']).toBe(given['id']);
    expect((await ask('POST', '/v1/refunds', { ...refund, reference: 'again' })).code).toBe(422);
    expect(service.book.refunds.size).toBe(1);
  });

  it('lets nobody pay what was closed or is over, and keeps what was paid', async () => {
    const closed = await ask('POST', '/v1/checkouts', order('three'));
    expect(await ask('POST', `/v1/checkouts/${closed['id']}/close`, {})).toMatchObject({ status: 'closed' });
    service.pay(closed['id']);
    expect(service.find(closed['id'])?.charge).toBeNull();
    const past = await ask('POST', '/v1/checkouts', { ...order('four'), expires_at: '2020-01-01T00:00:00Z' });
    service.pay(past['id']);
    expect(service.find(past['id'])?.charge).toBeNull();
    const paid = await ask('POST', '/v1/checkouts', order('five'));
    service.pay(paid['id']);
    expect(await ask('POST', `/v1/checkouts/${paid['id']}/close`, {})).toMatchObject({ status: 'paid' });
  });

  it('answers only those who sign', async () => {
    expect((await ask('POST', '/v1/checkouts', order('six'), 'another secret')).code).toBe(401);
    expect((await fetch(`${service.apiRoot}/v1/checkouts/x`)).status).toBe(401);
    expect(service.book.checkouts.size).toBe(0);
  });

  it('knows after a kill what it has taken, and tells what was not heard', async () => {
    const checkout = await ask('POST', '/v1/checkouts', order('seven'));
    service.callbacks.hold(true);
    service.pay(checkout['id']);
    await service.close();
    expect(merchant.heard).toEqual([]);
    service = await open();
    await until('the merchant has heard it', () => merchant.heard.length === 1);
    expect(service.find(checkout['id'])?.status).toBe('paid');
  });
});
