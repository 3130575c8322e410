import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './config';
import type { Ground } from './domain';
import { type Bus, openInProcessBus } from './infra/bus';
import { type Cache, openInProcessCache } from './infra/cache';
import type { Closers } from './infra/closers';
import { openDatabase } from './infra/database';
import { startEmbeddedPostgres } from './infra/embedded-postgres';
import { withTrustedHosts } from './infra/fetch-policy';
import { openLocales } from './infra/locales';
import type { Log } from './infra/log';
import { migrate } from './infra/migrations';
import { NotificationListener } from './infra/notification-listener';
import { openRedisBus } from './infra/redis-bus';
import { openRedisCache } from './infra/redis-cache';
import { Sealing } from './infra/sealing';
import type { LanguageModel, Transcriber } from './language-model/language-model';
import { openOpenAiEmbedder } from './language-model/openai-embedder';
import { openOpenAiModel } from './language-model/openai-model';
import { openOpenAiTranscriber } from './language-model/openai-transcriber';
import { openOpenAiTuner } from './language-model/openai-tuner';
import { startOpenAiStandin } from './standins/openai/openai-standin';
import { ModelTranslator } from './translation/model-translator';
import { noTranslator } from './translation/translator';

/** The root of the package: what is read at run time lies below it, beside src/ and dist/. */
export const packageRoot = path.join(__dirname, '..');

/** The ground with what only the composition needs of it. */
export interface OpenGround extends Omit<Ground, 'publicUrl'> {
  readonly listener: NotificationListener;
  readonly model: LanguageModel;
  readonly transcriber: Transcriber;
}

/** Opens the stores, migrated, and all else that the domain stands on. */
export async function openGround(config: Config, closers: Closers, log: Log): Promise<OpenGround> {
  const url = await databaseUrl(config, closers, log);
  await migrate({ url, folder: path.join(packageRoot, 'prisma'), log });
  const opened = await openDatabase({ url, poolSize: config.databasePoolSize, log });
  const database = closers.add('database', opened, (one) => one.close());
  const listener = new NotificationListener(url, log);
  closers.add('notifications', listener, (one) => one.close());
  const { bus, cache } = await openRedisOrNot(config, closers, log);
  const secretKey = config.secretKey ?? (await keptSecret(config.dataFolder));
  const derivedSecret = (purpose: string) => createHmac('sha256', secretKey).update(purpose).digest('base64url');
  const locales = await openLocales(path.join(packageRoot, 'locales'));
  const { transcriber, ...models } = await openModels(config, closers, log);
  // The stand-in model only quotes: whoever relies on a translation needs a real one.
  const translator = config.languageModel ? new ModelTranslator({ model: models.model, locales }) : noTranslator;
  const sealing = new Sealing(secretKey);
  const fetchPolicy = withTrustedHosts(config.trustedHosts);
  const stores = { database, listener, bus, cache, sealing, fetchPolicy };
  return { ...stores, locales, log, ...models, transcriber, translator, derivedSecret };
}

type Models = Pick<OpenGround, 'model' | 'transcriber'> & Pick<Ground, 'embedder' | 'tuner'>;

async function openModels(config: Config, closers: Closers, log: Log): Promise<Models> {
  const { languageModel } = config;
  if (languageModel) {
    const { embeddingModel, transcriptionModel, tuningModel, ...service } = languageModel;
    return {
      model: openOpenAiModel({ ...service, log }),
      embedder: embeddingModel === null ? null : openOpenAiEmbedder({ ...service, model: embeddingModel }),
      transcriber: openOpenAiTranscriber({ ...service, model: transcriptionModel }),
      tuner: openOpenAiTuner({ ...service, baseModel: tuningModel }),
    };
  }
  const standin = closers.add('stand-in model', await startOpenAiStandin({ log }), (one) => one.close());
  const service = { apiKey: 'stand-in', baseUrl: standin.baseUrl };
  return {
    model: openOpenAiModel({ ...service, model: 'stand-in', log }),
    embedder: null,
    transcriber: openOpenAiTranscriber({ ...service, model: 'stand-in-transcription' }),
    tuner: openOpenAiTuner({ ...service, baseModel: 'stand-in' }),
  };
}

async function databaseUrl(config: Config, closers: Closers, log: Log): Promise<string> {
  if (config.database.kind === 'postgres') return config.database.url;
  const postgres = await startEmbeddedPostgres({ folder: config.dataFolder, log });
  return closers.add('embedded PostgreSQL', postgres, (one) => one.stop()).url;
}

async function openRedisOrNot(config: Config, closers: Closers, log: Log): Promise<{ bus: Bus; cache: Cache }> {
  const { redisUrl } = config;
  const bus = redisUrl ? await openRedisBus({ url: redisUrl, log }) : openInProcessBus({ log });
  const cache = redisUrl ? await openRedisCache({ url: redisUrl, log }) : openInProcessCache();
  closers.add('bus', bus, (one) => one.close());
  closers.add('cache', cache, (one) => one.close());
  return { bus, cache };
}

/** The secret of a deployment that was given none: made once, kept for its owner only. */
async function keptSecret(folder: string): Promise<string> {
  const file = path.join(folder, 'secret-key');
  await mkdir(folder, { recursive: true });
  const made = randomBytes(32).toString('base64url');
  try {
    await writeFile(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}
