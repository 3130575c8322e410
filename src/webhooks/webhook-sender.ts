import { type FetchOptions, type FetchPolicy, FetchRefused, safeSend } from '../infra/safe-fetch';
import type { Sealing } from '../infra/sealing';
import { isTaken, type SigningKeys, signatureOf, type Tried } from './webhook.rules';

/** Something to be sent to an endpoint. */
export interface Parcel {
  readonly url: string;
  /** The keys of the endpoint's signatures, sealed. */
  readonly secret: string;
  /** "message.added" and the like. */
  readonly type: string;
  readonly deliveryId: string;
  readonly body: string;
  readonly signal?: AbortSignal | undefined;
}

const limits: NonNullable<FetchOptions['limits']> = { ms: 10_000, bytes: 4_096 };

/** Sends signed bodies to addresses that apps have chosen: public ones, and those that the owner vouches for. */
export class WebhookSender {
  constructor(private readonly deps: { sealing: Sealing; policy?: FetchPolicy | undefined }) {}

  /** One try. It counts as taken when the answer's status is 2xx; redirects are not followed. */
  async send(parcel: Parcel): Promise<Tried> {
    const { policy } = this.deps;
    const { url, body, signal } = parcel;
    const sending = { headers: this.headersOf(parcel), body, cutsAnswer: true };
    try {
      const { status, header } = await safeSend(url, sending, { limits, signal, ...(policy && { policy }) });
      if (isTaken(status)) return { code: status, error: null };
      const seconds = Number(header('retry-after'));
      return { code: status, error: `it answers ${status}`, ...(seconds > 0 && { retryAfter: seconds }) };
    } catch (error) {
      if (!(error instanceof FetchRefused)) throw error;
      return { code: null, error: error.why };
    }
  }

  private headersOf({ body, secret, type, deliveryId }: Parcel): Record<string, string> {
    const keys = JSON.parse(this.deps.sealing.open(secret)) as SigningKeys;
    return {
      'content-type': 'application/json',
      'besedka-event': type,
      'besedka-delivery': deliveryId,
      'besedka-signature': signatureOf(body, keys, Date.now()),
    };
  }
}
