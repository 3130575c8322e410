import { createHmac } from 'node:crypto';
import type { EventKind } from '../events/events.rules';

/** The keys of an endpoint's signatures. */
export interface SigningKeys {
  readonly secret: string;
  /** The one before it, while receivers may still check with that. */
  readonly previous?: { readonly secret: string; readonly until: number };
}

/** What became of one try to send. */
export interface Tried {
  /** The status of the answer; null when there was none. */
  readonly code: number | null;
  /** Why it counts as failed; null when it does not. */
  readonly error: string | null;
  /** After how many seconds the receiver wants to be asked again, where it says so. */
  readonly retryAfter?: number | undefined;
}

/** What a failed try leads to: when this delivery comes again, and how long all others of the endpoint wait. */
export interface Pace {
  /** Null: it is given up. */
  readonly againInMs: number | null;
  readonly pauseMs: number;
}

/** Why an endpoint is told nothing: its owner wishes so, it is gone for good, it fails all the time, or its author may read nothing. */
export type DisabledFor = 'OWNER' | 'GONE' | 'FAILING' | 'RIGHTS';

/** Every kind of event, in the order of the documentation. */
export const eventKinds: readonly EventKind[] = [
  'MESSAGE_ADDED',
  'MESSAGE_UPDATED',
  'DIALOGUE_CHANGED',
  'HANDOFF_CHANGED',
  'BOOKING_CHANGED',
];

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
// Half a minute in small steps, in which the order is kept; then further and further apart, three days in all.
const steps = [
  ...[1, 2, 4, 8, 16].map((seconds) => seconds * second),
  ...[1, 5, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2].map((hours) => hours * hour),
  ...Array.from({ length: 17 }, () => 4 * hour),
];
const longestPauseMs = hour;
// So many failures in a row are the endpoint's, not those of single events.
const failuresOfEndpoint = 5;
const passing = new Set([408, 429, 502, 503, 504]);

/** The type of a kind of event, as receivers see it: "message.added". */
export function typeOf(kind: EventKind): string {
  return kind.toLowerCase().replace('_', '.');
}

/** True when the receiver has taken it. */
export function isTaken(code: number): boolean {
  return code >= 200 && code < 300;
}

/** True when the receiver says that it will never take anything again. */
export function isGone({ code }: Tried): boolean {
  return code === 410;
}

/**
 * How it goes on after a failure. A receiver that is away keeps all waiting, so that the order survives a short trouble;
 * an event that it does not like steps aside at once.
 */
export function paceOf(tried: Tried, counts: { attempts: number; failures: number }): Pace {
  const step = steps[counts.attempts - 1];
  const againInMs = step === undefined ? null : Math.max(step, askedFor(tried));
  const isAway = tried.code === null || passing.has(tried.code) || counts.failures >= failuresOfEndpoint;
  if (!isAway) return { againInMs, pauseMs: 0 };
  const pause = Math.min(second * 2 ** Math.min(Math.max(counts.failures, 1) - 1, 20), longestPauseMs);
  return { againInMs, pauseMs: Math.max(pause, askedFor(tried)) };
}

function askedFor({ retryAfter = 0 }: Tried): number {
  return Math.min(Math.max(retryAfter, 0) * second, longestPauseMs);
}

/** The header by which a receiver knows who sent a body: one signature for each key in force. */
export function signatureOf(body: string, keys: SigningKeys, now: number): string {
  const t = Math.floor(now / second);
  const { secret, previous } = keys;
  const secrets = previous && previous.until > now ? [secret, previous.secret] : [secret];
  return [`t=${t}`, ...secrets.map((one) => `v1=${hmac(one, `${t}.${body}`)}`)].join(',');
}

function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
