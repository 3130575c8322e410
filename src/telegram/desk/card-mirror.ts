import { Rejected } from '../../dialogues/channel';
import type { Locales, TextParams } from '../../infra/locales';
import type { DeskPlace } from '../../infra/prisma-client/client';
import type { SendablePart } from '../calls';
import { composeParts } from '../render';
import type { Run } from '../styled-text';
import { type Card, type Cards, stageOf } from './cards';
import { type DeskApi, MessageGone } from './desk-api';
import { plainPart } from './desk-texts';
import { deskAction } from './desk-update.rules';
import type { DeskViewStore, LinkedOperator } from './desk-view.store';
import { destinationOf, type Scene } from './line-mirror';
import type { PlaceStore } from './places.store';
import type { Surfaces } from './surfaces';

/** What showing cards needs. */
export interface CardMirrorDeps {
  readonly api: DeskApi;
  readonly places: PlaceStore;
  readonly views: DeskViewStore;
  readonly surfaces: Surfaces;
  readonly cards: Cards;
  readonly locales: Locales;
}

// The general topic and the most that may be called there by name.
const calledAtMost = 5;

/** Shows the card of a dialogue, keeps it as it is, and calls operators when somebody waits for long. */
export class CardMirror {
  constructor(private readonly deps: CardMirrorDeps) {}

  /** Brings the card up to date; each handoff has a card of its own. */
  async show({ view, surface }: Scene): Promise<DeskPlace> {
    const { place } = surface;
    const card = await this.deps.cards.write(view, surface);
    const { botId, chatId, cardId } = place;
    if (cardId === null) return this.send({ view, surface }, card);
    if (place.handoffId !== view.handoff.id) {
      await this.deps.api.strip({ botId, chatId, messageId: cardId });
      return this.send({ view, surface }, card);
    }
    if (place.cardShown === card.digest) return place;
    try {
      await this.deps.api.edit({ botId, chatId, messageId: cardId }, card.part);
    } catch (error) {
      if (!(error instanceof MessageGone || error instanceof Rejected)) throw error;
      return this.send({ view, surface }, card);
    }
    return this.deps.places.change(place, { cardShown: card.digest });
  }

  /** Calls operators once for each reminder that was given. */
  async remind({ view, surface }: Scene): Promise<DeskPlace> {
    const { place } = surface;
    const { reminders, waitingSince } = view.handoff;
    if (place.reminded === reminders) return place;
    if (reminders > place.reminded && stageOf(view) === 'waiting') {
      const count = Math.max(1, Math.round((Date.now() - waitingSince.getTime()) / 60_000));
      const name = view.dialogue.user.displayName;
      if (surface.kind === 'group') await this.remindGroup({ view, surface }, { name, count });
      else if (surface.operator?.presence === 'ONLINE') await this.remindOne({ view, surface }, { name, count });
    }
    return this.deps.places.change(place, { reminded: reminders });
  }

  /** Says something of a dialogue; an answer to it is one to the dialogue. */
  async tell(place: DeskPlace, part: SendablePart): Promise<void> {
    const { botId, chatId, dialogueId } = place;
    const telegramId = await this.deps.api.send(destinationOf(place), part);
    await this.deps.places.record({ botId, chatId, dialogueId, telegramId, messageId: null, shown: null });
  }

  private async send({ view, surface }: Scene, card: Card): Promise<DeskPlace> {
    const { place } = surface;
    const { botId, chatId, dialogueId } = place;
    const cardId = await this.deps.api.send(destinationOf(place), card.part);
    await this.deps.places.record({ botId, chatId, dialogueId, telegramId: cardId, messageId: null, shown: null });
    const again = place.handoffId === view.handoff.id;
    const change = { cardId, cardShown: card.digest, handoffId: view.handoff.id };
    return this.deps.places.change(place, again ? change : { ...change, reminded: 0 });
  }

  private async remindGroup({ view, surface }: Scene, said: { name: string; count: number }): Promise<void> {
    const { place } = surface;
    const text = this.t(surface.language, 'reminder', said);
    const names = mentions(await this.whoCould(view));
    await this.tell(place, partOf([plain(`⏰ ${text}`), ...names]));
    const topic = { text: this.t(surface.language, 'reminder_topic'), url: topicUrl(place) };
    const { botId, chatId } = place;
    await this.deps.api.send(
      { botId, chatId },
      { ...partOf([plain(`⏰ ${text}`), ...names]), keyboard: { inline_keyboard: [[topic]] } },
    );
  }

  private async remindOne({ view, surface }: Scene, said: { name: string; count: number }): Promise<void> {
    const { place, language } = surface;
    const accept = { text: this.t(language, 'button.accept'), callback_data: deskAction('accept', view.dialogue.id) };
    const part = plainPart(`⏰ ${this.t(language, 'reminder', said)}`);
    const answering = place.cardId === null ? {} : { replyTo: place.cardId };
    await this.tell(place, { ...part, ...answering, keyboard: { inline_keyboard: [[accept]] } });
  }

  private async whoCould({ dialogue, handoff }: Scene['view']): Promise<LinkedOperator[]> {
    const { language, botId } = dialogue;
    const { passedOver } = handoff;
    const operators = await this.deps.views.linkedOperators();
    return operators
      .filter((operator) => this.deps.surfaces.fits(operator, botId, { language, passedOver }))
      .slice(0, calledAtMost);
  }

  private t(language: string, key: string, params?: TextParams): string {
    return this.deps.locales.t(language, `desk:${key}`, params);
  }
}

/** Names that Telegram shows to their bearers as a call. */
function mentions(operators: readonly LinkedOperator[]): Run[] {
  return operators.flatMap(({ name, telegramId }, index) => [
    plain(index === 0 ? '\n' : ', '),
    { text: name, marks: [{ tag: 'a', href: `tg://user?id=${telegramId}` }] },
  ]);
}

function topicUrl({ chatId, threadId }: DeskPlace): string {
  return `https://t.me/c/${chatId.replace(/^-100/, '')}/${threadId ?? ''}`;
}

function partOf(runs: readonly Run[]): SendablePart {
  const [part] = composeParts([], runs);
  return { html: part?.html ?? '', plain: part?.plain ?? '' };
}

function plain(text: string): Run {
  return { text, marks: [] };
}
