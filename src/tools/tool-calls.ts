import { performance } from 'node:perf_hooks';
import { Refusal } from '../errors';
import type { Database } from '../infra/database';
import { idType } from '../infra/ids';
import type { Log } from '../infra/log';
import type { Page, PageRequest } from '../infra/page';
import type { Prisma, ToolCall } from '../infra/prisma-client/client';
import { demand, type Viewer } from '../people/viewer';
import { hashOf, storable } from './canonical-json.rules';
import { type Proposed, ToolRefused, type ToolResult } from './tool';
import { type CallEnd, type CallPlace, ToolCallStore } from './tool-calls.store';

/** What a call came to: a result, something that the user has to agree to, or why it came to nothing. */
export type CallOutcome =
  | { readonly status: 'DONE'; readonly result: ToolResult }
  | { readonly status: 'PROPOSED'; readonly proposed: Proposed }
  | { readonly status: 'REFUSED' | 'FAILED'; readonly error: string };

/** A call as a message keeps it, and as the API shows it. */
export interface MadeCall {
  readonly name: string;
  readonly arguments: unknown;
  readonly result: unknown;
  readonly error: string | null;
  readonly durationMs: number;
}

/** A call and what is done for it. */
export interface CallWork {
  /** Null: nobody's dialogue, nothing is kept. */
  readonly place: CallPlace | null;
  readonly name: string;
  readonly arguments: unknown;
  /** What was found a moment ago will do: the turn is taken again. */
  readonly mayRepeat: boolean;
  readonly signal: AbortSignal;
  /** What is said of a call that failed for reasons that are nobody's business. */
  readonly failed: string;
  work(signal: AbortSignal): Promise<Extract<CallOutcome, { status: 'DONE' | 'PROPOSED' }>>;
}

/** How long one call may take. */
export const callLimitMs = 10_000;
// A turn that is taken again after a kill begins within seconds; what was found earlier is old by then.
const freshMs = 300_000;

/** The calls of tools: each has its time, and leaves its trail before and after. */
export class ToolCalls {
  private readonly store: ToolCallStore;

  constructor(private readonly deps: { database: Database; log: Log; limitMs?: number }) {
    this.store = new ToolCallStore(deps.database);
  }

  byIds(ids: readonly string[]): Promise<ToolCall[]> {
    return this.store.byIds(ids);
  }

  /** What the bot called in a dialogue, the newest first; throws NOT_FOUND for what is no dialogue's id. Needs `supervise`. */
  async page(viewer: Viewer | null, dialogueId: string, request: PageRequest): Promise<Page<ToolCall>> {
    demand(viewer, 'supervise');
    if (idType(dialogueId) !== 'dialogue') throw new Refusal('NOT_FOUND');
    return this.store.page(dialogueId, request);
  }

  /** Does a call and keeps what came of it. Throws only when the caller's signal is aborted, or the trail cannot be written. */
  async make(call: CallWork): Promise<{ outcome: CallOutcome; made: MadeCall }> {
    const { name } = call;
    const given = storable(call.arguments) as Prisma.InputJsonValue;
    const begun =
      call.place && (await this.store.begin({ ...call.place, hash: hashOf([name, given]), name, arguments: given }));
    const known = call.mayRepeat && begun?.known ? knownOutcome(begun.known) : undefined;
    if (known && begun?.known) {
      const { durationMs } = begun.known;
      return { outcome: known, made: madeOf({ name, arguments: given }, endOf(known, durationMs)) };
    }
    const since = performance.now();
    const outcome = await this.outcomeOf(call);
    const end = endOf(outcome, Math.round(performance.now() - since));
    if (begun) await this.store.end(begun.id, end);
    return { outcome, made: madeOf({ name, arguments: given }, end) };
  }

  private async outcomeOf({ name, signal, failed, work }: CallWork): Promise<CallOutcome> {
    try {
      return await withinLimit(signal, work, this.deps.limitMs);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ToolRefused) return { status: 'REFUSED', error: error.text };
      this.deps.log.warn({ err: error, tool: name }, 'a tool failed');
      return { status: 'FAILED', error: failed };
    }
  }
}

/** Does the work within its time, whether or not it listens to its signal. */
export async function withinLimit<T>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  limitMs = callLimitMs,
): Promise<T> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  limited.throwIfAborted();
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(limited.reason as Error);
    limited.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(limited), stopped]);
  } finally {
    limited.removeEventListener('abort', stop);
  }
}

function endOf(outcome: CallOutcome, durationMs: number): CallEnd {
  const { status } = outcome;
  if (status === 'DONE') return { status, result: kept(outcome.result), error: null, durationMs };
  if (status === 'PROPOSED') return { status, result: kept(outcome.proposed), error: null, durationMs };
  return { status, result: null, error: outcome.error, durationMs };
}

function kept(value: ToolResult | Proposed): Prisma.InputJsonValue {
  return storable({ ...value }) as Prisma.InputJsonValue;
}

function madeOf(call: Pick<MadeCall, 'name' | 'arguments'>, { result, error, durationMs }: CallEnd): MadeCall {
  return { ...call, result, error, durationMs };
}

/** What the same call came to a moment ago; undefined where it has to be made (again). */
function knownOutcome({ status, result, error, createdAt }: ToolCall): CallOutcome | undefined {
  if (Date.now() - createdAt.getTime() > freshMs) return undefined;
  if (status === 'DONE') return { status, result: result as unknown as ToolResult };
  if (status === 'PROPOSED') return { status, proposed: result as unknown as Proposed };
  return status === 'REFUSED' ? { status, error: error ?? '' } : undefined;
}
