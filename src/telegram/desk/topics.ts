import type { DeskPlace } from '../../infra/prisma-client/client';
import { type Cards, stageOf } from './cards';
import { type DeskApi, unlessUnchanged } from './desk-api';
import type { DeskView } from './desk-view.store';
import type { PlaceStore } from './places.store';

/** A dialogue's topic in the group, and whether it had to be made. */
export interface Topic {
  readonly place: DeskPlace;
  readonly isNew: boolean;
}

/** The topics of the group: one for each dialogue, open as long as the people have it. */
export class Topics {
  constructor(private readonly deps: { api: DeskApi; places: PlaceStore; cards: Cards }) {}

  /** Sees to it that there is a topic, and that it is open while people have the dialogue. */
  async open(view: DeskView, place: DeskPlace): Promise<Topic> {
    const { api, places, cards } = this.deps;
    const { botId, chatId, threadId } = place;
    if (threadId !== null) return { place: isOver(view) ? place : await this.settle(view, place), isNew: false };
    const name = cards.topicName(view);
    const made = await api.createTopic(botId, chatId, name);
    return { place: await places.change(place, { threadId: made, topicShown: shownAs(name, true) }), isNew: true };
  }

  /** Closes the topic when people no longer have the dialogue, after all was said in it. */
  async close(view: DeskView, place: DeskPlace): Promise<DeskPlace> {
    return isOver(view) ? this.settle(view, place) : place;
  }

  private async settle(view: DeskView, place: DeskPlace): Promise<DeskPlace> {
    const { api, places, cards } = this.deps;
    const { botId, chatId, threadId } = place;
    const [name, open] = [cards.topicName(view), !isOver(view)];
    const shown = shownAs(name, open);
    if (threadId === null || place.topicShown === shown) return place;
    const topic = { botId, chatId, threadId };
    const before = place.topicShown ?? '';
    if (before !== shownAs(name, !open)) await unlessUnchanged(api.renameTopic(topic, name));
    if (before.startsWith(openSign) !== open) await unlessUnchanged(api.openTopic(topic, open));
    return places.change(place, { topicShown: shown });
  }
}

function isOver(view: DeskView): boolean {
  const stage = stageOf(view);
  return stage === 'with_bot' || stage === 'closed';
}

const openSign = 'open ';

function shownAs(name: string, open: boolean): string {
  return `${open ? openSign : 'closed '}${name}`;
}
