import type { Locales } from '../../infra/locales';
import type { DeskPlace } from '../../infra/prisma-client/client';
import type { CardMirror } from './card-mirror';
import { stageOf } from './cards';
import { TopicGone } from './desk-api';
import { plainPart } from './desk-texts';
import type { DeskStore } from './desks.store';
import type { LineMirror, Scene } from './line-mirror';
import type { PlaceStore } from './places.store';
import type { Topics } from './topics';

/** What bringing a place up to date needs. */
export interface PlaceMirrorDeps {
  readonly topics: Topics;
  readonly cards: CardMirror;
  readonly lines: LineMirror;
  readonly places: PlaceStore;
  readonly desks: DeskStore;
  readonly locales: Locales;
}

/** What a place of an operator's own is kept as while the dialogue is theirs. */
const theirs = 'live';

/** Brings one place up to date: every step looks at what is there, so that doing it again changes nothing. */
export class PlaceMirror {
  constructor(private readonly deps: PlaceMirrorDeps) {}

  /** Shows what is not shown yet. */
  async show(scene: Scene): Promise<void> {
    if (scene.surface.kind === 'private') return this.showPrivate(scene);
    try {
      await this.showTopic(scene);
    } catch (error) {
      if (!(error instanceof TopicGone)) throw error;
      const place = await this.deps.places.forgetTopic(scene.surface.place);
      // Whoever deletes the topic of what is over wants it gone.
      if (scene.view.handoff.endedAt === null) await this.showTopic(at(scene, place));
    }
  }

  private async showTopic(scene: Scene): Promise<void> {
    const { topics, cards, lines, locales } = this.deps;
    const { surface, view } = scene;
    const continues = surface.place.threadId === null && surface.place.handoffId === view.handoff.id;
    let { place, isNew } = await topics.open(view, surface.place);
    place = await cards.show(at(scene, place));
    if (isNew && continues) await cards.tell(place, plainPart(locales.t(surface.language, 'desk:line.continues')));
    place = await lines.catchUp(at(scene, place));
    await lines.refresh(at(scene, place));
    place = await cards.remind(at(scene, place));
    await topics.close(view, place);
  }

  private async showPrivate(scene: Scene): Promise<void> {
    const { cards, lines, places } = this.deps;
    const { live } = scene.surface;
    let place = await cards.show(scene);
    if (!live) {
      place = await cards.remind(at(scene, place));
      if (place.topicShown === theirs) await this.takeLeave(at(scene, place));
      if (place.shownSeq > 0) await lines.refresh(at(scene, place));
      return;
    }
    if (place.topicShown !== theirs) place = await places.change(place, { topicShown: theirs });
    await this.turnTo(at(scene, place));
    place = await lines.catchUp(at(scene, place));
    await lines.refresh(at(scene, place));
  }

  /** Who has nobody else to talk to in their chat talks to this one. */
  private async turnTo({ view, surface }: Scene): Promise<void> {
    const { desks } = this.deps;
    const { id: dialogueId, botId } = view.dialogue;
    if (surface.current || !surface.operator) return;
    const relay = await desks.relayOf(botId, surface.operator.id);
    if (!relay?.dialogueId) await desks.talk({ botId, operatorId: surface.operator.id, dialogueId });
  }

  /** Says why what is written from now on no longer reaches the user. */
  private async takeLeave(scene: Scene): Promise<void> {
    const { cards, lines, places, locales } = this.deps;
    const { view, surface } = scene;
    const { dialogue } = view;
    if (dialogue.status !== 'OPERATOR') await lines.catchUp(scene);
    const params = { name: dialogue.user.displayName, operator: dialogue.operator?.name ?? '' };
    const stays = dialogue.status === 'OPERATOR' && dialogue.operatorId === surface.operator?.id;
    const key = stays ? 'in_group' : stageOf(view);
    await cards.tell(surface.place, plainPart(locales.t(surface.language, `desk:over.${key}`, params)));
    await places.change(surface.place, { topicShown: null });
  }
}

function at(scene: Scene, place: DeskPlace): Scene {
  return { ...scene, surface: { ...scene.surface, place } };
}
