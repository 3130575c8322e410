import { readersOf } from '../../desk/readers.rules';
import type { Bots } from '../../dialogues/bots';
import { chooseOperator } from '../../handoff/queue.rules';
import type { DeskPlace, Operator, TelegramDesk } from '../../infra/prisma-client/client';
import type { Translations } from '../../translation/translations';
import { speaks } from './cards';
import type { Surface } from './desk-surface';
import type { DeskView, DeskViewStore, LinkedOperator, WaitingForDesk } from './desk-view.store';
import type { DeskStore } from './desks.store';
import type { PlaceStore } from './places.store';

/** What deciding where a dialogue is shown needs. */
export interface SurfacesDeps {
  readonly desks: DeskStore;
  readonly places: PlaceStore;
  readonly views: DeskViewStore;
  readonly bots: Bots;
  readonly translations: Pick<Translations, 'available'>;
}

/** How long a group that could not be written to is left alone. */
export const groupPauseMs = 60_000;

/** Where a dialogue is shown: in the group of its bot, and to operators in private where there is none or they want it so. */
export class Surfaces {
  constructor(private readonly deps: SurfacesDeps) {}

  /** The desk of a bot, if it has one that can be written to as far as we know. */
  async group(botId: string): Promise<TelegramDesk | null> {
    const desk = await this.deps.desks.of(botId);
    return desk?.brokenAt && Date.now() - desk.brokenAt.getTime() < groupPauseMs ? null : desk;
  }

  /** The topic of a dialogue; null when nothing of it is to be shown in the group. */
  async inGroup(view: DeskView, desk: TelegramDesk): Promise<Surface | null> {
    const { dialogue, handoff } = view;
    const { botId, chatId } = desk;
    const [place] = (await this.deps.places.ofDialogue(dialogue.id)).filter((one) => one.chatId === chatId);
    // What is over is shown to its end where it was shown, and nowhere else.
    const isShown = place?.handoffId === handoff.id && place.threadId !== null;
    if (handoff.endedAt !== null && !isShown) return null;
    const kept = place ?? (await this.deps.places.keep({ dialogueId: dialogue.id, botId, chatId }));
    const language = this.languageOf(botId, await this.deps.views.operator(desk.boundBy));
    const languages = readersOf(dialogue, this.deps.bots.get(botId));
    const translation = dialogue.operator?.translation !== false;
    const always = { live: true, current: true };
    return { kind: 'group', place: kept, operator: null, languages, translation, language, ...always };
  }

  /** The chats of operators with the bot in which a dialogue is shown. */
  async inPrivate(view: DeskView, groupWorks: boolean): Promise<Surface[]> {
    const places = new Map((await this.deps.places.ofDialogue(view.dialogue.id)).map((place) => [place.chatId, place]));
    const surfaces: Surface[] = [];
    for (const operator of await this.deps.views.linkedOperators()) {
      const surface = await this.ofOperator(view, { operator, groupWorks, place: places.get(operator.telegramId) });
      if (surface) surfaces.push(surface);
    }
    return surfaces;
  }

  /** Whether a waiting dialogue is one for an operator who is there. */
  fits(operator: LinkedOperator, botId: string, waiting: Omit<WaitingForDesk, 'dialogueId'>): boolean {
    if (!operator.translation && !speaks(operator.languages, waiting.language)) return false;
    return (
      chooseOperator([operator], { ...waiting, botId, translation: this.deps.translations.available }) !== undefined
    );
  }

  /** The language in which the desk speaks to an operator. */
  languageOf(botId: string, operator: Operator | null): string {
    return operator?.languages[0] ?? this.deps.bots.get(botId).defaultLanguage;
  }

  private async ofOperator(
    view: DeskView,
    to: { operator: LinkedOperator; groupWorks: boolean; place: DeskPlace | undefined },
  ): Promise<Surface | null> {
    const { operator, groupWorks, place } = to;
    const { id: dialogueId, botId } = view.dialogue;
    const current = await this.isCurrent(view, operator);
    const live = holds(operator, view) && (!groupWorks || current);
    const invited = !groupWorks && this.isInvited(view, operator);
    if (!live && !invited && place?.handoffId !== view.handoff.id) return null;
    const kept = place ?? (await this.deps.places.keep({ dialogueId, botId, chatId: operator.telegramId }));
    const language = this.languageOf(botId, operator);
    const languages = readersOf({ operator }, this.deps.bots.get(botId));
    const { translation } = operator;
    return { kind: 'private', place: kept, operator, languages, translation, language, live, current };
  }

  private async isCurrent(view: DeskView, operator: LinkedOperator): Promise<boolean> {
    if (!holds(operator, view)) return false;
    const relay = await this.deps.desks.relayOf(view.dialogue.botId, operator.id);
    return relay?.dialogueId === view.dialogue.id;
  }

  private isInvited({ dialogue, handoff }: DeskView, operator: LinkedOperator): boolean {
    const { status, botId, language } = dialogue;
    return status === 'WAITING' && this.fits(operator, botId, { language, passedOver: handoff.passedOver });
  }
}

function holds(operator: LinkedOperator, { dialogue }: DeskView): boolean {
  return dialogue.status === 'OPERATOR' && dialogue.operatorId === operator.id;
}
