import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootstrapKey, type House, openHouse } from '../kit/house';
import { encryptedPdf, xlsx } from '../kit/office-files';

jest.setTimeout(300_000);

let house: House;
let folder: string;

beforeAll(async () => {
  house = await openHouse();
  folder = await mkdtemp(path.join(tmpdir(), 'besedka-command-'));
}, 180_000);

afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command as its owner would, and answers what it said. */
function run(...args: string[]): Promise<{ code: number; said: string }> {
  const program = path.join(__dirname, '../../tools/knowledge.mjs');
  const environment = { PATH: process.env['PATH'], BESEDKA_URL: house.app.url, BESEDKA_API_KEY: bootstrapKey };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env: environment }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

it('gives a bot files and addresses to know, and says what became of each', async () => {
  const [faq, locked] = [path.join(folder, 'faq.xlsx'), path.join(folder, 'locked.pdf')];
  await writeFile(
    faq,
    await xlsx({
      FAQ: [
        ['Question', 'Answer'],
        ['Where is the sauna?', 'On the ninth floor.'],
      ],
    }),
  );
  await writeFile(locked, encryptedPdf());
  const good = await run('add', 'helpdesk', faq, '--title', 'Questions of guests', '--language', 'en');
  expect(good).toEqual({ code: 0, said: `${faq}: «Questions of guests», passages: 1\n` });
  const bad = await run('add', 'helpdesk', locked, path.join(folder, 'absent.md'), 'http://127.0.0.1/');
  expect(bad.code).toBe(1);
  expect(bad.said.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(/locked\.pdf: .*password/),
    expect.stringMatching(/absent\.md: .*ENOENT/),
    expect.stringMatching(/127\.0\.0\.1\/: .*public pages/),
  ]);
  const { bots } = await house.api.call('{ bots { id slug } }');
  const search =
    'query ($bot: ID!) { searchKnowledge(bot: $bot, query: "where is the sauna", first: 1) { passage document { title source } } }';
  const { searchKnowledge } = await house.api.call(search, {
    bot: bots.find((bot: any) => bot.slug === 'helpdesk').id,
  });
  expect(searchKnowledge).toEqual([
    { passage: 'On the ninth floor.', document: { title: 'Questions of guests', source: 'upload:faq.xlsx' } },
  ]);
});

it('says how it is used', async () => {
  expect(await run('add')).toMatchObject({ code: 2, said: expect.stringContaining('npm run knowledge -- add <bot>') });
});
