import type { Bus, Unsubscribe } from './bus';
import type { Log } from './log';

/** Something that every process keeps a copy of and any may change. */
export interface SharedStateOptions {
  /** The topic that says «it has changed». */
  readonly topic: string;
  /** Takes up what holds now. */
  readonly read: () => Promise<void>;
}

// The bus loses messages; a minute later everybody has the same all the same.
const lookEveryMs = 60_000;

/** Takes up what other processes have changed: when the bus says so, and now and then in case it said nothing. */
export class SharedState {
  private looking: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private stops: (Unsubscribe | (() => unknown))[] = [];

  constructor(
    private readonly deps: { bus: Bus; log: Log },
    private readonly options: SharedStateOptions,
  ) {}

  /** Reads it, and follows from now on. */
  async start(): Promise<void> {
    const { bus } = this.deps;
    // First to listen, then to read: what changes in between is not missed.
    this.stops = [await bus.subscribe(this.options.topic, () => this.look()), bus.onGap(() => this.look())];
    await this.options.read();
    this.timer = setInterval(() => this.look(), lookEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const stop of this.stops) await stop();
    await this.looking;
  }

  /** Takes up here what was changed, and says it to the other processes. */
  async changed(): Promise<void> {
    await this.deps.bus.publish(this.options.topic, {});
    await this.options.read();
  }

  private look(): void {
    this.looking = this.looking.then(() =>
      this.options.read().catch((error: unknown) => {
        const { topic } = this.options;
        this.deps.log.warn({ err: error, topic }, 'what has changed could not be read; what was known holds on');
      }),
    );
  }
}
