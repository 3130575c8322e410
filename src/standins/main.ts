import path from 'node:path';
import { parseArgs } from 'node:util';
import { Closers } from '../infra/closers';
import { openHttpServer } from '../infra/http-server';
import { type Log, openLog } from '../infra/log';
import { StartError } from '../infra/start-error';
import { startOpenAiStandin } from './openai/openai-standin';
import { registerChatPage } from './telegram/chat-page';
import { startTelegramStandin } from './telegram/telegram-standin';

const ports = { pages: 8080, telegram: 8081, openai: 8082 };

const usage = 'main.js [--host 127.0.0.1] [--data <folder>] [--log info] --bot <slug>,<name>,<token> …';

/** The stand-ins as a process of their own: Bot API, OpenAI-compatible API, and the chat pages with /healthz. */
async function main(): Promise<void> {
  const { values: asked } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: 'data' },
      log: { type: 'string', default: 'info' },
      bot: { type: 'string', multiple: true, default: [] },
    },
  });
  const log = openLog(asked.log);
  const closers = new Closers(log);
  const stop = () => void closers.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await open(asked, closers, log);
}

async function open(asked: { host: string; data: string; bot: string[] }, closers: Closers, log: Log): Promise<void> {
  const { host } = asked;
  const telegram = await startTelegramStandin({
    log,
    host,
    port: ports.telegram,
    stateFile: path.join(asked.data, 'telegram-standin.json'),
    // The bots' program is a neighbour on the same private network: there is no TLS between the two.
    webhookAllowed: () => true,
  });
  closers.add('stand-in Telegram', telegram, (one) => one.close());
  for (const bot of asked.bot) telegram.addBot(registration(bot));
  closers.add('stand-in model', await startOpenAiStandin({ log, host, port: ports.openai }), (one) => one.close());
  const pages = openHttpServer({ log, readiness: [] });
  registerChatPage(pages.server, telegram);
  closers.add('chat pages', pages.server, (server) => server.close());
  await pages.server.listen({ host, port: ports.pages });
  log.info({ ports }, 'the stand-ins are here');
}

/** The token comes last: it may hold anything but spaces and slashes. */
function registration(bot: string): { slug: string; name: string; token: string } {
  const [slug, name, ...token] = bot.split(',');
  if (slug && name && token.length > 0) return { slug, name, token: token.join(',') };
  throw new StartError('--bot is not <slug>,<name>,<token>');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exit(1);
});
