import { createHash } from 'node:crypto';
import { badInput, Refusal } from '../errors';
import type { EventLog, Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Sealing } from '../infra/sealing';
import { IdempotencyStore } from './idempotency.store';
import type { Viewer } from './viewer';

const longestKey = 64;

/** A mutation as its caller sent it. */
export interface Request {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>> & { readonly idempotencyKey?: string | null | undefined };
}

/** Runs what a caller asks for at most once per idempotency key, in one transaction with the remembering of the answer. */
export class Idempotency {
  constructor(private readonly deps: { log: EventLog; sealing: Sealing }) {}

  /**
   * Does the work, or answers what it answered before. The answer must be JSON (ids, not rows) and is kept sealed for 24 hours.
   * Throws IDEMPOTENCY_CONFLICT when the key was used for something else, BAD_USER_INPUT for a key outside 1..64 characters.
   */
  once<T>(viewer: Viewer, request: Request, work: (tx: Tx, tell: Tell) => Promise<T>): Promise<T> {
    const key = request.input.idempotencyKey ?? undefined;
    if (key === undefined) return this.deps.log.transact(work);
    if (key.length < 1 || key.length > longestKey) throw badInput({ idempotencyKey: 'idempotency_key_length' });
    const entry = { caller: viewer.id, key, operation: request.operation, requestHash: hashOf(request) };
    return this.deps.log.transact(async (tx, tell) => {
      const earlier = await IdempotencyStore.reserve(tx, entry);
      if (!earlier) {
        const result = await work(tx, tell);
        await IdempotencyStore.remember(tx, entry, this.deps.sealing.seal(JSON.stringify(result)));
        return result;
      }
      if (earlier.requestHash !== entry.requestHash || earlier.result === null)
        throw new Refusal('IDEMPOTENCY_CONFLICT');
      return JSON.parse(this.deps.sealing.open(earlier.result)) as T;
    });
  }
}

function hashOf({ operation, input }: Request): string {
  const rest = Object.entries(input)
    .filter(([name, value]) => name !== 'idempotencyKey' && value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([operation, rest]))
    .digest('base64url');
}
