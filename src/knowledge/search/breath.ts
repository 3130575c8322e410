const longestMs = 8;

/** Lets others have their turn while something long is done. */
export class Breath {
  private begun = performance.now();
  private steps = 0;

  /** True when the time for one go is over; asks the clock only now and then. */
  isDue(): boolean {
    return (++this.steps & 15) === 0 && performance.now() - this.begun > longestMs;
  }

  /** Waits until others had their turn. */
  async take(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.begun = performance.now();
  }
}
