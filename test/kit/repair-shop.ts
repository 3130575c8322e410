import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A change that somebody asked the shop for. */
export interface AskedVisit {
  readonly key: string;
  readonly day: string;
  readonly time: string;
}

/** Somebody else's service that a bot calls: free times of a repair shop, and visits. */
export interface RepairShop {
  /** The section `tools` of bot.yaml. */
  readonly tools: object;
  /** For TRUSTED_HOSTS. */
  readonly host: string;
  /** Every request for a visit, repeats among them. */
  readonly asked: AskedVisit[];
  /** The visits that came of them. */
  visits(): AskedVisit[];
  /** What it says of itself from now on, in the place of free times. */
  note: string;
  close(): Promise<void>;
}

const day = { type: 'string', description: 'YYYY-MM-DD' };
const time = { type: 'string', description: 'HH:MM' };

/** Opens the shop on loopback. */
export async function openRepairShop(): Promise<RepairShop> {
  const asked: AskedVisit[] = [];
  const shop = { note: '' };
  const server = createServer((request, response) => {
    const reply = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const url = new URL(request.url ?? '/', 'http://shop');
    if (request.method === 'GET') {
      if (shop.note !== '') return reply(200, { note: shop.note });
      return reply(200, { day: url.searchParams.get('day'), free: ['10:30', '16:45'], price: '2 350 ₽' });
    }
    void bodyOf(request).then((body) => {
      const visit = {
        ...(JSON.parse(body) as { day: string; time: string }),
        key: String(request.headers['idempotency-key']),
      };
      asked.push(visit);
      if (visit.time === '13:00') return reply(409, { reason: '13:00 taken' });
      reply(201, { number: 'R-7781', day: visit.day, time: visit.time });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parameters = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });
  const tools = {
    http: [
      {
        name: 'free_times',
        description: {
          ru: 'Свободное время мастерской на день и цена',
          en: 'Free times of the shop on a day, and the price',
        },
        url: `http://${host}/times?day={day}`,
        parameters: parameters({ day }),
      },
      {
        name: 'book_visit',
        title: { ru: 'Визит в мастерскую', en: 'A visit to the shop' },
        description: { ru: 'Записывает на ремонт', en: 'Books a visit' },
        url: `http://${host}/visits`,
        method: 'POST',
        parameters: parameters({ day, time }),
        labels: { day: { ru: 'День', en: 'Day' }, time: { ru: 'Время', en: 'Time' } },
        says: { ru: 'Визит {number} записан: {day}, {time}.', en: 'Visit {number} is set: {day}, {time}.' },
      },
    ],
  };
  return {
    tools,
    host,
    asked,
    visits: () => [...new Map(asked.filter((one) => one.time !== '13:00').map((one) => [one.key, one])).values()],
    get note() {
      return shop.note;
    },
    set note(note: string) {
      shop.note = note;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
