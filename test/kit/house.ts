import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type App, startApp } from '../../src/app';
import { readConfig } from '../../src/config';
import type { Database } from '../../src/infra/database';
import { openLog } from '../../src/infra/log';
import { type OpenAiStandin, startOpenAiStandin } from '../../src/standins/openai/openai-standin';
import { startTelegramStandin, type TelegramStandin } from '../../src/standins/telegram/telegram-standin';
import type { Person } from '../../src/standins/telegram/user-actions';
import { botAlone } from './bots-folder';
import { freshDatabase } from './fresh-database';
import { GraphqlCaller } from './graphql-caller';
import { TelegramPerson } from './telegram-person';

/** The key that has all scopes in the tests. */
export const bootstrapKey = 'bsk_for_the_tests_only';
const token = '4242:token-of-the-tests';
const webhookSecret = 'secret-of-the-tests';
const password = 'a long password of the tests';

/** The whole product in this process, with stand-ins of Telegram and the model that the test can lead. */
export interface House {
  readonly app: App;
  readonly database: Database;
  readonly telegram: TelegramStandin;
  readonly model: OpenAiStandin;
  /** An integrating app with all scopes. */
  readonly api: GraphqlCaller;
  /** A person who writes to the bot from Telegram. */
  person(person: Partial<Person>): TelegramPerson;
  /** Makes an operator and signs them in. */
  operator(name: string, role?: 'OPERATOR' | 'SUPERVISOR' | 'ADMIN'): Promise<GraphqlCaller>;
  close(): Promise<void>;
}

/** The environment of a product that talks to the given stand-ins. */
export function houseEnvironment(of: {
  databaseUrl: string;
  telegram: TelegramStandin;
  model: OpenAiStandin;
  /** The bot's name in the names of variables. */
  bot?: string;
}): Record<string, string> {
  const bot = (of.bot ?? 'helpdesk').toUpperCase();
  return {
    PORT: '0',
    DATABASE_URL: of.databaseUrl,
    SECRET_KEY: 'a secret key for the tests only',
    TELEGRAM_API_ROOT: of.telegram.apiRoot,
    [`TELEGRAM_TOKEN_${bot}`]: token,
    [`TELEGRAM_WEBHOOK_SECRET_${bot}`]: webhookSecret,
    OPENAI_BASE_URL: of.model.baseUrl,
    OPENAI_API_KEY: 'sk-for-the-tests',
    BOOTSTRAP_API_KEY: bootstrapKey,
    ADMIN_PASSWORD: password,
    LOG_LEVEL: 'fatal',
  };
}

/** Opens the product on a fresh database, with one bot, the help desk if nothing else is said; close it in afterAll. */
export async function openHouse(environment: Record<string, string> = {}, slug = 'helpdesk'): Promise<House> {
  const log = openLog('fatal');
  const fresh = await freshDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'besedka-house-'));
  const telegram = await startTelegramStandin({ log, retryUnitMs: 50 });
  telegram.addBot({ token, username: `besedka_${slug}_bot`, name: slug[0]?.toUpperCase() + slug.slice(1), slug });
  const model = await startOpenAiStandin({ log });
  const own = { DATA_DIR: folder, BOTS_DIR: botAlone(folder, slug) };
  const defaults = { ...houseEnvironment({ databaseUrl: fresh.url, telegram, model, bot: slug }), ...own };
  const app = await startApp(readConfig({ ...defaults, ...environment }), log);
  const api = new GraphqlCaller(app.url, { authorization: `Bearer ${bootstrapKey}` });
  let people = 1_000;
  return {
    app,
    database: fresh.database,
    telegram,
    model,
    api,
    person: (person) => {
      people += 1;
      return new TelegramPerson(telegram, { id: people, first_name: `Person ${people}`, ...person }, slug);
    },
    operator: async (name, role = 'OPERATOR') => {
      const email = `${name.toLowerCase()}@example.org`;
      await api.call(`mutation ($input: InviteOperatorInput!) { inviteOperator(input: $input) { operator { id } } }`, {
        input: { email, name, role, languages: ['ru', 'en'], password },
      });
      return new GraphqlCaller(app.url).signIn(email, password);
    },
    close: async () => {
      await app.close();
      await telegram.close();
      await model.close();
      await fresh.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
