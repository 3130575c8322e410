import type { DeskPlace } from '../../infra/prisma-client/client';
import type { Deed, DeskActions } from './desk-actions';
import type { DeskAnswers } from './desk-answers';
import type { DeskOperator, DeskOperators } from './desk-operators';
import type { DeskSpeech, Said } from './desk-speech';
import { type DeskPress, type DeskWords, keyOf } from './desk-update.rules';
import { readOperatorWords } from './desk-words.rules';
import type { GroupBinding } from './group-binding';
import type { PlaceStore } from './places.store';

/** What working in a group needs. */
export interface GroupDeskDeps {
  readonly operators: DeskOperators;
  readonly binding: GroupBinding;
  readonly places: PlaceStore;
  readonly actions: DeskActions;
  readonly speech: DeskSpeech;
  readonly answers: DeskAnswers;
}

// Who was told once is not told again; more than so many people do not write in one group by mistake.
const mostTold = 10_000;

/** What operators do in the group of a bot: each topic is a dialogue. */
export class GroupDesk {
  private readonly told = new Set<string>();

  constructor(private readonly deps: GroupDeskDeps) {}

  /** Passes on what was written in a topic, and obeys commands. */
  async words(words: DeskWords): Promise<void> {
    const read = readOperatorWords(words.text);
    const binds = read.kind === 'command' && read.name === 'desk' && !words.edited;
    const place = binds ? null : await this.placeOf(words);
    // What is written beside the dialogues is the people's own affair.
    if (!binds && !place) return;
    const by = await this.deps.operators.who(words);
    if (!by) return this.hint(words);
    if (binds) {
      const phrase = await this.deps.binding.command(by, words, read.argument);
      await this.deps.answers.reply(words, this.deps.answers.text(by.language, phrase));
      return;
    }
    if (place) await this.inTopic(by, place, words);
  }

  /** Does what a button says. */
  async press(press: DeskPress): Promise<boolean> {
    const { operators, places, actions, answers } = this.deps;
    const [place] = (await places.ofDialogue(press.subject)).filter(({ chatId }) => chatId === press.chat.id);
    if (place?.botId !== press.botId || !actions.knows(press.verb)) return false;
    const by = await operators.who(press);
    const language = by?.language ?? operators.languageOf(press);
    const { say, refused } = await this.pressed(by, press, language);
    await answers.press(press, { text: say ?? answers.text(language, [`done.${press.verb}`]), refused });
    return true;
  }

  private async pressed(by: DeskOperator | null, press: DeskPress, language: string): Promise<Deed> {
    const { actions, answers, binding } = this.deps;
    const refused = (key: string) => ({ say: answers.text(language, [key]), refused: true });
    if (!by) return refused('hint.not_operator');
    if (!(await binding.isDesk(press))) return refused('group.not_here');
    return actions.do({ by, dialogueId: press.subject, idempotencyKey: keyOf(press) }, press.verb);
  }

  private async inTopic(by: DeskOperator, place: DeskPlace, words: DeskWords): Promise<void> {
    const { dialogueId } = place;
    const { answers, binding } = this.deps;
    if (!(await binding.isDesk(words))) return answers.reply(words, answers.text(by.language, ['group.not_here']));
    const deed = await this.deed({ by, dialogueId, words, replyToId: await this.answered(place, words) });
    if (deed?.say) await answers.reply(words, deed.say);
  }

  private deed(said: Said): Promise<Deed | null> {
    const { by, dialogueId, words } = said;
    const { speech, actions } = this.deps;
    if (words.edited) return speech.edit(by, words);
    const read = readOperatorWords(words.text);
    if (read.kind === 'note') return speech.note(said, read.text);
    if (read.kind === 'command')
      return actions.do({ by, dialogueId, idempotencyKey: keyOf(words) }, read.name, read.argument);
    return speech.say(said);
  }

  private async placeOf({ botId, chat, threadId }: DeskWords): Promise<DeskPlace | null> {
    return threadId === null ? null : this.deps.places.ofTopic({ botId, chatId: chat.id, threadId });
  }

  private async answered({ botId, chatId, dialogueId }: DeskPlace, { replyTo }: DeskWords): Promise<string | null> {
    if (replyTo === null) return null;
    const row = await this.deps.places.find({ botId, chatId, telegramId: replyTo });
    return row?.dialogueId === dialogueId ? row.messageId : null;
  }

  /** Tells somebody who is no operator, once, that their words reach nobody. */
  private async hint(words: DeskWords): Promise<void> {
    const { operators, answers } = this.deps;
    const key = `${words.botId} ${words.chat.id} ${words.from?.id ?? 'hidden'}`;
    if (words.edited || this.told.has(key) || this.told.size >= mostTold) return;
    this.told.add(key);
    const language = operators.languageOf(words);
    await answers.reply(words, answers.text(language, [words.from ? 'hint.not_operator' : 'hint.hidden']));
  }
}
