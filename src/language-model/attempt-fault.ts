import { APIConnectionError, APIError } from 'openai';
import type { CallOutcome } from '../infra/circuit-breaker';

/** What went wrong in one attempt, and what that means for the next. */
export interface Fault {
  /** One line for the log and for ModelAway; never the service's own words, which may quote keys or messages. */
  readonly why: string;
  readonly next: 'retry' | 'give up' | 'refused' | 'too long';
  /** What it says about the service's health. */
  readonly health: CallOutcome;
  /** How long the service asked us to wait. */
  readonly retryAfterMs?: number;
}

/** An attempt that ended without a whole answer though the wire did what it should. */
export class NotWhole extends Error {
  constructor(readonly fault: Fault) {
    super(fault.why);
    this.name = 'NotWhole';
  }
}

/** Judges whatever an attempt threw. */
export function faultOf(error: unknown): Fault {
  if (error instanceof NotWhole) return error.fault;
  if (error instanceof APIConnectionError) {
    return { why: 'the model service could not be reached', next: 'retry', health: 'unwell' };
  }
  if (error instanceof APIError && typeof error.status === 'number') return faultOfStatus(error.status, error);
  if (error instanceof APIError) {
    return { why: 'the model service broke its answer off with an error', next: 'retry', health: 'unwell' };
  }
  return { why: 'the stream of the model broke', next: 'retry', health: 'unwell' };
}

// A used-up account answers 429, and no waiting within a turn changes that.
const hopeless = new Set(['insufficient_quota']);
const filtered = new Set(['content_filter', 'content_policy_violation']);
const worthRetrying = new Set([408, 409, 429]);
// OpenAI has a code for it; others that speak its language say it in words, or by a type of their own (llama.cpp).
const tooLong = /context_length_exceeded|exceed_context_size|maximum context length|context (?:window|length|size)/i;

function faultOfStatus(status: number, error: APIError): Fault {
  const code = error.code ?? '';
  const why = `the model service answered ${status}${/^[a-z_]{1,40}$/.test(code) ? ` ${code}` : ''}`;
  if (filtered.has(code)) return { why, next: 'refused', health: 'well' };
  if ((status === 400 || status === 413) && tooLong.test(`${code} ${error.type} ${error.message}`)) {
    return { why: `${why}: more than the model takes`, next: 'too long', health: 'well' };
  }
  return hopeless.has(code) ? { why, next: 'give up', health: healthOf(status) } : passing(status, error, why);
}

function passing(status: number, { headers }: APIError, why: string): Fault {
  const health = healthOf(status);
  if (status < 500 && !worthRetrying.has(status)) return { why, next: 'give up', health };
  const retryAfterMs = retryAfter(headers, Date.now());
  return { why, next: 'retry', health, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function healthOf(status: number): CallOutcome {
  return status >= 500 ? 'unwell' : 'well';
}

/** The wait that `retry-after-ms` or `retry-after` (seconds or a date) asks for, in milliseconds. */
export function retryAfter(headers: Headers | undefined, now: number): number | undefined {
  const exact = headers?.get('retry-after-ms');
  if (exact && Number.isFinite(Number(exact))) return Math.max(0, Number(exact));
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const wait = Number.isFinite(Number(text)) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
