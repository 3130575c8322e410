// npm run answers -- <bot> [--failed] [--index <id>] [--prompt <id>] [--url <address> --key <API key>]
// Asks all tests of a bot and prints what came of them. Without --url it asks what lies in the folder of the bots, in a product of
// its own that nobody else sees: on an empty embedded database, with the model that the environment names, or the stand-in.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    failed: { type: 'boolean', default: false },
    index: { type: 'string' },
    prompt: { type: 'string' },
    url: { type: 'string' },
    key: { type: 'string' },
  },
});
const [slug] = positionals;
if (!slug || (values.url && !values.key)) {
  console.error(
    'Usage: npm run answers -- <bot> [--failed] [--index <id>] [--prompt <id>] [--url <address> --key <key>]',
  );
  process.exit(64);
}

/** A product of our own: it shares nothing with one that runs. */
async function openProduct() {
  const require = createRequire(import.meta.url);
  const { startApp } = require('../dist/app.js');
  const { readConfig } = require('../dist/config.js');
  const { openLog } = require('../dist/infra/log.js');
  const folder = mkdtempSync(path.join(tmpdir(), 'besedka-answers-'));
  const key = `bsk_${randomBytes(16).toString('hex')}`;
  const kept = Object.entries(process.env).filter(([name]) => /^(OPENAI_|BOTS_DIR$)/.test(name));
  const own = { PORT: '0', DATA_DIR: folder, BOOTSTRAP_API_KEY: key, ADMIN_PASSWORD: key, LOG_LEVEL: 'error' };
  const app = await startApp(readConfig({ ...Object.fromEntries(kept), ...own }), openLog('error'));
  const close = async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: app.url, key, close };
}

async function ask({ url, key }, query, variables = {}) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'accept-language': 'en' };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}

const runQuery = `query ($id: ID!) { testRun(id: $id) { status total done passed error
  results { passed kind answer missing cited ms found { title score } test { key language question documents facts } }
  comparedTo { better worse } } }`;

async function runTests(product) {
  const bot = (await ask(product, '{ bots { id slug } }')).bots.find((one) => one.slug === slug);
  if (!bot) throw new Error(`There is no bot called ${slug}.`);
  const input = { botId: bot.id, indexId: values.index, promptId: values.prompt };
  const start = 'mutation ($input: RunAnswerTestsInput!) { runAnswerTests(input: $input) { run { id } } }';
  const { id } = (await ask(product, start, { input })).runAnswerTests.run;
  for (;;) {
    const { testRun } = await ask(product, runQuery, { id });
    if (!['QUEUED', 'RUNNING'].includes(testRun.status)) return testRun;
    await pause(300);
  }
}

const cut = (text, length) => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return (line.length > length ? `${line.slice(0, length - 1)}…` : line).padEnd(length);
};
const firstFound = ({ found, test }) => {
  const place = found.findIndex(({ title }) => test.documents.includes(title)) + 1;
  return test.documents.length === 0 ? '–' : place === 0 ? 'no' : String(place);
};

function print(run) {
  console.log(`${cut('test', 34)} lang  ok   found  ${cut('did', 10)} ${cut('cites', 34)} missing`);
  for (const result of run.results.filter(({ passed }) => !values.failed || !passed)) {
    const { test, passed, kind, cited, missing } = result;
    const lacks = missing.map((ways) => ways.join(' / ')).join('; ');
    const line = `${cut(test.key, 34)} ${test.language}    ${passed ? 'yes' : 'NO '}  ${firstFound(result).padEnd(5)}  ${cut(kind, 10)} ${cut(cited.join(', '), 34)} ${lacks}`;
    console.log(line.trimEnd());
  }
  const named = run.results.filter(({ test }) => test.documents.length > 0);
  const first = named.filter((result) => firstFound(result) === '1').length;
  const times = run.results.map(({ ms }) => ms).toSorted((a, b) => a - b);
  console.log(
    `\n${run.passed} of ${run.total} right · the right document first: ${first} of ${named.length} · median ${times[times.length >> 1] ?? 0} ms`,
  );
  const { better = [], worse = [] } = run.comparedTo ?? {};
  if (better.length + worse.length > 0)
    console.log(`Since the run before: ${better.length} better, ${worse.length} worse`);
  if (run.error) console.log(run.error);
}

const product = values.url
  ? { url: values.url.replace(/\/+$/, ''), key: values.key, close: () => undefined }
  : await openProduct();
try {
  const run = await runTests(product);
  print(run);
  process.exitCode = run.status === 'DONE' && run.passed === run.total ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await product.close();
}
