import path from 'node:path';
import { parseArgs } from 'node:util';
import { Closers } from '../infra/closers';
import { openHttpServer } from '../infra/http-server';
import { type Log, openLog } from '../infra/log';
import { startOpenAiStandin } from './openai/openai-standin';
import { registerPayerPage } from './payments/payer-page';
import { type PaymentsStandin, startPaymentsStandin } from './payments/payments-standin';
import { registerChatPage } from './telegram/chat-page';
import { startTelegramStandin } from './telegram/telegram-standin';

const pagePort = 8080;
const telegramPort = 8081;
const modelPort = 8082;
const paymentsPort = 8083;
// Known to everybody, like the money that it is about.
const paymentsSecret = 'the stand-in takes play money';

/** The stand-ins as a program of their own, for deployments of several processes: chat page, Bot API, OpenAI-compatible API, payments. */
async function main(log: Log): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: './data' },
      bot: { type: 'string', multiple: true, default: [] },
      pages: { type: 'string', default: `http://127.0.0.1:${pagePort}` },
      callbacks: { type: 'string' },
    },
  });
  const { host, data } = values;
  const closers = new Closers(log);
  const stateFile = path.join(data, 'telegram-standin.json');
  // Its neighbours are other hosts, so webhooks go wherever they are set to.
  const webhookAllowed = () => true;
  const telegram = await startTelegramStandin({ log, host, port: telegramPort, stateFile, webhookAllowed });
  closers.add('Bot API', telegram, (one) => one.close());
  for (const bot of values.bot) {
    const [slug = '', name = '', token = ''] = bot.split(',');
    telegram.addBot({ slug, name, token });
  }
  const model = await startOpenAiStandin({ log, host, port: modelPort });
  closers.add('OpenAI-compatible API', model, (one) => one.close());
  const { server } = openHttpServer({ log, readiness: [] });
  registerChatPage(server, telegram);
  registerPayerPage(server, await openPayments({ log, ...values }, closers));
  closers.add('chat page', server, (one) => one.close());
  await server.listen({ host, port: pagePort });
  const stop = () => void closers.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** A payment service whose payers come to the page beside the chats. */
async function openPayments(
  { data, callbacks, ...options }: { log: Log; host: string; data: string; pages: string; callbacks?: string },
  closers: Closers,
): Promise<PaymentsStandin> {
  const stateFile = path.join(data, 'payments-standin.json');
  const started = await startPaymentsStandin({
    ...options,
    ...(callbacks === undefined ? {} : { callbacks }),
    port: paymentsPort,
    secret: paymentsSecret,
    stateFile,
  });
  return closers.add('payments', started, (one) => one.close());
}

const log = openLog('info');
main(log).catch((error: unknown) => {
  log.fatal({ err: error }, 'the stand-ins could not be started');
  process.exit(1);
});
