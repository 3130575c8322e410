import type { Deed, DeskActions, Ordered } from './desk-actions';
import type { DeskAnswers } from './desk-answers';
import type { DeskOperator, DeskOperators } from './desk-operators';
import type { DeskSpeech } from './desk-speech';
import { type DeskPress, type DeskWords, keyOf } from './desk-update.rules';
import { type OperatorWords, readOperatorWords } from './desk-words.rules';
import type { OwnDesk } from './own-desk';
import type { Talks, Target } from './talks';

/** What working in private needs. */
export interface PrivateDeskDeps {
  readonly operators: DeskOperators;
  readonly talks: Talks;
  readonly own: OwnDesk;
  readonly actions: DeskActions;
  readonly speech: DeskSpeech;
  readonly answers: DeskAnswers;
}

/** What gives a dialogue away. */
const endings = new Set(['return', 'close', 'release', 'transfer']);

/** What operators do in their own chat with the bot. Who has no dialogue there is a user like everybody else. */
export class PrivateDesk {
  constructor(private readonly deps: PrivateDeskDeps) {}

  /** False when it was no operator's affair. */
  async words(words: DeskWords): Promise<boolean> {
    const by = await this.deps.operators.who(words);
    if (!by) return false;
    if (words.edited) return this.edit(by, words);
    const read = readOperatorWords(words.text);
    if (read.kind === 'command' && this.deps.own.knows(read.name)) {
      const { text, keyboard } = await this.deps.own.do(by, read.name, keyOf(words));
      await this.deps.answers.reply(words, text, keyboard);
      return true;
    }
    const target = await this.deps.talks.target(by, words);
    if (target.kind === 'nobody' && !this.isForDesk(read)) return false;
    if (target.kind === 'dialogue') await this.toDialogue(by, words, target);
    else await this.toNobody(by, words, target);
    return true;
  }

  /** Does what a button says; false when it is not one of the desk. */
  async press(press: DeskPress): Promise<boolean> {
    const { operators, answers } = this.deps;
    if (press.chat.id !== press.from.id) return false;
    const by = await operators.who(press);
    if (!by) {
      const text = answers.text(operators.languageOf(press), ['hint.not_operator']);
      await answers.press(press, { text, refused: true });
      return true;
    }
    const deed = await this.pressed(by, press);
    if (!deed) return false;
    const text = deed.say ?? answers.text(by.language, [`done.${press.verb}`]);
    await answers.press(press, { text, refused: deed.refused });
    return true;
  }

  private async pressed(by: DeskOperator, press: DeskPress): Promise<Deed | null> {
    const { actions, own, talks } = this.deps;
    const { verb, subject: dialogueId } = press;
    const ordered = { by, dialogueId, idempotencyKey: keyOf(press) };
    if (own.knows(verb)) return { say: (await own.do(by, verb, keyOf(press))).text, refused: false };
    if (verb === 'accept') {
      return actions.attempt(ordered, async () => {
        await own.take(ordered);
        return null;
      });
    }
    if (verb === 'talk') return actions.attempt(ordered, () => talks.turnTo(by, dialogueId));
    return actions.knows(verb) ? this.do(ordered, verb, '') : null;
  }

  private async toDialogue(
    by: DeskOperator,
    words: DeskWords,
    target: Extract<Target, { kind: 'dialogue' }>,
  ): Promise<void> {
    const deed = await this.deed(by, words, target);
    if (deed.say !== null) await this.deps.answers.reply(words, deed.say);
  }

  private async deed(
    by: DeskOperator,
    words: DeskWords,
    { dialogueId, replyToId, current }: Extract<Target, { kind: 'dialogue' }>,
  ): Promise<Deed> {
    const { actions, speech, talks } = this.deps;
    const said = { by, words, dialogueId, replyToId };
    const read = readOperatorWords(words.text);
    if (read.kind === 'note') return speech.note(said, read.text);
    if (read.kind === 'command')
      return this.do({ by, dialogueId, idempotencyKey: keyOf(words) }, read.name, read.argument);
    const deed = await speech.say(said);
    // Who answers somebody else turns to them by that.
    return current || deed.say !== null ? deed : actions.attempt(said, () => talks.turnTo(by, dialogueId));
  }

  private async do(ordered: Ordered, name: string, argument: string): Promise<Deed> {
    const deed = await this.deps.actions.do(ordered, name, argument);
    if (endings.has(name) && !deed.refused) await this.deps.talks.leave(ordered.by, ordered.dialogueId);
    return deed;
  }

  private async toNobody(
    by: DeskOperator,
    words: DeskWords,
    { kind }: Exclude<Target, { kind: 'dialogue' }>,
  ): Promise<void> {
    const choices = await this.deps.own.choices(by);
    const keyboard = choices.length > 0 ? { inline_keyboard: choices } : undefined;
    await this.deps.answers.reply(words, this.deps.answers.text(by.language, [`talk.${kind}`]), keyboard);
  }

  private async edit(by: DeskOperator, words: DeskWords): Promise<boolean> {
    const deed = await this.deps.speech.edit(by, words);
    if (deed?.say) await this.deps.answers.reply(words, deed.say);
    return deed !== null;
  }

  /** What can be meant for the desk only, also of an operator who has nothing. */
  private isForDesk(read: OperatorWords): boolean {
    return read.kind === 'note' || (read.kind === 'command' && this.deps.actions.knows(read.name));
  }
}
