import { GrammyError, HttpError } from 'grammy';
import { withoutSecrets } from '../infra/log';

/**
 * Why a call of the Bot API failed: refused by Telegram, never sent, or nobody knows. grammY's own errors are not passed
 * on: they hold what was sent and the address with the token in it.
 */
export type TelegramFault =
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'not sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A network that fails with one of these has taken nothing: there was no connection yet. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What became of a call that threw. */
export function faultOf(error: unknown): TelegramFault {
  if (error instanceof GrammyError) {
    const seconds = error.parameters.retry_after;
    const reason = `${error.error_code}: ${withoutSecrets(error.description)}`;
    const retryAfterMs = seconds === undefined ? null : seconds * 1_000;
    return { kind: 'refused', code: error.error_code, reason, retryAfterMs };
  }
  const cause = error instanceof HttpError ? error.error : error;
  const { code, message } = Object(cause) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' ? message : '';
  if (typeof code === 'string') {
    const early = beforeSending.has(code) || text.includes(`connect ${code}`);
    return { kind: early ? 'not sent' : 'unknown', reason: code };
  }
  return { kind: 'unknown', reason: withoutSecrets(text) || 'no answer' };
}

/** How long to wait before a call that does not hurry is made again: as Telegram says, else twice as long every time. */
export function patienceMs(fault: TelegramFault, failures: number): number {
  if (fault.kind === 'refused' && fault.retryAfterMs !== null) return fault.retryAfterMs;
  // A token or an address that Telegram refuses does not become better within seconds.
  if (fault.kind === 'refused' && fault.code >= 400 && fault.code < 500 && fault.code !== 409) return 60_000;
  return Math.min(1_000 * 2 ** failures, 60_000);
}
