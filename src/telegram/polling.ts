import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { NewInboxItem } from '../dialogues/inbox-item';
import type { Log } from '../infra/log';
import { callSignal } from './call-signal';
import { faultOf, patienceMs, type TelegramFault } from './telegram-fault';
import { inboxItemOf, wantedUpdates } from './update.rules';

/** What long polling needs. */
export interface PollingDeps {
  readonly botId: string;
  readonly api: Api;
  readonly inbox: { store(item: NewInboxItem): Promise<void> };
  readonly log: Log;
  /** How long Telegram holds a request open when there is nothing to tell. */
  readonly holdSeconds?: number;
  /** The first pause after a failure; it doubles. */
  readonly firstPauseMs?: number;
}

/** Fetches updates until the signal is given. Each batch is stored before Telegram is told that we have it. */
export async function pollUpdates(deps: PollingDeps, signal: AbortSignal): Promise<void> {
  let offset: number | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const updates = await fetchUpdates(deps, offset, signal);
      await storeAll(deps, updates);
      // An empty answer means that all before the offset is confirmed. Without an offset the next request is right even
      // after a week of silence, when Telegram numbers updates anew.
      offset = nextOffset(updates);
      if (failures > 0) deps.log.info('updates are fetched again');
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      const fault = faultOf(error);
      if (failures === 0) warn(deps.log, fault);
      const waitMs = deps.firstPauseMs === undefined ? patienceMs(fault, failures) : deps.firstPauseMs * 2 ** failures;
      failures++;
      await pauseUnless(signal, Math.min(waitMs, 60_000));
    }
  }
}

function fetchUpdates({ api, holdSeconds = 25 }: PollingDeps, offset: number | undefined, signal: AbortSignal) {
  const options = { timeout: holdSeconds, limit: 100, allowed_updates: [...wantedUpdates] };
  return api.getUpdates(offset === undefined ? options : { ...options, offset }, callSignal(signal));
}

/** What happened in one chat is stored in order; chats do not wait for each other. */
async function storeAll({ botId, inbox }: PollingDeps, updates: readonly Update[]): Promise<void> {
  const items = updates.map((update) => inboxItemOf(botId, update.update_id, update));
  const lanes = Map.groupBy(items, (item) => item.lane);
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const item of lane) await inbox.store(item);
    }),
  );
}

async function pauseUnless(signal: AbortSignal, ms: number): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function nextOffset(updates: readonly Update[]): number | undefined {
  const last = updates.at(-1);
  return last && last.update_id + 1;
}

function warn(log: Log, fault: TelegramFault): void {
  if (fault.kind !== 'refused' || fault.code !== 409) {
    log.warn({ reason: fault.reason }, 'updates could not be fetched; trying again');
    return;
  }
  const why = fault.reason.includes('webhook')
    ? 'Telegram brings the updates of this bot to a webhook: set its webhook secret here, or remove the webhook there'
    : 'another process fetches the updates of this bot: stop it, or give this one a bot of its own';
  log.error({ reason: fault.reason }, why);
}
