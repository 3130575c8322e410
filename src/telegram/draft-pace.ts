// Once a second is as often as anybody can follow.
const quickestMs = 1_000;
const slowestMs = 16_000;
const recovery = 0.9;

/**
 * How often the drafts of a bot may be brought up to date. They are a luxury: when Telegram has had enough of this bot,
 * all of them wait, so that messages pass.
 */
export class DraftPace {
  private intervalMs = quickestMs;
  private pausedUntil = 0;

  /** How long after its latest call a draft has to wait for its next one. */
  restMs(latest: number): number {
    const now = performance.now();
    return Math.max(0, this.pausedUntil - now, latest + this.intervalMs - now);
  }

  /** A call was taken: a little faster again. */
  taken(): void {
    this.intervalMs = Math.max(quickestMs, this.intervalMs * recovery);
  }

  /** A call was too much: half as often from now on, and not before the time that Telegram names. */
  tooMuch(retryAfterMs: number | null): void {
    this.intervalMs = Math.min(slowestMs, this.intervalMs * 2);
    this.pausedUntil = Math.max(this.pausedUntil, performance.now() + (retryAfterMs ?? this.intervalMs));
  }
}
