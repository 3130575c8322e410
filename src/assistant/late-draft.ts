import type { DraftPen } from '../dialogues/channel';

// Most answers of a quick model are there before anybody wonders; showing them in pieces would only cost calls.
const patienceMs = 700;

/** The draft of an answer in the user's chat; it begins when the answer takes long enough to be worth showing. */
export class LateDraft {
  private readonly timer: NodeJS.Timeout;
  private opening: Promise<void> | undefined;
  private pen: DraftPen | undefined;
  private text = '';
  private ended = false;

  constructor(open: () => Promise<DraftPen | undefined>) {
    this.timer = setTimeout(() => {
      this.opening = this.begin(open);
    }, patienceMs);
  }

  /** What was written so far. */
  get written(): string {
    return this.text;
  }

  write(piece: string): void {
    this.text += piece;
    this.pen?.show(this.text);
  }

  /** Forgets what was written; the draft stays and is written anew. */
  clear(): void {
    this.text = '';
  }

  /** Ends the show, also one that has not begun. */
  async end(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.opening;
    await this.pen?.end();
  }

  private async begin(open: () => Promise<DraftPen | undefined>): Promise<void> {
    if (this.ended) return;
    this.pen = await open();
    if (this.text) this.pen?.show(this.text);
  }
}
