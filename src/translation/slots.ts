/** Lets only so many pieces of work run at once; the others wait in order, urgent ones before the rest. */
export class Slots {
  private free: number;
  private readonly waiting: { readonly start: () => void; readonly urgent: boolean }[] = [];

  constructor(count: number) {
    this.free = count;
  }

  /** Does the work when it has a slot; throws the signal's reason when that is aborted while it waits. */
  async run<T>(work: () => Promise<T>, { urgent, signal }: { urgent: boolean; signal: AbortSignal }): Promise<T> {
    signal.throwIfAborted();
    if (this.free > 0) this.free -= 1;
    else await this.turn(urgent, signal);
    try {
      return await work();
    } finally {
      // A slot is handed on rather than freed, so that nobody overtakes who waits.
      const next = this.waiting.shift();
      if (next) next.start();
      else this.free += 1;
    }
  }

  private turn(urgent: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(signal.reason);
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const entry = { start, urgent };
      signal.addEventListener('abort', leave, { once: true });
      const place = urgent ? this.waiting.findIndex((other) => !other.urgent) : -1;
      this.waiting.splice(place < 0 ? this.waiting.length : place, 0, entry);
    });
  }
}
