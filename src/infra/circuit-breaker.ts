/** How a call that was let through ended: did it show that the other side works? */
export type CallOutcome = 'well' | 'unwell' | 'unknown';

/** When a breaker opens and for how long. */
export interface BreakerLimits {
  /** So many failures without a success between them… */
  readonly failures: number;
  /** …within so many milliseconds open it. */
  readonly windowMs: number;
  /** How long it then lets nothing through. */
  readonly pauseMs: number;
}

/** Permission for one call; `end` must be called once, whatever happens. */
export interface Pass {
  end(outcome: CallOutcome): void;
}

/**
 * Stops asking a service that keeps failing, so that users hear at once that it is away.
 *
 * closed → (failures in a row within the window) → open → (pause) → half open: one call probes → closed, or open again.
 * A success forgets the failures before it: under load a few failures beside many successes are not an outage.
 */
export class CircuitBreaker {
  private failedAt: number[] = [];
  private openedAt: number | undefined;
  private probing = false;

  constructor(
    private readonly limits: BreakerLimits,
    private readonly now: () => number,
  ) {}

  /** A pass for one call, or undefined when nothing should be asked now. */
  enter(): Pass | undefined {
    if (this.openedAt === undefined) return { end: (outcome) => this.count(outcome) };
    if (this.probing || this.now() - this.openedAt < this.limits.pauseMs) return undefined;
    this.probing = true;
    return { end: (outcome) => this.judgeProbe(outcome) };
  }

  private count(outcome: CallOutcome): void {
    // Calls that began before it opened say nothing about now; only the probe decides.
    if (this.openedAt !== undefined) return;
    if (outcome === 'well') this.failedAt = [];
    if (outcome !== 'unwell') return;
    const now = this.now();
    this.failedAt = [...this.failedAt.filter((at) => now - at < this.limits.windowMs), now];
    if (this.failedAt.length >= this.limits.failures) this.openedAt = now;
  }

  private judgeProbe(outcome: CallOutcome): void {
    this.probing = false;
    if (outcome === 'well') {
      this.openedAt = undefined;
      this.failedAt = [];
    }
    if (outcome === 'unwell') this.openedAt = this.now();
  }
}
