import type { BotAccount } from '../bot-account';
import { BotApiError, badRequest } from '../bot-api-error';
import type { WireUpdate } from '../wire';
import type { Call, Methods } from './call';

const longestPollSeconds = 50;

async function getUpdates(call: Call): Promise<WireUpdate[]> {
  const { bot, params } = call;
  if (bot.webhook) {
    const why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    throw new BotApiError(409, `Conflict: ${why}`);
  }
  bot.endPoll?.('other poller');
  bot.updates.allowed = (params.json('allowed_updates') as string[] | undefined) ?? bot.updates.allowed;
  const offset = params.integer('offset') ?? 0;
  const limit = Math.min(100, Math.max(1, params.integer('limit') ?? 100));
  const seconds = Math.min(longestPollSeconds, Math.max(0, params.integer('timeout') ?? 0));
  const found = bot.updates.read(offset, limit);
  if (found.length > 0 || seconds === 0) return found;
  await nextPush(bot, seconds * 1000, call.signal);
  return call.signal.aborted ? [] : bot.updates.read(offset, limit);
}

/** Waits until something is pushed, the time is over, the caller leaves, or another poller comes. */
function nextPush(bot: BotAccount, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      clearTimeout(timer);
      unfollow();
      signal.removeEventListener('abort', left);
      if (bot.endPoll === end) bot.endPoll = undefined;
      how();
    };
    const left = () => settle(resolve);
    const end = (because: 'other poller' | 'closing') => {
      const why = 'terminated by other getUpdates request; make sure that only one bot instance is running';
      settle(because === 'closing' ? resolve : () => reject(new BotApiError(409, `Conflict: ${why}`)));
    };
    const timer = setTimeout(left, ms);
    const unfollow = bot.updates.onPush(left);
    signal.addEventListener('abort', left);
    bot.endPoll = end;
  });
}

function setWebhook({ bot, params, server }: Call): true {
  const address = params.string('url') ?? '';
  if (address === '') return removeWebhook(bot, params.flag('drop_pending_updates'), server);
  const target = { url: checkedUrl(address, server), secret: checkedSecret(params.string('secret_token') ?? '') };
  const maxConnections = Math.min(100, Math.max(1, params.integer('max_connections') ?? 40));
  if (params.flag('drop_pending_updates')) bot.updates.clear();
  bot.updates.allowed = (params.json('allowed_updates') as string[] | undefined) ?? bot.updates.allowed;
  server.setWebhook(bot, { ...target, maxConnections });
  bot.endPoll?.('other poller');
  return true;
}

function checkedUrl(address: string, server: Call['server']): string {
  if (!URL.canParse(address)) throw badRequest('bad webhook: invalid webhook URL specified');
  if (!server.webhookAllowed(new URL(address))) {
    throw badRequest('bad webhook: an HTTPS URL must be provided for webhook');
  }
  return address;
}

function checkedSecret(secret: string): string {
  if (secret.length > 256) throw badRequest('secret token is too long');
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  return secret;
}

function removeWebhook(bot: BotAccount, drop: boolean, server: Call['server']): true {
  if (drop) bot.updates.clear();
  server.setWebhook(bot, undefined);
  return true;
}

function getWebhookInfo({ bot }: Call): Record<string, unknown> {
  const error = bot.sender?.lastError;
  return {
    url: bot.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.updates.size,
    ...(bot.webhook ? { max_connections: bot.webhook.maxConnections } : {}),
    ...(bot.updates.allowed.length > 0 ? { allowed_updates: bot.updates.allowed } : {}),
    ...(error ? { last_error_date: error.date, last_error_message: error.message } : {}),
  };
}

/** How a bot gets its updates. */
export const updateMethods: Methods = {
  getupdates: getUpdates,
  setwebhook: setWebhook,
  deletewebhook: ({ bot, params, server }) => removeWebhook(bot, params.flag('drop_pending_updates'), server),
  getwebhookinfo: getWebhookInfo,
};
