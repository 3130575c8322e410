import { isMemorable } from '../assistant/prompt';
import type { Bots } from '../dialogues/bots';
import type { Citation } from '../dialogues/speech';
import type { EventLog } from '../events/event-log';
import type { WishDetector } from '../handoff/wish/wish-detector';
import type { Database } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Handoff, Message } from '../infra/prisma-client/client';
import { ModelAway } from '../language-model/language-model';
import { type AttendedDialogue, DeskStore } from './desk.store';
import type { DeskStep, DeskTry, DeskWork } from './desk-step';
import type { DeskWriter } from './desk-writer';
import { shortened, transcriptOf } from './exchange.rules';
import { readersOf } from './readers.rules';
import { isSummaryDue } from './summary.rules';

/** What summing up needs. */
export interface SummariesDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly bots: Bots;
  readonly writer: DeskWriter;
  readonly locales: Locales;
  readonly wishes: WishDetector;
}

interface Told {
  readonly dialogue: AttendedDialogue;
  readonly open: Handoff;
  readonly said: readonly Message[];
  readonly language: string;
}

const mostMessages = 60;
const mostQuestions = 3;
const longestQuote = 180;

/** Sums up for the operator what a dialogue is about: by the model, or, where it cannot, by what was said last. */
export class Summaries implements DeskStep {
  private readonly store: DeskStore;

  constructor(private readonly deps: SummariesDeps) {
    this.store = new DeskStore(deps.database);
  }

  async due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]> {
    const { open } = dialogue;
    if (!open) return [];
    const said = (await this.store.said(dialogue.id, dialogue.contextSeq, mostMessages)).filter(isMemorable);
    const languages = readersOf(dialogue, this.deps.bots.get(dialogue.botId));
    if (!isSummaryDue(open, { said, languages })) return [];
    const told = { dialogue, open, said, language: languages[0] };
    // Until the model has had its say, whatever is said gives it another chance.
    const upTo = open.summarySeq === 0 ? (said.at(-1)?.seq ?? 0) : '';
    return [{ key: `summary ${open.id} ${dialogue.epoch} ${upTo}`, run: (one) => this.sumUp(told, one) }];
  }

  private async sumUp(told: Told, { signal }: DeskTry): Promise<boolean> {
    const { open, said, language, dialogue } = told;
    const seq = said.at(-1)?.seq ?? 0;
    const earlier = dialogue.memory ? [`Earlier: ${shortened(dialogue.memory, 1_000)}`] : [];
    const text = [...earlier, transcriptOf(said)].join('\n');
    try {
      const written =
        said.length > 0 ? await this.deps.writer.write({ task: 'summary', language, text, signal }) : null;
      await this.keep(open, { summary: written ?? this.extract(told), seq });
      return true;
    } catch (error) {
      if (error instanceof ModelAway && open.summary === null)
        await this.keep(open, { summary: this.extract(told), seq: 0 });
      throw error;
    }
  }

  /** What the user wrote last; that they want people, everybody knows by now, unless it is all there is. */
  private questionsIn({ lastQuestion }: Handoff, said: readonly Message[]): string[] {
    const asked = said.filter((one) => one.role === 'USER').map((one) => one.text);
    const written = [...new Set([...(lastQuestion ? [lastQuestion] : []), ...asked])];
    const questions = written.filter((text) => !this.deps.wishes.detect(text).wantsHuman);
    return (questions.length > 0 ? questions : written).slice(-mostQuestions);
  }

  private async keep({ id, dialogueId }: Handoff, told: { summary: string; seq: number }): Promise<void> {
    await this.deps.events.transact(async (tx, tell) => {
      if (!(await DeskStore.summarise(tx, id, told))) return;
      tell({ kind: 'HANDOFF_CHANGED', dialogueId, handoffId: id });
    });
  }

  /** What there is to say without a model: what the user asked, what they were answered, and from which sources. */
  private extract({ open, said, language }: Told): string {
    const t = (key: string, params?: Record<string, string>) =>
      this.deps.locales.t(language, `desk-help:summary.${key}`, params);
    const quote = (text: string) => t('quote', { text: shortened(text, longestQuote) });
    const questions = this.questionsIn(open, said);
    if (questions.length === 0) return t('nothing');
    const answer = said.findLast((one) => one.role !== 'USER');
    const lines = [t('asked', { quotes: questions.map(quote).join('; ') })];
    if (!answer) return [...lines, t('unanswered')].join('\n');
    const key = answer.role === 'BOT' ? 'bot_answered' : 'operator_answered';
    const citations = answer.citations as unknown as readonly Citation[];
    const sources = [...new Set(citations.map(({ title }) => title))].join('; ');
    lines.push(t(key, { quote: quote(firstParagraph(answer.text)) }), ...(sources ? [t('sources', { sources })] : []));
    return lines.join('\n');
  }
}

function firstParagraph(text: string): string {
  return (text.split(/\n{2,}/)[0] ?? '').replaceAll(/\s?\[\d{1,2}\]/g, '');
}
