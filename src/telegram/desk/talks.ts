import type { DeskPhrase } from './desk-answers';
import type { DeskOperator } from './desk-operators';
import type { DeskWords } from './desk-update.rules';
import type { DeskViewStore } from './desk-view.store';
import type { DeskStore } from './desks.store';
import type { PlaceStore } from './places.store';

/**
 * Whom an operator writes to in private: one dialogue; they have several and said to none; the one that they talked to is no longer theirs;
 * or they have none.
 */
export type Target =
  | {
      readonly kind: 'dialogue';
      readonly dialogueId: string;
      readonly replyToId: string | null;
      /** Whether it is the one that they talk to anyway. */
      readonly current: boolean;
    }
  | { readonly kind: 'choose' | 'lost' | 'nobody' };

/** Knows whom an operator talks to in their own chat with the bot. Words never go to somebody by guess. */
export class Talks {
  constructor(private readonly deps: { desks: DeskStore; places: PlaceStore; views: DeskViewStore }) {}

  /** Whom the words are for: whom they answer, else whom the operator talks to. */
  async target(by: DeskOperator, words: DeskWords): Promise<Target> {
    const { botId } = by;
    const chatId = words.chat.id;
    const operatorId = by.operator.id;
    const relay = await this.deps.desks.relayOf(botId, operatorId);
    const currentId = relay?.dialogueId ?? null;
    const answered =
      words.replyTo === null ? null : await this.deps.places.find({ botId, chatId, telegramId: words.replyTo });
    if (answered) {
      const { dialogueId, messageId: replyToId } = answered;
      return { kind: 'dialogue', dialogueId, replyToId, current: dialogueId === currentId };
    }
    const relayed = await this.deps.views.relayed({ botId, operatorId, chatId });
    const current = relayed.find(({ id }) => id === currentId);
    if (current) return { kind: 'dialogue', dialogueId: current.id, replyToId: null, current: true };
    if (currentId !== null) {
      // It ended, or went to somebody else, perhaps while these words were written: they must not reach anybody else.
      await this.deps.desks.talk({ botId, operatorId, dialogueId: null });
      return { kind: 'lost' };
    }
    return { kind: relayed.length > 0 ? 'choose' : 'nobody' };
  }

  /** Turns away from a dialogue that the operator has ended or given away themselves: what they write next is not for it. */
  async leave(by: DeskOperator, dialogueId: string): Promise<void> {
    const { botId } = by;
    const operatorId = by.operator.id;
    const relay = await this.deps.desks.relayOf(botId, operatorId);
    if (relay?.dialogueId === dialogueId) await this.deps.desks.talk({ botId, operatorId, dialogueId: null });
  }

  /** Turns to a dialogue that the operator has, and says so. */
  async turnTo(by: DeskOperator, dialogueId: string): Promise<DeskPhrase> {
    const { botId } = by;
    const operatorId = by.operator.id;
    const relayed = await this.deps.views.relayed({ botId, operatorId, chatId: by.operator.telegramId ?? '' });
    const dialogue = relayed.find(({ id }) => id === dialogueId);
    if (!dialogue) return ['talk.not_yours'];
    await this.deps.desks.talk({ botId, operatorId, dialogueId });
    return ['talk.now', { name: dialogue.user.displayName }];
  }
}
