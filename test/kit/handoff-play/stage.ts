import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import type { Incoming } from '../../../src/dialogues/dialogues';
import { buildDomain, type Domain, type Ground } from '../../../src/domain';
import { openInProcessBus } from '../../../src/infra/bus';
import { openInProcessCache } from '../../../src/infra/cache';
import { Closers } from '../../../src/infra/closers';
import { type Database, openDatabase } from '../../../src/infra/database';
import { openLocales } from '../../../src/infra/locales';
import { openLog } from '../../../src/infra/log';
import { Sealing } from '../../../src/infra/sealing';
import { openOpenAiTuner } from '../../../src/language-model/openai-tuner';
import type { OperatorViewer } from '../../../src/people/viewer';
import { noTranslator } from '../../../src/translation/translator';
import { freshDatabase } from '../fresh-database';
import { type Actor, dialogueCount, type OperatorName, type UserCommand } from './commands';

/** An operator with what they may do and hold. */
export interface StageOperator extends OperatorViewer {
  readonly name: OperatorName;
  readonly languages: readonly string[];
  readonly capacity: number;
}

/** One process of those that share the database: its domain over connections that bear its name. */
export interface Process {
  readonly domain: Domain;
  readonly ground: Ground;
}

type Said = Pick<UserCommand, 'dialogue' | 'text' | 'number'>;

/** Where a play takes place. */
export interface Stage {
  /** Whoever looks on from here leaves no trace in the diary. */
  readonly database: Database;
  readonly processes: Readonly<Record<Actor, Process>>;
  readonly operators: Readonly<Record<OperatorName, StageOperator>>;
  readonly dialogueIds: readonly string[];
  /** What the user of a dialogue writes, as a channel brings it. */
  incoming(said: Said): Incoming;
  close(): Promise<void>;
}

const root = path.join(__dirname, '../../..');
// Operators have one connection each: a transaction that asks for a second one never gets it.
const connections: Record<Actor, number> = { Maria: 1, Oleg: 1, Vera: 1, user: 4, bot: 3, clock: 4 };
const cast: Record<OperatorName, Pick<StageOperator, 'role' | 'languages' | 'capacity'>> = {
  Maria: { role: 'OPERATOR', languages: ['ru', 'en'], capacity: 1 },
  Oleg: { role: 'OPERATOR', languages: ['ru', 'en'], capacity: 2 },
  Vera: { role: 'SUPERVISOR', languages: ['en'], capacity: 2 },
};
const handoffSettings = { manual: {}, automatic: { assignment: 'automatic' } } as const;

/** Opens a process for each of those who act, two bots, three operators, and the dialogues of eight users. */
export async function openStage(): Promise<Stage> {
  const log = openLog('fatal');
  const closers = new Closers(log);
  const fresh = closers.add('database', await freshDatabase(), (one) => one.drop());
  const { database } = fresh;
  const folder = closers.add('bots', botsFolder(), (one) => rmSync(one, { recursive: true, force: true }));
  const bus = closers.add('bus', openInProcessBus({ log }), (one) => one.close());
  const locales = await openLocales(path.join(root, 'locales'));
  const sealing = new Sealing('a secret of tests');
  const tuner = openOpenAiTuner({ apiKey: null, baseUrl: 'http://127.0.0.1:9/v1', baseModel: 'none' });
  const models = { translator: noTranslator, embedder: null, tuner };
  const secrets = {
    publicUrl: 'http://127.0.0.1:9',
    derivedSecret: (purpose: string) => `a secret of tests for ${purpose}`,
  };
  const shared = { bus, log, locales, sealing, cache: openInProcessCache(), ...secrets, ...models };
  const open = async (name: Actor): Promise<Process> => {
    const url = new URL(fresh.url);
    url.searchParams.set('application_name', name);
    const opened = await openDatabase({ url: url.href, poolSize: connections[name], log });
    const ground = { ...shared, database: closers.add(name, opened, (one) => one.close()) };
    const domain = buildDomain(ground);
    await domain.bots.load(folder);
    return { domain, ground };
  };
  const processes = {
    Maria: await open('Maria'),
    Oleg: await open('Oleg'),
    Vera: await open('Vera'),
    user: await open('user'),
    bot: await open('bot'),
    clock: await open('clock'),
  };
  const operators = { Maria: operatorOf('Maria'), Oleg: operatorOf('Oleg'), Vera: operatorOf('Vera') };
  for (const { id, name, role, languages, capacity } of Object.values(operators)) {
    await database.prisma.operator.create({ data: { id, name, role, languages: [...languages], capacity } });
  }
  const bots = processes.user.domain.bots.all();
  const botOf = (dialogue: number) =>
    bots.find(({ slug }) => slug === (dialogue < dialogueCount / 2 ? 'manual' : 'automatic'))!.id;
  const incoming: Stage['incoming'] = (said) => incomingTo(botOf(said.dialogue), said);
  const dialogueIds: string[] = [];
  for (let dialogue = 0; dialogue < dialogueCount; dialogue++) {
    const first = incoming({ dialogue, text: '/start', number: 0 });
    dialogueIds.push((await processes.user.domain.dialogues.receive(first)).dialogueId);
  }
  return { database, processes, operators, dialogueIds, incoming, close: () => closers.close() };
}

/** A message of the user of a dialogue, as a channel brings it. */
function incomingTo(botId: string, { dialogue, text, number }: Said): Incoming {
  const user = {
    channel: 'TELEGRAM',
    realm: 'telegram',
    externalId: `${100 + dialogue}`,
    username: null,
    displayName: `User ${dialogue}`,
    telegramLanguage: dialogue % 2 === 0 ? 'ru' : 'en',
  } as const;
  return { botId, user, source: `telegram:${number}`, text, attachments: [] };
}

function operatorOf(name: OperatorName): StageOperator {
  return { kind: 'operator', id: `operator_${name.toLowerCase()}`, name, ...cast[name] };
}

function botsFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'besedka-play-'));
  const settings = parse(readFileSync(path.join(root, 'bots/helpdesk/bot.yaml'), 'utf8')) as object;
  for (const [slug, handoff] of Object.entries(handoffSettings)) {
    cpSync(path.join(root, 'bots/helpdesk/locales'), path.join(folder, slug, 'locales'), { recursive: true });
    writeFileSync(path.join(folder, slug, 'bot.yaml'), stringify({ ...settings, slug, handoff }));
  }
  return folder;
}
