import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Bots } from '../../dialogues/bots';
import type { HandoffQueue } from '../../handoff/handoff-queue';
import type { Locales, TextParams } from '../../infra/locales';
import type { Translations } from '../../translation/translations';
import { languageOfTag } from '../../translation/translator';
import type { SendablePart } from '../calls';
import { composeParts } from '../render';
import type { Mark, Run } from '../styled-text';
import { digestOf } from './desk-digest';
import type { Surface } from './desk-surface';
import { deskAction } from './desk-update.rules';
import type { DeskView } from './desk-view.store';

/** What the card of a dialogue shows. */
export interface Card {
  readonly part: SendablePart;
  /** Changes when what it shows does. */
  readonly digest: string;
}

/** How far a dialogue has come on its way through the people. */
export type Stage = 'waiting' | 'held' | 'with_bot' | 'closed';

/** What writing cards needs. */
export interface CardsDeps {
  readonly bots: Bots;
  readonly queue: Pick<HandoffQueue, 'positions'>;
  readonly translations: Pick<Translations, 'available'>;
  readonly locales: Locales;
}

const signs: Readonly<Record<Stage, string>> = { waiting: '🟡', held: '🟢', with_bot: '⚪️', closed: '⚪️' };
const longestQuestion = 500;
const longestSummary = 1_500;
const longestTopicName = 128;

/** How far a dialogue has come. */
export function stageOf({ dialogue, handoff }: DeskView): Stage {
  if (dialogue.status === 'CLOSED') return 'closed';
  if (handoff.endedAt !== null || dialogue.status === 'BOT') return 'with_bot';
  return dialogue.status === 'WAITING' ? 'waiting' : 'held';
}

/** Who asks for what, since when, who has it, and what can be done about it. */
export class Cards {
  constructor(private readonly deps: CardsDeps) {}

  async write(view: DeskView, surface: Surface): Promise<Card> {
    const places = await this.deps.queue.positions([view.handoff.id]);
    const { language } = surface;
    const lines = [
      this.state(view, { language, position: places.get(view.handoff.id) }),
      this.user(view, language),
      ...this.why(view, language),
      ...this.warnings(view, surface),
    ];
    const runs = lines.flatMap((line, index) => (index === 0 ? line : [plain('\n'), ...line]));
    const [part] = composeParts([], runs);
    const keyboard = this.keyboard(view, surface);
    const whole = { html: part?.html ?? '', plain: part?.plain ?? '', keyboard };
    return { part: whole, digest: digestOf(whole) };
  }

  /** What the topic of a dialogue is called: how far it has come, whose it is. */
  topicName({ dialogue, handoff }: DeskView): string {
    const ending = ` · ${dialogue.id.slice(-4)}`;
    const beginning = `${signs[stageOf({ dialogue, handoff })]} ${dialogue.user.displayName}`;
    return beginning.slice(0, longestTopicName - ending.length).toWellFormed() + ending;
  }

  private state(view: DeskView, to: { language: string; position: number | undefined }): Run[] {
    const stage = stageOf(view);
    const { handoff, dialogue } = view;
    const name = dialogue.operator?.name ?? '';
    const since = this.time(
      view,
      stage === 'waiting' ? handoff.waitingSince : (handoff.givenAt ?? handoff.waitingSince),
    );
    const said = {
      waiting: () => this.t(to.language, handoff.leftMessageAt ? 'card.left_message' : 'card.waiting', { since }),
      held: () => this.t(to.language, handoff.assigned ? 'card.assigned' : 'card.held', { name, since }),
      with_bot: () => this.t(to.language, `card.outcome.${handoff.outcome ?? 'RETURNED_TO_BOT'}`),
      closed: () => this.t(to.language, 'card.outcome.RESOLVED'),
    };
    const place = stage === 'waiting' && !handoff.leftMessageAt ? to.position : undefined;
    const line = [plain(`${signs[stage]} `), bold(said[stage]())];
    if (place !== undefined) line.push(plain(` · ${this.t(to.language, 'card.position', { position: place })}`));
    if (handoff.rating !== null) line.push(plain(` · ${'★'.repeat(handoff.rating)}${'☆'.repeat(5 - handoff.rating)}`));
    return line;
  }

  private user({ dialogue }: DeskView, language: string): Run[] {
    const { user } = dialogue;
    const username = user.username === null ? '' : ` @${user.username}`;
    const speaks = new Intl.DisplayNames(language, { type: 'language' }).of(dialogue.language) ?? dialogue.language;
    return [plain('👤 '), bold(user.displayName), plain(`${username} · ${speaks}`)];
  }

  private why({ dialogue, handoff }: DeskView, language: string): Run[][] {
    const { reason, topic, lastQuestion, summary } = handoff;
    const because = this.t(language, `reason.${reason}`);
    return [
      this.labelled(language, 'reason', topic === null ? because : `${because} (${topic})`),
      ...(lastQuestion ? [this.labelled(language, 'question', shortened(lastQuestion, longestQuestion))] : []),
      ...(summary ? [this.labelled(language, 'summary', shortened(summary, longestSummary))] : []),
      ...(dialogue.tags.length > 0 ? [this.labelled(language, 'tags', dialogue.tags.join(', '))] : []),
    ];
  }

  private warnings({ dialogue }: DeskView, { languages, translation, language }: Surface): Run[][] {
    const foreign = !speaks(languages, dialogue.language);
    return [
      ...(dialogue.unreachable ? [this.t(language, 'card.unreachable')] : []),
      ...(foreign && translation && !this.deps.translations.available ? [this.t(language, 'card.no_translator')] : []),
    ].map((warning) => [plain(`⚠️ ${warning}`)]);
  }

  private keyboard(view: DeskView, { kind, live, language }: Surface): InlineKeyboardMarkup {
    const { id, status } = view.dialogue;
    const button = (verb: string): InlineKeyboardButton => ({
      text: this.t(language, `button.${verb}`),
      callback_data: deskAction(verb, id),
    });
    const stage = stageOf(view);
    // In a chat of their own, who does not have a dialogue can take it and nothing else.
    const all = kind === 'group' || live;
    if (stage === 'waiting') return rows([button('accept')], all ? [button('return'), button('close')] : []);
    if (stage === 'held') return rows(all ? [button('return'), button('close')] : [], all ? [button('release')] : []);
    return rows(status === 'BOT' && kind === 'group' ? [button('accept')] : []);
  }

  private labelled(language: string, key: string, text: string): Run[] {
    return [plain(`${this.t(language, `card.${key}`)}: `), { text, marks: [{ tag: 'i' }] }];
  }

  /** The time of day where the people of the bot are. */
  private time({ dialogue }: DeskView, at: Date): string {
    const timeZone = this.deps.bots.get(dialogue.botId).handoff.hours?.timeZone ?? 'UTC';
    const format = { hour: '2-digit', minute: '2-digit', timeZone, hourCycle: 'h23', timeZoneName: 'short' } as const;
    return new Intl.DateTimeFormat('en-GB', format).format(at);
  }

  private t(language: string, key: string, params?: TextParams): string {
    return this.deps.locales.t(language, `desk:${key}`, params);
  }
}

/** Whether one of the languages is that of a tag. */
export function speaks(languages: readonly string[], tag: string): boolean {
  return languages.some((language) => languageOfTag(language) === languageOfTag(tag));
}

/** The text, cut where it is too long to be shown whole. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text
        .slice(0, longest - 1)
        .toWellFormed()
        .trimEnd()}…`;
}

function rows(...all: InlineKeyboardButton[][]): InlineKeyboardMarkup {
  return { inline_keyboard: all.filter((row) => row.length > 0) };
}

const strong: readonly Mark[] = [{ tag: 'b' }];

function bold(text: string): Run {
  return { text, marks: strong };
}

function plain(text: string): Run {
  return { text, marks: [] };
}
