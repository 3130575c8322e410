import type { Log } from './log';

/** Ends a subscription; calling it again does nothing. */
export type Unsubscribe = () => Promise<void>;

/**
 * Carries wake-ups between the parts of the program, within a process or between several.
 * A message arrives at most once: it says that there is something to read and is never the only place where a fact is kept.
 */
export interface Bus {
  /** Sends a JSON message to every subscriber of the topic; resolves also when the bus is away. */
  publish(topic: string, message: unknown): Promise<void>;
  /** Calls the listener for every message sent from now on; resolved means subscribed, or remembered while the bus is away. */
  subscribe(topic: string, listener: (message: unknown) => void): Promise<Unsubscribe>;
  /** Calls the listener when messages may have been lost: about once a second while the bus is away, and once it is whole again. */
  onGap(listener: () => void): () => void;
  /** Whether messages arrive now. */
  healthy(): boolean;
  close(): Promise<void>;
}

/** Who listens to which topic in this process; what a listener throws is logged and reaches nobody else. */
export class Listeners {
  private readonly topics = new Map<string, Set<{ listener: (message: unknown) => void }>>();

  constructor(private readonly log: Log) {}

  /** The topics that somebody listens to. */
  names(): string[] {
    return [...this.topics.keys()];
  }

  /** Whether somebody listens to the topic. */
  has(topic: string): boolean {
    return this.topics.has(topic);
  }

  /** Adds a listener; the function handed back removes it and is true when it was the last one of its topic. */
  add(topic: string, listener: (message: unknown) => void): () => boolean {
    const entry = { listener };
    const entries = this.topics.get(topic) ?? new Set();
    this.topics.set(topic, entries.add(entry));
    return () => {
      const last = entries.delete(entry) && entries.size === 0;
      if (last) this.topics.delete(topic);
      return last;
    };
  }

  /** Hands a message in its JSON form to every listener of the topic, to each a copy of its own. */
  deliver(topic: string, json: string): void {
    for (const { listener } of Array.from(this.topics.get(topic) ?? [])) {
      try {
        listener(JSON.parse(json));
      } catch (error) {
        this.log.error({ err: error, topic }, 'a subscriber could not take a message');
      }
    }
  }

  /** Forgets all listeners. */
  clear(): void {
    this.topics.clear();
  }
}

/** The JSON form of a message; what has none (undefined, a function) becomes null. */
export function asJson(message: unknown): string {
  return JSON.stringify(message) ?? 'null';
}

/** A bus for a program that is one process: it cannot be away and loses nothing while the process lives. */
export function openInProcessBus({ log }: { log: Log }): Bus {
  const listeners = new Listeners(log.child({ part: 'bus' }));
  let closed = false;
  return {
    async publish(topic, message) {
      const json = asJson(message);
      // Later, as with Redis: a listener never runs inside the publisher's own steps.
      if (!closed) queueMicrotask(() => listeners.deliver(topic, json));
    },
    async subscribe(topic, listener) {
      const remove = listeners.add(topic, listener);
      return async () => {
        remove();
      };
    },
    onGap: () => () => undefined,
    healthy: () => !closed,
    async close() {
      closed = true;
      listeners.clear();
    },
  };
}
