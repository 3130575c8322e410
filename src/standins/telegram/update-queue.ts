import type { WireUpdate } from './wire';

/** An update that its bot has not acknowledged yet. */
export interface PendingUpdate {
  readonly update: WireUpdate;
  /** Updates of one lane are delivered strictly one after the other. */
  readonly lane: string;
  /** Milliseconds since the epoch; a failed update that would be tried later than this is dropped. */
  readonly expiresAt: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const callbackMs = 150_000;

/** Kinds that the server sends only to bots that ask for them by name. */
const onlyOnRequest = ['chat_member', 'message_reaction', 'message_reaction_count'];

/** The updates of one bot, kept until they are acknowledged, by webhook or by offset. */
export class UpdateQueue {
  private readonly waiting = new Map<number, PendingUpdate>();
  private readonly listeners = new Set<(pending: PendingUpdate) => void>();
  allowed: readonly string[] = [];

  constructor(public nextId: number) {}

  /** Stores a new update under the next id; undefined when the bot did not ask for this kind. */
  push(kind: string, content: unknown): WireUpdate | undefined {
    if (!this.wants(kind)) return undefined;
    const update: WireUpdate = { update_id: this.nextId, [kind]: content };
    this.store(update);
    return update;
  }

  /** Stores an update as it is, with its own id. */
  store(update: WireUpdate): void {
    this.nextId = Math.max(this.nextId, update.update_id + 1);
    const pending = pendingOf(update);
    this.waiting.set(update.update_id, pending);
    for (const listener of this.listeners) listener(pending);
  }

  /** Calls back for every update that comes from now on; returns the way to stop it. */
  onPush(listener: (pending: PendingUpdate) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Forgets one update: its bot has it, or it is too old. */
  remove(updateId: number): void {
    this.waiting.delete(updateId);
  }

  /** Forgets all that waits. */
  clear(): void {
    this.waiting.clear();
  }

  /** What getUpdates answers: forgets all before `offset` (a negative one counts from the end) and reads on. */
  read(offset: number, limit: number): WireUpdate[] {
    const ids = [...this.waiting.keys()].toSorted((a, b) => a - b);
    const first = offset >= 0 ? offset : (ids.at(Math.max(offset, -ids.length)) ?? 0);
    for (const id of ids) if (id < first) this.waiting.delete(id);
    return this.all()
      .slice(0, limit)
      .map((pending) => pending.update);
  }

  /** All that waits, oldest first. */
  all(): PendingUpdate[] {
    return [...this.waiting.values()].toSorted((a, b) => a.update.update_id - b.update.update_id);
  }

  /** How many wait. */
  get size(): number {
    return this.waiting.size;
  }

  private wants(kind: string): boolean {
    return this.allowed.length > 0 ? this.allowed.includes(kind) : !onlyOnRequest.includes(kind);
  }
}

function pendingOf(update: WireUpdate): PendingUpdate {
  const [, content] = Object.entries(update).find(([key]) => key !== 'update_id') ?? [];
  const { callback_query: callback } = update as { callback_query?: { from?: { id?: number } } };
  // Presses of buttons travel beside the messages of their chat and may overtake them, as on the real server.
  if (callback) return { update, lane: `callback:${callback.from?.id}`, expiresAt: Date.now() + callbackMs };
  const { pre_checkout_query: checkout } = update as { pre_checkout_query?: { from?: { id?: number } } };
  if (checkout) return { update, lane: `checkout:${checkout.from?.id}`, expiresAt: Date.now() + callbackMs };
  const { chat, date } = (content ?? {}) as { chat?: { id?: number }; date?: number };
  const since = typeof date === 'number' ? date * 1000 : Date.now();
  return { update, lane: `chat:${chat?.id ?? 'none'}`, expiresAt: since + dayMs };
}
