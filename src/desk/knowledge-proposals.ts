import { isMemorable } from '../assistant/prompt';
import type { WishDetector } from '../handoff/wish/wish-detector';
import type { Database } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Handoff, Message } from '../infra/prisma-client/client';
import type { Knowledge } from '../knowledge/knowledge';
import { detectLanguage } from '../people/detect-language';
import { maskLabels } from '../people/mask-labels';
import { masked } from '../people/personal-data.rules';
import type { Translations } from '../translation/translations';
import { type AttendedDialogue, DeskStore } from './desk.store';
import type { DeskStep, DeskTry, DeskWork } from './desk-step';
import type { DeskWriter } from './desk-writer';
import { shortened, transcriptOf } from './exchange.rules';
import { type Entry, entryIn, isKnown, saysSomething } from './proposal.rules';
import { ProposalStore } from './proposals.store';

/** What proposing knowledge needs. */
export interface KnowledgeProposalsDeps {
  readonly database: Database;
  readonly knowledge: Knowledge;
  readonly translations: Translations;
  readonly writer: DeskWriter;
  readonly locales: Locales;
  readonly wishes: WishDetector;
}

const mostMessages = 100;
const mostBefore = 5;
const longestQuestion = 200;
const hitsLookedAt = 5;

/** What was said between a user and operators, without what tells who the user is. */
interface Exchange {
  readonly language: string;
  readonly text: string;
  /** What there is without a model: what the user asked, and the operators' answers one after another. */
  readonly plain: Entry | null;
  readonly mask: (text: string) => string;
}

/** Proposes what operators have answered as knowledge of the bot, once for each handoff. */
export class KnowledgeProposals implements DeskStep {
  private readonly store: DeskStore;
  private readonly proposals: ProposalStore;

  constructor(private readonly deps: KnowledgeProposalsDeps) {
    this.store = new DeskStore(deps.database);
    this.proposals = new ProposalStore(deps.database);
  }

  async due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]> {
    const handoffs = await this.store.unproposed(dialogue.id);
    return handoffs.map((handoff) => ({
      key: `proposal ${handoff.id}`,
      run: (one) => this.propose(dialogue, handoff, one),
    }));
  }

  private async propose(dialogue: AttendedDialogue, handoff: Handoff, { signal, last }: DeskTry): Promise<boolean> {
    const exchange = await this.exchangeOf(dialogue, handoff);
    if (!exchange) return true;
    const { language, mask } = exchange;
    const found = last ? exchange.plain : await this.entryOf(exchange, signal);
    if (!found) return true;
    const entry = { question: shortened(mask(found.question), longestQuestion), answer: mask(found.answer) };
    const { botId, id: dialogueId } = dialogue;
    const query = `${entry.question}\n${entry.answer}`;
    const hits = await this.deps.knowledge.find({ botId, query, language, limit: hitsLookedAt });
    if (isKnown(entry, hits)) return true;
    const written = detectLanguage(entry.answer, ['ru', 'en']) ?? language;
    await this.proposals.add({ botId, dialogueId, handoffId: handoff.id, ...entry, language: written });
    return true;
  }

  private async entryOf({ language, text, plain }: Exchange, signal: AbortSignal): Promise<Entry | null> {
    const written = await this.deps.writer.write({ task: 'proposal', language, text, signal });
    const entry = written === null ? undefined : entryIn(written);
    return entry === undefined ? plain : entry;
  }

  /** Null when the operators said nothing that anybody else could use. */
  private async exchangeOf(dialogue: AttendedDialogue, handoff: Handoff): Promise<Exchange | null> {
    const said = (await this.store.saidIn(handoff, mostMessages)).filter(isMemorable);
    const answers = said.filter((one) => one.role === 'OPERATOR' && saysSomething(one.text));
    if (answers.length === 0) return null;
    const { language, user } = dialogue;
    const names = [user.displayName, ...(user.username ? [user.username] : [])];
    const mask = (text: string) => masked(text, names, maskLabels(this.deps.locales, language));
    const before = (await this.store.askedBefore(handoff, mostBefore)).filter(isMemorable);
    const question = this.questionIn(handoff, [...before, ...said]);
    const plain = question === undefined ? null : { question, answer: await this.inOneLanguage(answers, language) };
    return { language, text: mask(transcriptOf([...before, ...said])), plain, mask };
  }

  /** What the user wanted to know when people were called, or wrote after that; that they wanted people is no question. */
  private questionIn({ lastQuestion }: Handoff, said: readonly Message[]): string | undefined {
    const isQuestion = (text: string) => saysSomething(text) && !this.deps.wishes.detect(text).wantsHuman;
    if (lastQuestion !== null && isQuestion(lastQuestion)) return lastQuestion;
    const answered = said.findIndex((one) => one.role === 'OPERATOR');
    const asked = (one: Message) => one.role === 'USER' && isQuestion(one.text);
    return (said.slice(0, answered).findLast(asked) ?? said.slice(answered).find(asked))?.text;
  }

  /** The answers as the user got them. */
  private async inOneLanguage(answers: readonly Message[], language: string): Promise<string> {
    const ids = answers.map((one) => one.id);
    const translated = await this.deps.translations.of(ids, language);
    return answers.map((one) => translated.get(one.id) ?? one.text).join('\n\n');
  }
}
