import type { AnswerGuard } from './answer-guard';

// So many letters show what language they are in.
const tellingLetters = 14;
// Every look reads the whole text again; people do not see more often than this.
const lookEveryMs = 80;
const halfOpen = /(?:!?\[[^\]\n]*(?:\](?:\([^)\n]*)?)?|<[^>\n]*|`[^`\n]*|&[^;\s]*|\S+)$/;

/**
 * Shows an answer while it is written, and nothing that will not be in it: words only when they are whole, links when it is known where they
 * lead, nothing in another language, and no more once it gives away what the model was told.
 */
export class GuardedPreview {
  private written = '';
  private shown = '';
  private ended = false;
  private nextLookAt = 0;

  constructor(
    private readonly guard: AnswerGuard,
    private readonly show: (piece: string) => void,
  ) {}

  /** What was shown until now. */
  get text(): string {
    return this.shown;
  }

  write(piece: string): void {
    this.written += piece;
    // What ends within a word changes nothing that can be shown.
    if (this.ended || !/\s/.test(piece) || performance.now() < this.nextLookAt) return;
    this.showUpTo(this.written.replace(halfOpen, ''));
    this.nextLookAt = performance.now() + lookEveryMs;
  }

  /** Shows what is left of the answer that it became; nothing when that is another one. */
  finish(text: string): void {
    if (!this.ended && text.startsWith(this.shown)) this.tell(text);
    this.ended = true;
  }

  private showUpTo(prefix: string): void {
    if (this.guard.givesAway(prefix)) {
      this.ended = true;
      return;
    }
    if (this.guard.isInAnotherLanguage(prefix)) return;
    const letters = prefix.match(/\p{L}/gu)?.length ?? 0;
    if (letters < tellingLetters) return;
    const clean = this.guard.clean(prefix);
    if (clean.startsWith(this.shown)) this.tell(clean);
  }

  private tell(text: string): void {
    const piece = text.slice(this.shown.length);
    this.shown = text;
    if (piece !== '') this.show(piece);
  }
}
