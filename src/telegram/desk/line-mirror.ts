import { Rejected } from '../../dialogues/channel';
import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import type { DeskPlace } from '../../infra/prisma-client/client';
import type { Translations } from '../../translation/translations';
import { speaks } from './cards';
import { type DeskApi, type DeskDestination, MessageGone } from './desk-api';
import { digestOf } from './desk-digest';
import type { Surface } from './desk-surface';
import { plainPart } from './desk-texts';
import { deskSource } from './desk-update.rules';
import type { DeskLine, DeskView, DeskViewStore } from './desk-view.store';
import { attachmentsOf, type DeskPart, type Line, type Lines } from './lines';
import type { PlaceStore, ShownMessage } from './places.store';

/** What showing messages needs. */
export interface LineMirrorDeps {
  readonly api: DeskApi;
  readonly places: PlaceStore;
  readonly views: DeskViewStore;
  readonly lines: Lines;
  readonly translations: Pick<Translations, 'of'>;
  readonly edge: { readonly locales: Locales; readonly log: Log };
}

/** What is shown of a dialogue, and where. */
export interface Scene {
  readonly view: DeskView;
  readonly surface: Surface;
}

const batch = 50;
const longestTranscript = 8;
const shownAtFirst = 30;
// Changes of what is farther up are not noticed by anybody.
const lookedAtAgain = 40;
// The phrase that ends a handoff is said just after it has ended.
const endPhraseMs = 3_000;

/** Shows what is said in a dialogue to operators in Telegram, and changes what they see when it changes. */
export class LineMirror {
  constructor(private readonly deps: LineMirrorDeps) {}

  /** Shows what was said and not shown yet, in order. */
  async catchUp({ view, surface }: Scene): Promise<DeskPlace> {
    const { endedAt } = view.handoff;
    const before = endedAt === null ? undefined : new Date(endedAt.getTime() + endPhraseMs);
    let place = await this.tellWhatWasBefore({ view, surface });
    for (;;) {
      const messages = await this.deps.views.first(view.dialogue.id, { after: place.shownSeq, before, limit: batch });
      if (messages.length === 0) return place;
      const translations = await this.translated(surface, messages);
      for (const group of grouped(messages)) {
        place = await this.show({ view, surface: { ...surface, place } }, group, translations);
      }
    }
  }

  /** Changes what is shown where it was changed, or has become of it what operators should know. */
  async refresh(scene: Scene): Promise<void> {
    const { place } = scene.surface;
    const rows = await this.deps.places.shownLately(place, lookedAtAgain);
    const translations = await this.translated(
      scene.surface,
      rows.map(({ message }) => message),
    );
    for (const row of firstOfEach(rows)) {
      if (ownId(place, row.message) === row.telegramId) await this.refreshOwn(scene, row);
      else await this.refreshShown(scene, row, translations.get(row.message.id));
    }
  }

  /** What users wrote in a language that nobody there reads, in one that they do, as far as it is there yet. */
  private async translated(
    { languages, translation }: Surface,
    messages: readonly DeskLine[],
  ): Promise<ReadonlyMap<string, string>> {
    const foreign = messages.filter(
      ({ role, language }) => role === 'USER' && !speaks(languages, language ?? languages[0]),
    );
    const ids = foreign.map(({ id }) => id);
    return translation && ids.length > 0 ? this.deps.translations.of(ids, languages[0]) : new Map();
  }

  /** What was said before a person was asked for is told in one message; files follow as they are. */
  private async tellWhatWasBefore({ view, surface }: Scene): Promise<DeskPlace> {
    const { views, lines, places } = this.deps;
    const { place } = surface;
    const stretch = { after: place.shownSeq, before: await this.beginning(view, place), limit: longestTranscript };
    const messages = (await views.last(view.dialogue.id, stretch)).filter(({ role }) => role !== 'NOTE');
    const last = messages.at(-1);
    if (!last) return place;
    const [told] = lines.transcript(messages, { view, surface }).parts;
    if (told) await this.tell(place, told);
    for (const message of messages.filter((one) => attachmentsOf(one).length > 0)) {
      await this.sendAll({ view, surface }, { message, line: lines.of({ message, view, surface }) });
    }
    return places.change(place, { shownSeq: last.seq });
  }

  /** From when on each message is shown by itself: not all of a long conversation to whom it is passed on to. */
  private async beginning({ dialogue, handoff }: DeskView, { shownSeq }: DeskPlace): Promise<Date> {
    if (shownSeq > 0) return handoff.requestedAt;
    const [oldest] = await this.deps.views.last(dialogue.id, { after: 0, limit: shownAtFirst });
    return oldest && oldest.createdAt > handoff.requestedAt ? oldest.createdAt : handoff.requestedAt;
  }

  /** Says something that stands for no message of the dialogue. */
  private async tell(place: DeskPlace, part: DeskPart): Promise<void> {
    const { botId, chatId, dialogueId } = place;
    const telegramId = await this.deps.api.send(destinationOf(place), part);
    await this.deps.places.record({ botId, chatId, dialogueId, telegramId, messageId: null, shown: null });
  }

  private async show(
    scene: Scene,
    group: readonly [DeskLine, ...DeskLine[]],
    translations: ReadonlyMap<string, string>,
  ): Promise<DeskPlace> {
    const { place } = scene.surface;
    const message = group.at(-1) ?? group[0];
    const own = ownId(place, message);
    if (own !== undefined) await this.recordOwn(scene, message, own);
    else if (isPhrase(message)) {
      await this.sendAll(scene, { message, line: this.deps.lines.phrases(group), fixed: true });
    } else {
      const translation = translations.get(message.id);
      await this.sendAll(scene, { message, line: this.deps.lines.of({ message, ...scene, translation }) });
    }
    return this.deps.places.change(place, { shownSeq: message.seq });
  }

  /** What an operator wrote right there is there already. */
  private async recordOwn({ surface }: Scene, message: DeskLine, telegramId: number): Promise<void> {
    const { botId, chatId, dialogueId } = surface.place;
    const shown = ownShown(message.text, null);
    await this.deps.places.record({ botId, chatId, dialogueId, telegramId, messageId: message.id, shown });
  }

  /** Sends those parts of a message that were not sent yet, and notes each; after a crash one may come twice. */
  private async sendAll(scene: Scene, told: { message: DeskLine; line: Line; fixed?: boolean }): Promise<void> {
    const { places } = this.deps;
    const { place } = scene.surface;
    const { message, line, fixed = false } = told;
    const { botId, chatId, dialogueId } = place;
    const sent = await places.showing(message.id, chatId);
    const answer = await this.answerOf(message, chatId);
    for (const [index, part] of line.parts.entries()) {
      if (index < sent.length) continue;
      const telegramId = await this.sendOne(scene, index === 0 ? { ...part, ...answer } : part);
      const shown = fixed ? null : line.digest;
      if (telegramId !== null) {
        await places.record({ botId, chatId, dialogueId, telegramId, messageId: message.id, shown });
      }
    }
  }

  /** What a message answers, as it is shown there. */
  private async answerOf({ replyToId, quote }: DeskLine, chatId: string): Promise<Pick<DeskPart, 'replyTo' | 'quote'>> {
    const [replyTo] = replyToId === null ? [] : await this.deps.places.showing(replyToId, chatId);
    return replyTo === undefined ? {} : { replyTo, ...(quote !== null && { quote }) };
  }

  /** Null when there is nothing to be shown any more. */
  private async sendOne({ surface }: Scene, part: DeskPart): Promise<number | null> {
    const to = destinationOf(surface.place);
    try {
      return await (part.copyOf ? this.deps.api.copy(to, part.copyOf) : this.deps.api.send(to, part));
    } catch (error) {
      if (error instanceof MessageGone) return null;
      if (!(error instanceof Rejected)) throw error;
      this.deps.edge.log.warn({ err: error }, 'a message could not be shown to operators in Telegram');
      return this.deps.api.send(to, plainPart(this.deps.edge.locales.t(surface.language, 'desk:line.not_shown')));
    }
  }

  private async refreshShown(scene: Scene, row: ShownMessage, translation: string | undefined): Promise<void> {
    const { places, lines, edge } = this.deps;
    const { place } = scene.surface;
    const { message } = row;
    const line = lines.of({ message, ...scene, translation });
    if (line.digest === row.shown) return;
    const sent = await places.showing(message.id, place.chatId);
    try {
      await this.editParts(scene, sent, line);
      await this.sendAll(scene, { message, line });
    } catch (error) {
      if (!(error instanceof MessageGone || error instanceof Rejected)) throw error;
      edge.log.debug({ err: error }, 'what operators are shown in Telegram cannot be changed any more');
    }
    await places.showsNow(place, sent, line.digest);
  }

  private async editParts({ surface }: Scene, sent: readonly number[], line: Line): Promise<void> {
    const { botId, chatId } = surface.place;
    for (const [index, messageId] of sent.entries()) {
      const part = line.parts[index];
      if (part?.copyOf) continue;
      if (part) await this.deps.api.edit({ botId, chatId, messageId }, part);
      else await this.deps.api.remove({ botId, chatId, messageId });
    }
    await this.deps.places.forget(surface.place, sent.slice(line.parts.length));
  }

  /** What the operator wrote cannot be changed by us: what is to be told of it is told below. */
  private async refreshOwn(scene: Scene, { message, telegramId, shown }: ShownMessage): Promise<void> {
    const { lines, places, api } = this.deps;
    const { place } = scene.surface;
    const trouble = message.role === 'OPERATOR' ? lines.trouble(message, scene) : null;
    const now = ownShown(message.text, trouble);
    if (now === shown) return;
    const [troubleNow, textNow] = now.split(' ');
    const [troubleThen, textThen] = shown.split(' ');
    const told = [
      ...(textNow === textThen ? [] : [lines.amended(message, scene)]),
      ...(trouble === null || troubleNow === troubleThen ? [] : [`⚠️ ${trouble}`]),
    ];
    for (const text of told) await api.send(destinationOf(place), { ...plainPart(text), replyTo: telegramId });
    await places.showsNow(place, [telegramId], now);
  }
}

/** What an operator's own message in Telegram is known to say, and what was told of its fate. */
export function ownShown(text: string, trouble: string | null): string {
  return `${digestOf(trouble)} ${digestOf(text)}`;
}

/** Where a place is. */
export function destinationOf({ botId, chatId, threadId }: DeskPlace): DeskDestination {
  return { botId, chatId, ...(threadId !== null && { threadId }) };
}

/** Telegram's id of a message that an operator wrote right there; not of one from a topic that is gone. */
function ownId({ chatId, threadId }: DeskPlace, { source }: DeskLine): number | undefined {
  const prefix = deskSource(chatId, 0).slice(0, -1);
  if (!source?.startsWith(prefix)) return undefined;
  const id = Number(source.slice(prefix.length));
  return threadId === null || id > threadId ? id : undefined;
}

function isPhrase({ role }: DeskLine): boolean {
  return role === 'BOT' || role === 'SYSTEM';
}

/** Phrases that follow each other are shown as one. */
function grouped(messages: readonly DeskLine[]): [DeskLine, ...DeskLine[]][] {
  const groups: [DeskLine, ...DeskLine[]][] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (last && isPhrase(last[0]) && isPhrase(message)) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

function firstOfEach(rows: readonly ShownMessage[]): ShownMessage[] {
  const seen = new Set<string>();
  return rows.filter(({ message }) => !seen.has(message.id) && seen.add(message.id));
}
