import type { Bots } from '../dialogues/bots';
import type { Button } from '../dialogues/channel';
import { DialogueStore } from '../dialogues/dialogues.store';
import { say } from '../dialogues/speech';
import { Refusal } from '../errors';
import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import type { Locales, TextParams } from '../infra/locales';
import type { Dialogue, Handoff } from '../infra/prisma-client/client';
import { HandoffStore } from './handoff.store';
import { describeOpening, nextOpening } from './hours.rules';

/** A phrase of replies.json below "handoff", with the buttons below it. */
export interface HandoffPhrase {
  readonly dialogueId: string;
  readonly key: string;
  readonly params?: TextParams;
  readonly buttons?: readonly (readonly ButtonName[])[];
}

/** The buttons of those who wait, each a command: to go back to the bot, to leave a message. */
export type ButtonName = 'cancel' | 'message' | 'operator';

const actions: Readonly<Record<ButtonName, string>> = { cancel: 'bot', message: 'message', operator: 'operator' };

/** Says what users are told about who answers them, in their language. */
export class HandoffPhrases {
  constructor(private readonly deps: { bots: Bots; locales: Locales }) {}

  /** Says a phrase. Throws NOT_FOUND when there is no such dialogue. */
  async say(tx: Tx, tell: Tell, phrase: HandoffPhrase): Promise<void> {
    const dialogue = await this.dialogue(tx, phrase.dialogueId);
    await this.speak(tx, tell, { dialogue, text: this.text(dialogue, phrase), buttons: phrase.buttons ?? [] });
  }

  /** Says a phrase to somebody who waits, and after it their place in the queue, or when people will be there. */
  async sayWithPlace(tx: Tx, tell: Tell, phrase: HandoffPhrase & { handoff: Handoff }): Promise<void> {
    const dialogue = await this.dialogue(tx, phrase.dialogueId);
    const lines = [this.text(dialogue, phrase), await this.place(tx, dialogue, phrase.handoff)];
    const text = lines.filter((line) => line !== '').join('\n\n');
    await this.speak(tx, tell, { dialogue, text, buttons: phrase.buttons ?? [['cancel']] });
  }

  /** Tells the user that the dialogue is closed, and asks what they think of it. */
  async sayClosed(tx: Tx, tell: Tell, { dialogueId, rating }: { dialogueId: string; rating: boolean }): Promise<void> {
    if (!rating) return this.say(tx, tell, { dialogueId, key: 'closed' });
    const { language } = await this.dialogue(tx, dialogueId);
    const phrase = (key: string, params?: TextParams) => this.deps.locales.t(language, `replies:${key}`, params);
    const stars = [1, 2, 3, 4, 5].map((stars) => ({ text: phrase('button.rate', { stars }), action: `rate:${stars}` }));
    const text = `${phrase('handoff.closed')}\n\n${phrase('rating.ask')}`;
    await say(tx, tell, { utterance: { dialogueId, role: 'SYSTEM', text, language, buttons: [stars] } });
  }

  private async place(tx: Tx, dialogue: Dialogue, handoff: Handoff): Promise<string> {
    const { hours } = this.deps.bots.get(dialogue.botId).handoff;
    const now = new Date();
    const opening = nextOpening(hours, now);
    const { language } = dialogue;
    if (hours && opening?.getTime() !== now.getTime()) {
      if (!opening) return this.deps.locales.t(language, 'replies:handoff.closed_for_long');
      const { day, date, time, zone } = describeOpening(opening, { timeZone: hours.timeZone, language, now });
      const when = this.deps.locales.t(language, `replies:handoff.opening.${day}`, { date, time, zone });
      return this.deps.locales.t(language, 'replies:handoff.closed_now', { when });
    }
    const ahead = await HandoffStore.aheadOf(tx, handoff);
    if (ahead === 0) return this.deps.locales.t(language, 'replies:handoff.first_in_queue');
    return this.deps.locales.t(language, 'replies:handoff.position', { count: ahead });
  }

  private async speak(
    tx: Tx,
    tell: Tell,
    spoken: { dialogue: Dialogue; text: string; buttons: readonly (readonly ButtonName[])[] },
  ): Promise<void> {
    const { dialogue, text } = spoken;
    const { id: dialogueId, language } = dialogue;
    const buttons = spoken.buttons.map((row) => row.map((name) => this.button(name, language)));
    await say(tx, tell, { utterance: { dialogueId, role: 'SYSTEM', text, language, buttons } });
  }

  private button(name: ButtonName, language: string): Button {
    return { text: this.deps.locales.t(language, `replies:button.${name}`), action: actions[name] };
  }

  private text(dialogue: Dialogue, { key, params }: HandoffPhrase): string {
    return this.deps.locales.t(dialogue.language, `replies:handoff.${key}`, params);
  }

  private async dialogue(tx: Tx, id: string): Promise<Dialogue> {
    const dialogue = await DialogueStore.findIn(tx, id);
    if (!dialogue) throw new Refusal('NOT_FOUND');
    return dialogue;
  }
}
