import { NotNow, Rejected, Unreachable } from '../dialogues/channel';
import type { TelegramFault } from './telegram-fault';

const gone = /chat not found|user not found|PEER_ID_INVALID/i;

/** Nobody knows whether Telegram took the message. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';
}

/** A fault in the words of every channel; what is not known to be one of them stays an error of its own. */
export function channelError(fault: TelegramFault): Error {
  const options = { cause: new UnknownOutcome(fault.reason) };
  if (fault.kind === 'not sent') return new NotNow(between(1_000, 5_000), options);
  if (fault.kind === 'unknown') return new UnknownOutcome(fault.reason);
  const { code, reason, retryAfterMs } = fault;
  if (isRevoked(fault)) return new NotNow(60_000, options);
  if (code === 429 || code >= 500) return new NotNow(retryAfterMs ?? between(1_000, 5_000), options);
  return code === 403 || gone.test(reason) ? new Unreachable(reason) : new Rejected(reason);
}

/** Whether Telegram does not know the token of the bot (any more). */
export function isRevoked(fault: TelegramFault): boolean {
  return fault.kind === 'refused' && (fault.code === 401 || fault.code === 404);
}

function between(least: number, most: number): number {
  return least + Math.round(Math.random() * (most - least));
}
