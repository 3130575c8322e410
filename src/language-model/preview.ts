/**
 * Passes the text on while it is written, over several attempts at one answer: what was passed on is not repeated,
 * and when an attempt says something else than what was already passed on, it stays silent.
 */
export class Preview {
  private shown = '';
  private attempt = '';

  constructor(private readonly onText: (piece: string) => void) {}

  /** A new attempt begins, from the first letter. */
  restart(): void {
    this.attempt = '';
  }

  /** The next piece of the running attempt. */
  write(piece: string): void {
    this.attempt += piece;
    if (this.attempt.length <= this.shown.length || !this.attempt.startsWith(this.shown)) return;
    const news = this.attempt.slice(this.shown.length);
    this.shown = this.attempt;
    this.onText(news);
  }
}
