import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { deflateSync } from 'node:zlib';
import { bootstrapKey } from '../kit/house';
import {
  container,
  docx,
  encryptedOffice,
  encryptedPdf,
  inCharset,
  wordParts,
  workbookParts,
  xlsx,
} from '../kit/office-files';
import { openSpawnedHouse, type SpawnedHouse } from '../kit/spawned-house';
import { until } from '../kit/until';

jest.setTimeout(900_000);

const megabyte = 1_024 * 1_024;
// What is aimed at is 512: the peak of several runs was 493 to 532, as garbage that nobody has collected yet counts, too. A bomb that was
// unpacked, or an upload that was kept, would be far beyond this.
const mostMegabytes = 640;
const authorization = `Bearer ${bootstrapKey}`;
// A loaded machine reads slowly, and each file has its turn.
const patience = 600_000;

let house: SpawnedHouse;
let highest = 0;
let scales: NodeJS.Timeout;

beforeAll(async () => {
  house = await openSpawnedHouse();
  // The kernel keeps the highest mark itself; asking often is only for whoever reads a failing test.
  scales = setInterval(() => void weigh(), 200);
}, 300_000);

afterAll(async () => {
  clearInterval(scales);
  await house.close();
});

function weigh(): number {
  const status = readFileSync(`/proc/${house.product.pid}/status`, 'utf8');
  highest = Math.max(highest, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_024);
  return highest;
}

async function upload(name: string, content: Uint8Array | string): Promise<{ status: number; body: any }> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(Buffer.from(content as Uint8Array))]), name);
  const headers = { authorization };
  const response = await fetch(`${house.product.url}/knowledge/helpdesk`, { method: 'POST', body: form, headers });
  return { status: response.status, body: await response.json() };
}

async function ask(query: string, variables: object = {}): Promise<any> {
  const headers = { authorization, 'content-type': 'application/json', 'accept-language': 'en' };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${house.product.url}/graphql`, { method: 'POST', body, headers });
  return ((await response.json()) as any).data;
}

async function outcomeOf(id: string): Promise<{ status: string; fault: string | null }> {
  let node: any;
  await until(
    `${id} is read`,
    async () => {
      const query = 'query ($id: ID!) { node(id: $id) { ... on KnowledgeDocument { status fault } } }';
      ({ node } = await ask(query, { id }));
      return node.status === 'READY' || node.status === 'FAILED';
    },
    patience,
  );
  return { status: node.status, fault: node.fault };
}

/** Sends megabytes, and says how many beforehand or not; answers the status and what was refused. */
function streamed(megabytes: number, announced: boolean): Promise<{ status: number | undefined; reason: string }> {
  const boundary = 'x-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`;
  const end = `\r\n--${boundary}--\r\n`;
  const length = { 'content-length': String(head.length + megabytes * megabyte + end.length) };
  return new Promise((resolve, reject) => {
    const sending = httpRequest(
      `${house.product.url}/knowledge/helpdesk`,
      {
        method: 'POST',
        headers: {
          authorization,
          'content-type': `multipart/form-data; boundary=${boundary}`,
          ...(announced && length),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const { errors } = JSON.parse(Buffer.concat(parts).toString());
          resolve({ status: response.statusCode, reason: errors[0].extensions.reason });
          sending.destroy();
        });
      },
    );
    sending.on('error', reject);
    sending.write(head);
    const piece = Buffer.alloc(megabyte, 97);
    let left = megabytes;
    const send = () => {
      if (sending.destroyed) return;
      if (left-- > 0) sending.write(piece, send);
      else sending.end(end);
    };
    send();
  });
}

it('survives whatever it is sent within its memory, and says of each file what is wrong with it', async () => {
  const { pid } = house.product;
  for (const announced of [true, false]) {
    expect(await streamed(500, announced)).toEqual({ status: 413, reason: 'too_large' });
  }
  const zeros = Buffer.alloc(60 * megabyte, 32);
  const files: Record<string, readonly [Uint8Array | string, RegExp | 'READY']> = {
    'bomb.docx': [await container(wordParts([], { 'word/document.xml': zeros })), /unpacks to too much/],
    'bomb.xlsx': [await container(workbookParts({ A: [] }, { 'xl/sharedStrings.xml': zeros })), /unpacks to too much/],
    'bomb.pdf': [pdfBomb(), /complicated|too long/],
    'bomb.html': [`<!doctype html>${'<p>hello <b>x</b></p>'.repeat(900_000)}`, /complicated|too long/],
    'locked.pdf': [encryptedPdf(), /password/],
    'damaged.docx': [(await docx('text')).subarray(0, 700), /damaged/],
    'large.txt': [Buffer.alloc(19 * megabyte, 'слово '), /too long/],
    'page.html': ['<html><script>alert(1)</script><p>Лифт чинят по вторникам.</p></html>', 'READY'],
    '../../windows.txt': [inCharset('Бассейн открыт с семи утра.', 'windows-1251'), 'READY'],
    'really-a-page.pdf': ['<html><body>The gym is in the basement.</body></html>', 'READY'],
    'macros.docm': [
      await container(wordParts(['The roof is closed in winter.'], { 'word/vbaProject.bin': 'x' })),
      'READY',
    ],
    'faq.xlsx': [
      await xlsx({
        FAQ: [
          ['Вопрос', 'Ответ'],
          ['Где взять ключ от подвала?', 'Ключ у вахтёра.'],
        ],
      }),
      'READY',
    ],
  };
  const sent: [string, string][] = [];
  for (const [name, [content]] of Object.entries(files)) {
    const { status, body } = await upload(name, content);
    expect([name, status, body.errors]).toEqual([name, 202, undefined]);
    sent.push([name, body.document.id]);
  }
  expect((await upload('locked.docx', encryptedOffice())).body.errors[0].message).toContain('password');
  expect((await upload('a.svg', '<svg onload="alert(1)"/>')).status).toBe(415);
  expect((await upload('empty.md', '')).body.errors[0].extensions.reason).toBe('empty');

  for (const [name, id] of sent) {
    const [, expected] = files[name] ?? [];
    const { status, fault } = await outcomeOf(id);
    if (expected === 'READY') expect([name, status, fault]).toEqual([name, 'READY', null]);
    else expect([name, status, fault]).toEqual([name, 'FAILED', expect.stringMatching(expected ?? /never/)]);
  }
  const { bots } = await ask('{ bots { id slug } }');
  const find = 'query ($bot: ID!, $query: String!) { searchKnowledge(bot: $bot, query: $query, first: 1) { passage } }';
  const [helpdesk] = bots;
  const best = async (query: string) => (await ask(find, { bot: helpdesk.id, query })).searchKnowledge[0]?.passage;
  expect(await best('где ключ от подвала')).toBe('Ключ у вахтёра.');
  expect(await best('когда чинят лифт')).toBe('Лифт чинят по вторникам.');
  expect(await best('is the roof closed in winter')).toBe('The roof is closed in winter.');
  expect([house.product.alive, house.product.pid]).toEqual([true, pid]);
  expect(weigh()).toBeLessThan(mostMegabytes);
});

function pdfBomb(): Buffer {
  const bomb = deflateSync(Buffer.alloc(400 * megabyte, 32), { level: 1 });
  return Buffer.concat([
    Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj
4 0 obj<</Length ${bomb.length}/Filter/FlateDecode>>stream\n`),
    bomb,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF'),
  ]);
}
