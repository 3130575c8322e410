import type { Log } from '../infra/log';

/** A warning that is written once a minute at most, with the number of times it would have been. */
export class RareWarning {
  private count = 0;
  private quietUntil = 0;

  constructor(
    private readonly log: Log,
    private readonly text: string,
    private readonly level: 'warn' | 'error' = 'warn',
  ) {}

  /** Writes the warning, or only counts it when one was written within the last minute. */
  note(details: object): void {
    this.count++;
    const now = performance.now();
    if (now < this.quietUntil) return;
    this.log[this.level]({ ...details, count: this.count }, this.text);
    this.count = 0;
    this.quietUntil = now + 60_000;
  }
}
