import type { Api } from 'grammy';

/** What grammY calls an AbortSignal. */
export type CallSignal = NonNullable<Parameters<Api['getMe']>[0]>;

/** The signal as grammY types it: those are the types of a polyfill, at run time any AbortSignal does. */
export function callSignal(signal: AbortSignal): CallSignal {
  return signal as unknown as CallSignal;
}
