import { summaryTokens } from '../assistant/memory/budget.rules';
import { cutToTokens } from '../assistant/memory/cut.rules';
import { fallingOut, readOfMessage } from '../assistant/memory/recap.rules';
import { isMemorable } from '../assistant/prompt';
import { DialogueStore } from '../dialogues/dialogues.store';
import type { Database } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Message } from '../infra/prisma-client/client';
import { ModelAway } from '../language-model/language-model';
import { countTokens } from '../language-model/tokens';
import { type AttendedDialogue, DeskStore } from './desk.store';
import type { DeskStep, DeskTry, DeskWork } from './desk-step';
import type { DeskWriter } from './desk-writer';
import { shortened, transcriptOf } from './exchange.rules';

/** What telling a dialogue's summary on needs. */
export interface RollingSummaryDeps {
  readonly database: Database;
  readonly writer: DeskWriter;
  readonly locales: Locales;
  /** How many tokens the model takes. */
  readonly contextTokens: number;
}

/** A summary, and the last message of which it tells. */
type Told = Pick<AttendedDialogue, 'summary' | 'summarySeq'>;

// No dialogue is long with fewer messages, whatever they are; then nothing is read.
const fewest = 4;
const mostRead = 400;
const longestQuote = 160;
// Of an old summary without a model the first lines are kept, and the latest.
const firstLines = 3;

/** Tells in a dialogue's summary what the bot no longer reads word for word: by the model, or, where it cannot, by what the user wrote. */
export class RollingSummary implements DeskStep {
  private readonly store: DeskStore;

  constructor(private readonly deps: RollingSummaryDeps) {
    this.store = new DeskStore(deps.database);
  }

  async due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]> {
    const begins = Math.max(dialogue.contextSeq, dialogue.summarySeq);
    if (dialogue.nextSeq - 1 - begins < fewest) return [];
    const said = (await this.store.said(dialogue.id, begins, mostRead)).filter(isMemorable);
    const last = fallingOut(said, this.deps.contextTokens).at(-1);
    if (!last) return [];
    return [{ key: `recap ${dialogue.id} ${last.seq}`, run: (one) => this.tellOn(dialogue, said, one) }];
  }

  /** Goes on until what is left has room; what was told by then is kept. */
  private async tellOn(dialogue: AttendedDialogue, said: readonly Message[], one: DeskTry): Promise<boolean> {
    const { id, contextSeq } = dialogue;
    let told: Told = dialogue;
    for (let left = said; ; left = left.filter(({ seq }) => seq > told.summarySeq)) {
      const turns = fallingOut(left, this.deps.contextTokens);
      const summarySeq = turns.at(-1)?.seq;
      if (summarySeq === undefined) return true;
      const summary = await this.write({ ...dialogue, ...told }, turns, one);
      const same = { id, contextSeq, summarySeq: told.summarySeq };
      const change = { summary, summarySeq };
      // Forgotten meanwhile, or told by another: then this is nobody's summary.
      if (!(await this.deps.database.transaction((tx) => DialogueStore.changeIf(tx, same, change)))) return true;
      told = change;
    }
  }

  private async write(
    { language, summary }: Pick<AttendedDialogue, 'language' | 'summary'>,
    turns: readonly Message[],
    { signal, last }: DeskTry,
  ): Promise<string> {
    const earlier = summary ? [`Earlier: ${summary.replaceAll('\n', '\n  ')}`] : [];
    const text = [...earlier, transcriptOf(turns.map(asRead))].join('\n');
    try {
      const written = await this.deps.writer.write({ task: 'recap', language, text, signal });
      if (written !== null) return cutToTokens(written, summaryTokens, '…');
    } catch (error) {
      if (!(error instanceof ModelAway && last)) throw error;
    }
    return this.extract({ language, summary }, turns);
  }

  /** What there is to say without a model: what the user wrote. */
  private extract(
    { language, summary }: Pick<AttendedDialogue, 'language' | 'summary'>,
    turns: readonly Message[],
  ): string {
    const quoted = turns
      .filter(({ role }) => role === 'USER')
      .map(({ text }) => this.deps.locales.t(language, 'prompts:user_wrote', { text: shortened(text, longestQuote) }));
    const lines = [...new Set([...(summary?.split('\n') ?? []), ...quoted])];
    while (lines.length > firstLines + 1 && countTokens(lines.join('\n')) > summaryTokens) lines.splice(firstLines, 1);
    return cutToTokens(lines.join('\n'), summaryTokens, '…');
  }
}

function asRead(message: Message): Message {
  return { ...message, text: cutToTokens(message.text, readOfMessage, '[…]') };
}
