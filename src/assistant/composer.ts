import type { Bots } from '../dialogues/bots';
import type { Dialogues } from '../dialogues/dialogues';
import type { Citation } from '../dialogues/speech';
import type { WhoAnswers } from '../handoff/who-answers';
import type { Bus } from '../infra/bus';
import type { Locales } from '../infra/locales';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import type { Knowledge } from '../knowledge/knowledge';
import type { LanguageModel } from '../language-model/language-model';
import { citationsOf } from './citations.rules';
import { buildPrompt, isMemorable, promptBudget } from './prompt';
import { ReplyStream } from './reply-stream';

/** What composing an answer needs. */
export interface ComposerDeps {
  readonly bots: Bots;
  readonly dialogues: Dialogues;
  readonly knowledge: Knowledge;
  readonly model: LanguageModel;
  readonly locales: Locales;
  readonly show: { readonly bus: Bus; readonly whoAnswers: WhoAnswers };
}

const passagesAtMost = 6;
const historyAtMost = 40;
// A question of so few words leans on the one before («А сколько это стоит?»).
const shortQuestionWords = 4;

/** Makes the answer of a turn from the owner's knowledge and the dialogue so far. */
export class Composer {
  constructor(private readonly deps: ComposerDeps) {}

  /** Throws ModelAway or ModelRefused when there is no whole answer, and the signal's reason when it is aborted. */
  async compose(
    dialogue: Dialogue,
    question: readonly Message[],
    signal: AbortSignal,
  ): Promise<{ text: string; citations: Citation[] }> {
    const bot = this.deps.bots.get(dialogue.botId);
    const history = await this.history(dialogue, question);
    const hits = await this.deps.knowledge.find({
      botId: bot.id,
      query: searchText(question, history),
      language: dialogue.language,
      limit: passagesAtMost,
    });
    const { persona, language } = dialogue;
    const prompt = buildPrompt({ bot, persona, language, hits, history, question }, this.deps.locales);
    const stream = this.stream(dialogue);
    try {
      const completion = await this.deps.model.complete({
        messages: prompt.messages,
        maxOutputTokens: promptBudget.answer,
        onText: (piece) => stream.write(piece),
        signal,
      });
      return { text: completion.text, citations: citationsOf(completion.text, prompt.hits) };
    } finally {
      await stream.end();
    }
  }

  private async history(dialogue: Dialogue, question: readonly Message[]): Promise<Message[]> {
    const latest = await this.deps.dialogues.latestMessages(dialogue.id, dialogue.contextSeq, historyAtMost);
    const asked = new Set(question.map((message) => message.id));
    return latest.filter((message) => isMemorable(message) && !asked.has(message.id));
  }

  private stream(dialogue: Dialogue): ReplyStream {
    const { bus, whoAnswers } = this.deps.show;
    return new ReplyStream(bus, dialogue.id, async () => (await whoAnswers.of(dialogue.id)).epoch <= dialogue.epoch);
  }
}

function searchText(question: readonly Message[], history: readonly Message[]): string {
  const asked = question.map((message) => message.text).join('\n');
  if (asked.split(/\s+/).length > shortQuestionWords) return asked;
  const before = history.findLast((message) => message.role === 'USER')?.text ?? '';
  return `${asked}\n${before}`;
}
