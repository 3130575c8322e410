import type { Button } from '../dialogues/channel';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import { ModelAway, ModelRefused } from '../language-model/language-model';
import type { Agreement } from './agreement';
import type { Commands } from './commands';
import type { Composed, Outcome, UnsureWhy } from './composed';
import type { Composer } from './composer';
import type { Topic } from './evidence.rules';
import type { Handover, Hearing } from './handover';
import type { OpenReason, Voice } from './voice';

/** What answering needs. */
export interface AnswerTellerDeps {
  readonly handover: Handover;
  readonly voice: Voice;
  readonly commands: Commands;
  readonly composer: Composer;
  readonly agreement: Agreement;
  readonly edge: { readonly locales: Locales; readonly log: Log };
}

/** What the user asks now. */
export interface Question {
  readonly asked: readonly Message[];
  /** The last message that an answer settles. */
  readonly last: Message;
  readonly hearing: Hearing;
  readonly signal: AbortSignal;
}

type Unsure = Extract<Composed, { kind: 'unsure' }>;
type Clarify = Extract<Composed, { kind: 'clarify' }>;

/** The command that a button for a topic stands for: /about and the passage. */
export const topicCommand = 'about';

const openReasons: Readonly<Record<UnsureWhy, OpenReason>> = {
  'nothing found': 'NOTHING_FOUND',
  'no answer': 'UNSURE',
  'no support': 'UNSURE',
  'wrong language': 'UNSURE',
  'not done': 'UNSURE',
};

/** What is said instead of an answer that the bot could not give. */
const admissions: Readonly<Partial<Record<UnsureWhy, string>>> = {
  'wrong language': 'answer.wrong_language',
  'not done': 'tools.nothing_done',
};

/** Has a question answered, and tells the user what became of it. */
export class AnswerTeller {
  constructor(private readonly deps: AnswerTellerDeps) {}

  /** Answers a question, or apologises. Rejects with the signal's reason when it is aborted while the model writes. */
  async reply(dialogue: Dialogue, question: Question): Promise<void> {
    const { asked, hearing, signal } = question;
    try {
      const doubtful = hearing.wish.doubtful;
      await this.tell(dialogue, question, await this.deps.composer.compose(dialogue, asked, { signal, doubtful }));
    } catch (error) {
      if (!(error instanceof ModelAway || error instanceof ModelRefused)) throw error;
      this.deps.edge.log.warn({ err: error, dialogueId: dialogue.id }, 'no answer of the language model');
      await this.apologise(dialogue, question);
    }
  }

  /** One that does not know says so once, then a person is called; what it did not know is kept for the owner. */
  private async tell(dialogue: Dialogue, question: Question, outcome: Outcome): Promise<void> {
    const { composed, evidence, calls } = outcome;
    const { asked, last, hearing } = question;
    switch (composed.kind) {
      case 'wants human': {
        const { confidence } = hearing.wish;
        await this.deps.handover.call(dialogue, asked, { reason: 'USER_ASKED', confidence });
        return;
      }
      case 'unsure':
        return this.admit(dialogue, question, { ...composed, evidence });
      case 'clarify':
        return this.askBack(dialogue, last, composed);
      case 'stopped':
        return this.breakOff(dialogue, last, composed);
      case 'proposal':
        return this.deps.agreement.propose(dialogue, last, { ...composed.proposal, calls });
      default:
        return this.answer(dialogue, question, { ...composed, calls });
    }
  }

  private async apologise(dialogue: Dialogue, { asked, last }: Question): Promise<void> {
    const open = openOf(asked, { reason: 'MODEL_AWAY', score: 0 });
    if (await this.deps.handover.isLastStraw(dialogue, asked, 'LLM_UNAVAILABLE')) {
      return this.deps.voice.leaveOpen(dialogue, last, open);
    }
    const doubts = dialogue.doubts + 1;
    await this.deps.voice.phrase(dialogue, last, {
      key: 'model.away',
      buttons: this.wayToPeople(dialogue),
      doubts,
      open,
    });
  }

  private async answer(
    dialogue: Dialogue,
    { last, hearing }: Question,
    { text, citations, byTools, calls }: Extract<Composed, { kind: 'answer' }> & Pick<Outcome, 'calls'>,
  ): Promise<void> {
    // An answer that rests on nothing comes with the way to a person, and so does one to somebody who is angry.
    const isLoose = citations.length === 0 && !byTools;
    const offer = isLoose || hearing.angry ? { buttons: this.wayToPeople(dialogue) } : {};
    const doubts = hearing.angry ? dialogue.doubts + 1 : 0;
    await this.deps.voice.answer(dialogue, last, { text, citations, toolCalls: calls, ...offer, doubts });
  }

  private async admit(
    dialogue: Dialogue,
    { asked, last }: Question,
    unsure: Unsure & { evidence: number },
  ): Promise<void> {
    const { voice, handover } = this.deps;
    const open = openOf(asked, { reason: openReasons[unsure.why], score: unsure.evidence });
    if (await handover.isLastStraw(dialogue, asked, 'BOT_UNSURE')) return voice.leaveOpen(dialogue, last, open);
    const more = { buttons: this.wayToPeople(dialogue), doubts: dialogue.doubts + 1, open };
    if (unsure.text) return voice.answer(dialogue, last, { text: unsure.text, citations: [], ...more });
    await voice.phrase(dialogue, last, { key: admissions[unsure.why] ?? 'knowledge.not_found', ...more });
  }

  /** Asks what is meant, once; neither a help nor a failure. */
  private async askBack(dialogue: Dialogue, last: Message, { text, topics }: Clarify): Promise<void> {
    const list = topics.map(({ label }) => `- ${label}`).join('\n');
    const asking =
      text || this.deps.edge.locales.t(dialogue.language, 'replies:knowledge.clarify_topics', { topics: list });
    const buttons = [...topics.map((topic) => [buttonOf(topic)]), ...this.wayToPeople(dialogue)];
    const { doubts } = dialogue;
    await this.deps.voice.answer(dialogue, last, { text: asking, citations: [], buttons, doubts, clarifies: true });
  }

  private async breakOff(
    dialogue: Dialogue,
    last: Message,
    { text, citations }: Extract<Composed, { kind: 'stopped' }>,
  ): Promise<void> {
    const stopped = this.deps.edge.locales.t(dialogue.language, 'replies:stream.stopped');
    const told = [text.trim(), stopped].filter(Boolean).join('\n\n');
    await this.deps.voice.answer(dialogue, last, { text: told, citations, doubts: dialogue.doubts });
  }

  private wayToPeople(dialogue: Dialogue): Button[][] {
    return [[this.deps.commands.operatorButton(dialogue.language)]];
  }
}

/** The id without its type: an action has room for no more. */
function buttonOf({ passageId, label }: Topic): Button {
  return { text: label, action: `${topicCommand}:${passageId.replace(/^[a-z]+_/, '')}` };
}

function openOf(asked: readonly Message[], why: { readonly reason: OpenReason; readonly score: number }) {
  return { question: asked.map(({ text }) => text).join('\n'), ...why };
}
