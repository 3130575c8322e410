import { setTimeout as pause } from 'node:timers/promises';
import { faultOf } from './attempt-fault';
import { ModelAway, ModelRefused } from './language-model';

/** How often and for how long a call that answers at once, without a stream, is tried. */
export interface CallLimits {
  readonly attempts: number;
  /** The wait before the second attempt, doubled for each further one. */
  readonly waitMs: number;
}

/** Calls until there is an answer; throws ModelAway, ModelRefused, or the signal's reason. */
export async function persistently<T>(
  call: () => Promise<T>,
  { attempts, waitMs }: CallLimits,
  signal?: AbortSignal,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    signal?.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      const asked = waitOrThrow(error, tried >= attempts);
      await pause(Math.max(asked, waitMs * 2 ** (tried - 1)), undefined, signal ? { signal } : {});
    }
  }
}

/** How long the service asked us to wait; throws when there is nothing to wait for. */
function waitOrThrow(error: unknown, isLast: boolean): number {
  const fault = faultOf(error);
  if (fault.next === 'refused' || fault.next === 'too long') throw new ModelRefused(fault.why, { cause: error });
  if (fault.next === 'give up' || isLast) throw new ModelAway(fault.why, { cause: error });
  return fault.retryAfterMs ?? 0;
}
