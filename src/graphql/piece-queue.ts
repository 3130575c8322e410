import type { ReplyPiece } from '../assistant/reply-stream';
import type { Source } from './picked';

// So many finished answers may wait for a slow reader; the pieces of one answer are joined and count as one.
const mostWaiting = 16;

/** Pieces of answers between the bus and one reader: joined while the reader is slow, so memory is bounded. */
export class PieceQueue<T> implements Source<T> {
  /** What to do when nobody reads any more. */
  onEnd: () => Promise<void> = async () => undefined;
  private waiting: ReplyPiece[] = [];
  private wake: (() => void) | undefined;
  private ended = false;

  constructor(private readonly shape: (piece: ReplyPiece) => T) {}

  add(piece: ReplyPiece): void {
    if (this.ended) return;
    const last = this.waiting.at(-1);
    if (last && !last.done) this.waiting[this.waiting.length - 1] = { ...piece, text: last.text + piece.text };
    else this.waiting.push(piece);
    if (this.waiting.length > mostWaiting) this.waiting.shift();
    this.wake?.();
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.ended) {
      const piece = this.waiting.shift();
      if (piece) return { done: false, value: this.shape(piece) };
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
    this.ended = true;
    this.wake?.();
    await this.onEnd();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
