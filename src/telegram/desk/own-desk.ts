import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import { Refusal } from '../../errors';
import type { Handoff } from '../../handoff/handoff';
import type { HandoffQueue } from '../../handoff/handoff-queue';
import type { Operator } from '../../infra/prisma-client/client';
import type { Ordered } from './desk-actions';
import type { DeskAnswers } from './desk-answers';
import type { DeskOperator } from './desk-operators';
import { deskAction } from './desk-update.rules';
import type { DeskViewStore } from './desk-view.store';
import type { DeskStore } from './desks.store';
import type { PlaceStore } from './places.store';
import type { Surfaces } from './surfaces';

/** What an operator's own desk needs. */
export interface OwnDeskDeps {
  readonly handoff: Handoff;
  readonly queue: HandoffQueue;
  readonly views: DeskViewStore;
  readonly surfaces: Surfaces;
  readonly answers: DeskAnswers;
  readonly stores: { readonly desks: DeskStore; readonly places: PlaceStore };
}

/** A text for an operator, with buttons. */
export interface OwnDeskAnswer {
  readonly text: string;
  readonly keyboard?: InlineKeyboardMarkup;
}

const presences: Readonly<Record<string, Operator['presence']>> = {
  online: 'ONLINE',
  away: 'AWAY',
  offline: 'OFFLINE',
};

/** What an operator sees and does in their own chat with the bot: whether they are there, who waits, whom they have. */
export class OwnDesk {
  constructor(private readonly deps: OwnDeskDeps) {}

  /** Whether a command is one of the desk and not of a dialogue. */
  knows(name: string): boolean {
    return name === 'desk' || name === 'next' || name in presences;
  }

  /** Does what a command or a button says. */
  async do(by: DeskOperator, name: string, idempotencyKey: string): Promise<OwnDeskAnswer> {
    if (name === 'next') return this.next(by, idempotencyKey);
    const presence = presences[name];
    if (presence === undefined) return this.show(by, by.operator.presence);
    await this.deps.queue.setPresence(by.viewer, presence);
    if (presence === 'ONLINE') await this.deps.stores.desks.wake(by.botId);
    return this.show(by, presence);
  }

  /** Gives the operator a dialogue that they may talk to here. */
  async take({ by, ...request }: Ordered): Promise<void> {
    const { desks, places } = this.deps.stores;
    const { botId } = by;
    const { dialogueId } = request;
    const chatId = by.operator.telegramId ?? '';
    await this.deps.handoff.accept(by.viewer, request);
    await places.keep({ dialogueId, botId, chatId });
    await desks.talk({ botId, operatorId: by.operator.id, dialogueId });
  }

  /** A button for each dialogue that the operator has here. */
  async choices(by: DeskOperator): Promise<InlineKeyboardButton[][]> {
    const chatId = by.operator.telegramId ?? '';
    const relayed = await this.deps.views.relayed({ botId: by.botId, operatorId: by.operator.id, chatId });
    return relayed.map(({ id, user }) => [
      {
        text: this.deps.answers.text(by.language, ['button.talk', { name: user.displayName }]),
        callback_data: deskAction('talk', id),
      },
    ]);
  }

  private async show(by: DeskOperator, presence: Operator['presence']): Promise<OwnDeskAnswer> {
    const { answers, views } = this.deps;
    const waiting = await views.waiting(by.botId);
    const choices = await this.choices(by);
    const held = await views.held(by.botId, by.operator.id);
    const lines = [
      answers.text(by.language, [`own.presence.${presence}`]),
      answers.text(by.language, ['own.waiting', { count: waiting.length }]),
      answers.text(by.language, ['own.held', { count: held }]),
    ];
    const button = (verb: string): InlineKeyboardButton => ({
      text: answers.text(by.language, [`button.${verb}`]),
      callback_data: deskAction(verb),
    });
    const states = Object.keys(presences).filter((name) => presences[name] !== presence && name !== 'offline');
    const rows = [states.map(button), ...(waiting.length > 0 ? [[button('next')]] : []), ...choices];
    return { text: lines.join('\n'), keyboard: { inline_keyboard: rows } };
  }

  /** The one who has waited longest and is one for this operator; somebody else may be faster. */
  private async next(by: DeskOperator, idempotencyKey: string): Promise<OwnDeskAnswer> {
    const { views, surfaces, answers } = this.deps;
    const linked = (await views.linkedOperators()).find(({ id }) => id === by.operator.id);
    const waiting = await views.waiting(by.botId);
    const asked = linked && { ...linked, presence: 'ONLINE' as const, active: 0 };
    for (const one of waiting.filter((each) => asked && surfaces.fits(asked, by.botId, { ...each, passedOver: [] }))) {
      try {
        await this.take({ by, dialogueId: one.dialogueId, idempotencyKey });
        return { text: answers.text(by.language, ['done.accept']) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    return { text: answers.text(by.language, [waiting.length > 0 ? 'own.none_fits' : 'own.nobody_waits']) };
  }
}
