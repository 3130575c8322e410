import type { AnswerGuard } from './answer-guard';
import { GuardedPreview } from './guarded-preview';

/** Where what is written is shown, and how it is taken back. */
interface Stage {
  readonly onText: (piece: string) => void;
  readonly afresh?: (() => void) | undefined;
}

/** Shows the tries of one answer while they are written. What stood beside a call of a tool is taken back, and then nothing is shown until the answer is whole. */
export class ShownTries {
  private current: GuardedPreview | undefined;
  private tookBack = false;

  constructor(
    private readonly guard: AnswerGuard,
    private readonly stage: Stage,
  ) {}

  /** Whether something of the answer can be seen. */
  get hasShown(): boolean {
    return this.tookBack || Boolean(this.current?.text);
  }

  /** What listens to the next try; nothing does once something was taken back. */
  next(): ((piece: string) => void) | undefined {
    if (this.current?.text) {
      this.stage.afresh?.();
      this.tookBack = true;
    }
    this.current = this.tookBack ? undefined : new GuardedPreview(this.guard, this.stage.onText);
    const preview = this.current;
    return preview && ((piece) => preview.write(piece));
  }

  /** Shows what is left of the answer that it became. */
  finish(text: string): void {
    this.current?.finish(text);
  }
}
