import type { Bus } from '../infra/bus';

/** A piece of an answer while it is written; the last one has `done`. */
export interface ReplyPiece {
  readonly text: string;
  readonly done: boolean;
}

// Pieces of a model are words and less: told one by one they would cost more than they show.
const flushMs = 50;

/** The topic on which the pieces of a dialogue's answers are told. */
export function replyTopic(dialogueId: string): string {
  return `reply:${dialogueId}`;
}

/** Shows an answer to whoever watches while it is written. It is a show only: what counts is the message. */
export class ReplyStream {
  private waiting = '';
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    private readonly bus: Bus,
    private readonly dialogueId: string,
    /** False when somebody else answers by now; then nothing more is shown. */
    private readonly stillOurs: () => Promise<boolean>,
  ) {}

  write(piece: string): void {
    this.waiting += piece;
    this.timer ??= setTimeout(() => void this.flush(), flushMs);
  }

  /** Shows what is left and that the answer is over. */
  async end(): Promise<void> {
    if (this.ended) return;
    clearTimeout(this.timer);
    const text = (await this.stillOurs()) ? this.waiting : '';
    this.ended = true;
    await this.publish({ text, done: true });
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    const ours = await this.stillOurs();
    if (this.ended) return;
    const text = this.waiting;
    this.waiting = '';
    if (ours && text) await this.publish({ text, done: false });
  }

  private publish(piece: ReplyPiece): Promise<void> {
    return this.bus.publish(replyTopic(this.dialogueId), piece);
  }
}
