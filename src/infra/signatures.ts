import { createHmac, timingSafeEqual } from 'node:crypto';

/** Why a signature is not taken. */
export type SignatureFault = 'missing' | 'stale' | 'wrong';

/** A secret and what it signs: the bytes as they travel, before anybody has read them. */
export interface Signed {
  readonly secret: string;
  readonly body: string | Buffer;
  /** The signer's and the checker's time, in seconds; now, unless said otherwise. */
  readonly at?: number;
}

const toleranceSeconds = 300;
const shape = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** The signature of a body, `t=<seconds>,v1=<hex>`: HMAC-SHA-256 over the time, a full stop and the body. */
export function sign({ secret, body, at = nowSeconds() }: Signed): string {
  return `t=${at},v1=${digest(secret, at, body).toString('hex')}`;
}

/** What is wrong with a signature; null: nothing. A signature is good for five minutes, in both directions of the clock. */
export function signatureFault(
  given: string | undefined,
  { secret, body, at = nowSeconds() }: Signed,
): SignatureFault | null {
  const [, time, hex] = shape.exec(given ?? '') ?? [];
  if (time === undefined || hex === undefined) return 'missing';
  const matches = timingSafeEqual(digest(secret, Number(time), body), Buffer.from(hex, 'hex'));
  if (!matches) return 'wrong';
  return Math.abs(at - Number(time)) > toleranceSeconds ? 'stale' : null;
}

function digest(secret: string, at: number, body: string | Buffer): Buffer {
  return createHmac('sha256', secret).update(`${at}.`).update(body).digest();
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
