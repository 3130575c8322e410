/**
 * How many updates the webhook takes a second, beside an empty fastify handler and beside grammY's webhookCallback on
 * express with one Prisma insert. Run: npx node -r ./test/kit/typescript-hook.cjs bench/intake.ts [seconds] [rounds]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/infra/embedded-postgres';
import { freePort } from '../src/infra/free-port';
import { openLog } from '../src/infra/log';
import { migrate } from '../src/infra/migrations';
import { secret, type Variant, variants, webhookPath } from './intake-server';

const seconds = Number(process.argv[2] ?? 8);
const rounds = Number(process.argv[3] ?? 3);
const connections = 64;
const chats = 5_000;
const serverCore = '0';
const loadCore = '1';

interface LoadResult {
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
  readonly duration: number;
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
}

// The package has no types.
const autocannon: (options: object) => Promise<LoadResult> = require('autocannon');

interface Run {
  readonly variant: Variant;
  readonly perSecond: number;
  /** Microseconds of processor time that the server took for one update. */
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Measured {
  readonly runs: readonly Run[];
  readonly steady: LoadResult;
  readonly calmEmpty: LoadResult;
}

let nextUpdateId = 1;

/** A message update of about 1 kB, from one of many chats. */
function nextUpdate(): string {
  const updateId = nextUpdateId++;
  const id = 1_000_000 + (updateId % chats);
  const person = {
    id,
    is_bot: false,
    first_name: 'Иван',
    last_name: 'Петров',
    username: `ivan${id}`,
    language_code: 'ru',
  };
  const chat = { id, type: 'private', first_name: 'Иван', last_name: 'Петров', username: `ivan${id}` };
  const text = 'Здравствуйте! Подскажите, пожалуйста, когда привезут мой заказ? '.repeat(6).trim();
  const message = { message_id: updateId, date: 1_795_000_000, from: person, chat, text };
  return JSON.stringify({ update_id: updateId, message });
}

async function load(port: number, overallRate?: number, duration = seconds): Promise<LoadResult> {
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
  const setupRequest = (request: object) => ({ ...request, body: nextUpdate() });
  return autocannon({
    url: `http://127.0.0.1:${port}${webhookPath}`,
    connections,
    duration,
    ...(overallRate ? { overallRate } : {}),
    requests: [{ method: 'POST', headers, setupRequest }],
  });
}

const hasTaskset = (() => {
  try {
    execFileSync('taskset', ['-p', '-a', '-c', loadCore, String(process.pid)]);
    return os.cpus().length > 1;
  } catch (error) {
    console.warn(`not pinned to cores: ${(error as Error).message}`);
    return false;
  }
})();

async function startServer(variant: Variant, databaseUrl: string): Promise<RunningServer> {
  const port = await freePort();
  const hook = path.join(__dirname, '../test/kit/typescript-hook.cjs');
  const program = [
    process.execPath,
    '-r',
    hook,
    path.join(__dirname, 'intake-server.ts'),
    variant,
    databaseUrl,
    `${port}`,
  ];
  const [command = '', ...args] = hasTaskset ? ['taskset', '-c', serverCore, ...program] : program;
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  await once(child.stdout, 'data');
  return { port, child };
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

interface RunningServer {
  readonly port: number;
  readonly child: ChildProcess;
}

type Servers = ReadonlyMap<Variant, RunningServer>;

async function measureAll(servers: Servers, database: Client): Promise<Measured> {
  const runs: Run[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const [variant, server] of servers) {
      const run = await measure(variant, server, { database, duration: round === 0 ? 3 : seconds });
      if (round === 0) continue; // warming up
      runs.push(run);
      console.log(
        `round ${round}: ${variant} ${Math.round(run.perSecond)}/s, p99 ${run.p99} ms, ${Math.round(run.cpu)} µs`,
      );
    }
  }
  return { runs, steady: await calm(servers, 'besedka'), calmEmpty: await calm(servers, 'empty') };
}

/** A load that leaves the machine idle most of the time: what one user waits for. */
function calm(servers: Servers, variant: Variant): Promise<LoadResult> {
  return load(servers.get(variant)?.port ?? 0, 200);
}

async function measure(
  variant: Variant,
  { port, child }: RunningServer,
  { database, duration }: { database: Client; duration: number },
): Promise<Run> {
  await database.query('truncate inbox, lane_leases');
  const before = cpuMicroseconds(child);
  const result = await load(port, undefined, duration);
  const { non2xx, errors, latency } = result;
  if (non2xx + errors > 0) throw new Error(`${variant}: ${non2xx} refused, ${errors} failed`);
  await checkStored(variant, result, database);
  const cpu = (cpuMicroseconds(child) - before) / result['2xx'];
  return {
    variant,
    perSecond: result['2xx'] / result.duration,
    cpu,
    p50: latency.p50,
    p99: latency.p99,
    max: latency.max,
  };
}

/** What the process has used of a processor so far; the share that others take of the machine does not change it. */
function cpuMicroseconds(child: ChildProcess): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return ticks * 10_000;
}

/** Whoever answered 200 must have stored; requests that were cut off at the end may be stored, too. */
async function checkStored(variant: Variant, result: LoadResult, database: Client): Promise<void> {
  if (variant === 'empty') return;
  const { rows } = await database.query('select count(*)::int as stored from inbox');
  const { stored } = rows[0] as { stored: number };
  if (stored < result['2xx']) throw new Error(`${variant}: ${result['2xx']} taken, ${stored} stored`);
}

function report({ runs, steady, calmEmpty }: Measured, postgres: string): string {
  const of = (variant: Variant, what: keyof Omit<Run, 'variant'>) =>
    median(runs.filter((run) => run.variant === variant).map((run) => run[what]));
  const names: Record<Variant, string> = {
    besedka: 'our webhook: checked, stored with its wake-up, 200',
    empty: '(a) an empty fastify handler',
    grammy: '(b) grammY webhookCallback on express, one Prisma insert',
  };
  const rate = (variant: Variant) => of(variant, 'perSecond');
  const rows = variants.map(
    (variant) =>
      `| ${names[variant]} | ${Math.round(rate(variant))} | ${Math.round(of(variant, 'cpu'))} | ${of(variant, 'p50')} | ${of(variant, 'p99')} | ${of(variant, 'max')} |`,
  );
  const every = variants.map((variant) => {
    const rates = runs.filter((run) => run.variant === variant).map((run) => Math.round(run.perSecond));
    return `${variant} ${rates.join(', ')}`;
  });
  const ratio = (to: Variant) => (rate('besedka') / rate(to)).toFixed(2);
  const cheaper = (than: Variant) => (of(than, 'cpu') / of('besedka', 'cpu')).toFixed(2);
  return `# Intake: updates that the webhook takes

${new Date().toISOString().slice(0, 10)} · ${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}) · Node ${process.version} · PostgreSQL ${postgres}, embedded, durable
· ${connections} connections, distinct updates of ${Buffer.byteLength(nextUpdate())} bytes from ${chats} chats, ${rounds} rounds of ${seconds} s, interleaved, medians
· ${hasTaskset ? `server on core ${serverCore}, load and PostgreSQL on core ${loadCore}` : 'not pinned to cores'} · load average at the end ${os.loadavg()[0]?.toFixed(1)}

| | updates/s | server's CPU µs per update | p50 ms | p99 ms | max ms |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

Ours is **${ratio('empty')} × (a)** (goal ≥ 0.4) and **${ratio('grammy')} × (b)** (goal ≥ 4). By CPU time alone, which neighbours on the machine do not
change, ours is ${cheaper('empty')} × (a) and ${cheaper('grammy')} × (b). Rounds: ${every.join(' · ')}.
At 200 updates a second: p50 ${steady.latency.p50} ms, p99 ${steady.latency.p99} ms, max ${steady.latency.max} ms (goal: p99 ≤ 50 ms);
the empty handler beside it: p50 ${calmEmpty.latency.p50} ms, p99 ${calmEmpty.latency.p99} ms.
Each update that was answered 200 was found in the inbox afterwards.

Again: \`npx node -r ./test/kit/typescript-hook.cjs bench/intake.ts\`
`;
}

async function main(): Promise<void> {
  const log = openLog('warn');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'besedka-bench-'));
  const postgres = await startEmbeddedPostgres({ folder, log });
  await migrate({ url: postgres.url, folder: path.join(__dirname, '../prisma'), log });
  const database = new Client({ connectionString: postgres.url });
  await database.connect();
  const servers = new Map<Variant, RunningServer>();
  try {
    for (const variant of variants) servers.set(variant, await startServer(variant, postgres.url));
    const { rows } = await database.query('show server_version');
    const text = report(await measureAll(servers, database), (rows[0] as { server_version: string }).server_version);
    writeFileSync(path.join(__dirname, 'results/intake.md'), text);
    console.log(text);
  } finally {
    for (const { child } of servers.values()) child.kill();
    await database.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
