/** Which limit a stream broke. */
export type BrokenLimit = 'first token' | 'gap' | 'total';

/** The limits of one stream, in milliseconds. */
export interface StreamLimits {
  readonly firstTokenMs: number;
  readonly gapMs: number;
  /** What is left of the whole budget. */
  readonly remainingMs: number;
}

/**
 * Watches one stream and aborts it when it is silent for too long; aborting closes the socket.
 * The SDK's own timeout ends with the response headers, so a stream that stalls would hang for ever.
 */
export class StreamWatch {
  /** The limit that was broken, once one was. */
  broken: BrokenLimit | undefined;
  private readonly controller = new AbortController();
  private readonly total: NodeJS.Timeout;
  private silence: NodeJS.Timeout;
  private readonly onCallerAbort = () => this.controller.abort(this.caller?.reason);

  constructor(
    private readonly limits: StreamLimits,
    private readonly caller: AbortSignal | undefined,
  ) {
    this.total = setTimeout(() => this.break('total'), limits.remainingMs);
    this.silence = setTimeout(() => this.break('first token'), limits.firstTokenMs);
    if (caller?.aborted) this.onCallerAbort();
    caller?.addEventListener('abort', this.onCallerAbort, { once: true });
  }

  /** Aborted when a limit is broken or the caller gives up. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** A token came: from now on the gap between tokens counts. */
  heard(): void {
    clearTimeout(this.silence);
    if (!this.signal.aborted) this.silence = setTimeout(() => this.break('gap'), this.limits.gapMs);
  }

  /** Ends the watch; nothing of it stays behind. */
  stop(): void {
    clearTimeout(this.silence);
    clearTimeout(this.total);
    this.caller?.removeEventListener('abort', this.onCallerAbort);
  }

  private break(limit: BrokenLimit): void {
    this.broken ??= limit;
    this.controller.abort();
  }
}
