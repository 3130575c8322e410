import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../../src/infra/database';
import { openLog } from '../../src/infra/log';
import { type OpenAiStandin, startOpenAiStandin } from '../../src/standins/openai/openai-standin';
import { startTelegramStandin, type TelegramStandin } from '../../src/standins/telegram/telegram-standin';
import type { WireMessage } from '../../src/standins/telegram/wire';
import { botAlone } from './bots-folder';
import { freshDatabase } from './fresh-database';
import { houseEnvironment } from './house';
import { SpawnedProduct } from './spawned-product';
import { UpdatePoster } from './telegram-updates';

/** The product in a process of its own; the stand-ins and the database live on when it is killed. */
export interface SpawnedHouse {
  readonly product: SpawnedProduct;
  readonly telegram: TelegramStandin;
  readonly model: OpenAiStandin;
  readonly database: Database;
  /** Posts to the webhook of the product. */
  readonly poster: UpdatePoster;
  /** Starts another process of the product on the same database. */
  another(): Promise<{ product: SpawnedProduct; poster: UpdatePoster }>;
  /** Everything that the bot has said in a chat, in order. */
  heard(chatId: number): WireMessage[];
  close(): Promise<void>;
}

/** What may differ from one house to the next. */
export interface SpawnedHouseOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** A database of the test's own, in place of a fresh one of the common server. */
  readonly databaseUrl?: string;
}

/** Opens the product on a fresh database; close it in afterAll. */
export async function openSpawnedHouse(options: SpawnedHouseOptions = {}): Promise<SpawnedHouse> {
  const log = openLog('fatal');
  const fresh = await freshDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'besedka-house-'));
  const telegram = await startTelegramStandin({ log, retryUnitMs: 50, strangersWelcome: true });
  const model = await startOpenAiStandin({ log });
  const databaseUrl = options.databaseUrl ?? fresh.url;
  const own = { DATA_DIR: folder, BOTS_DIR: botAlone(folder) };
  const defaults = { ...houseEnvironment({ databaseUrl, telegram, model }), ...own };
  const environment: Record<string, string> = { ...defaults, ...options.environment };
  telegram.addBot({ token: environment['TELEGRAM_TOKEN_HELPDESK'] ?? '', slug: 'helpdesk', username: 'helpdesk_bot' });
  const products: SpawnedProduct[] = [];
  const another = async () => {
    const product = await SpawnedProduct.open(environment);
    products.push(product);
    const secret = environment['TELEGRAM_WEBHOOK_SECRET_HELPDESK'] ?? '';
    return { product, poster: new UpdatePoster(`${product.url}/telegram/helpdesk`, secret) };
  };
  return {
    telegram,
    model,
    database: fresh.database,
    another,
    ...(await another()),
    heard: (chatId) => {
      const history = telegram.bot('helpdesk').chats.get(chatId)?.history() ?? [];
      return history.filter((entry) => entry.sender === 'bot').map((entry) => entry.message);
    },
    close: async () => {
      for (const product of products) await product.kill9();
      await telegram.close();
      await model.close();
      await fresh.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
