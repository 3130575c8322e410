import path from 'node:path';
import { buildDomain, type Domain } from '../../src/domain';
import { registerGraphql } from '../../src/graphql/graphql';
import { type Bus, openInProcessBus } from '../../src/infra/bus';
import { openInProcessCache } from '../../src/infra/cache';
import { Closers } from '../../src/infra/closers';
import type { Database } from '../../src/infra/database';
import { freePort } from '../../src/infra/free-port';
import { openHttpServer } from '../../src/infra/http-server';
import { openLocales } from '../../src/infra/locales';
import { type Log, openLog } from '../../src/infra/log';
import type { FetchPolicy } from '../../src/infra/safe-fetch';
import { Sealing } from '../../src/infra/sealing';
import { openOpenAiTuner } from '../../src/language-model/openai-tuner';
import { noTranslator, type Translator } from '../../src/translation/translator';
import { botsFolderWith } from './bots-folder';
import { type FreshDatabase, freshDatabase } from './fresh-database';

/** The API over a database of its own, without workers: nothing answers but those who call it. */
export interface GraphqlApp {
  readonly url: string;
  readonly origin: string;
  readonly domain: Domain;
  readonly database: Database;
  readonly bus: Bus;
  /** A key with all scopes and no rate limit. */
  readonly key: string;
  readonly botId: string;
  /** Posts to /graphql; `headers` replace those of the bootstrap key. */
  post(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** How the API of a test differs from the usual one. */
export interface GraphqlAppOptions {
  readonly log?: Log;
  readonly publicUrl?: string;
  /** Where webhooks and tools may reach; public hosts when not given. */
  readonly fetchPolicy?: FetchPolicy;
  readonly translator?: Translator;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The answers of tests are whatever their queries ask for.
  readonly data: any;
  readonly errors: { message: string; path?: string[]; extensions: Record<string, any> }[] | undefined;
}

const root = path.join(__dirname, '../..');
const key = `bsk_${'b'.repeat(32)}_${'s'.repeat(43)}`;

/** Opens the API on a free port. */
export async function openGraphqlApp(options: GraphqlAppOptions = {}): Promise<GraphqlApp> {
  const log = options.log ?? openLog('fatal');
  const closers = new Closers(log);
  const fresh: FreshDatabase = closers.add('database', await freshDatabase(), (one) => one.drop());
  const { database } = fresh;
  const bus = closers.add('bus', openInProcessBus({ log }), (one) => one.close());
  const cache = openInProcessCache();
  const locales = await openLocales(path.join(root, 'locales'));
  const sealing = new Sealing('a secret of tests');
  const translator = options.translator ?? noTranslator;
  const tuner = openOpenAiTuner({ apiKey: null, baseUrl: 'http://127.0.0.1:9/v1', baseModel: 'none' });
  const models = { translator, embedder: null, tuner };
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const publicUrl = options.publicUrl ?? origin;
  const derivedSecret = (purpose: string) => `a secret of tests for ${purpose}`;
  const ground = { database, bus, cache, sealing, locales, log, publicUrl, derivedSecret, ...models };
  const { fetchPolicy } = options;
  const domain = buildDomain({ ...ground, ...(fetchPolicy && { fetchPolicy }) });
  const bots = closers.add('bots', botsFolderWith({}), (one) => one.remove());
  await domain.bots.load(bots.folder);
  await domain.feed.start();
  closers.add('feed', domain.feed, (one) => one.stop());
  await domain.detectors.start();
  closers.add('detectors', domain.detectors, (one) => one.stop());
  await domain.apiKeys.admitBootstrapKey(key);
  const { server } = openHttpServer({ log, readiness: [] });
  const deps = { domain, bus, locales, log, publicUrl, chatPages: ['helpdesk'] };
  const graphql = await registerGraphql(server, deps);
  closers.add('GraphQL', graphql, (one) => one.close());
  closers.add('server', server, (one) => one.close());
  await server.listen({ host: '127.0.0.1', port });
  const url = `${origin}/graphql`;
  const [bot] = domain.bots.all();
  return {
    url,
    origin,
    domain,
    database,
    bus,
    key,
    botId: bot?.id ?? '',
    post: (query, variables, headers) => post(url, { query, variables }, headers ?? { authorization: `Bearer ${key}` }),
    close: () => closers.close(),
  };
}

/** Posts a body to a GraphQL address. */
export async function post(url: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, data, errors };
}

/** How many statements the database gets while the work is done. */
export async function statementsOf({ pool }: Database, work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const counted = new Set<object>();
  const count = (client: { query: (...args: any[]) => unknown }) => {
    if (counted.has(client)) return;
    counted.add(client);
    const query = client.query.bind(client);
    client.query = (...args: any[]) => {
      statements += 1;
      return query(...args);
    };
  };
  pool.on('acquire', count);
  await work();
  pool.off('acquire', count);
  for (const client of counted) delete (client as { query?: unknown }).query;
  return statements;
}
