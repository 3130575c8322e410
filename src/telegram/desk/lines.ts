import type { Attachment } from '../../dialogues/dialogues';
import { cleanText } from '../../infra/clean-text';
import type { Locales, TextParams } from '../../infra/locales';
import type { SendablePart } from '../calls';
import { telegramFile } from '../files.rules';
import { renderMarkdown } from '../markdown';
import { composeParts } from '../render';
import { type Mark, type Run, visibleText } from '../styled-text';
import { shortened } from './cards';
import { digestOf } from './desk-digest';
import type { Surface } from './desk-surface';
import { deskAction } from './desk-update.rules';
import type { DeskLine, DeskView } from './desk-view.store';

/** A part of what operators are shown; what has no file of its own is copied from the chat where it was sent. */
export type DeskPart = SendablePart & { readonly copyOf?: { readonly chatId: string; readonly messageId: number } };

/** A message of a dialogue as operators see it. */
export interface Line {
  readonly parts: readonly DeskPart[];
  /** Changes when what it shows does. */
  readonly digest: string;
}

/** A message to be shown, with its translation if there is one. */
export interface Shown {
  readonly message: DeskLine;
  readonly view: DeskView;
  readonly surface: Surface;
  readonly translation?: string | undefined;
}

const longestPhrase = 200;
const longestOfTranscript = 300;
const signs = { USER: '👤', BOT: '🤖', SYSTEM: 'ℹ️', OPERATOR: '💬', NOTE: '📝' } as const;
const telegramSource = /^telegram:(\d+)$/;

/** What is said in a dialogue, as operators see it in Telegram. */
export class Lines {
  constructor(private readonly deps: { locales: Locales }) {}

  /** One message, whole. */
  of(shown: Shown): Line {
    const { message, view } = shown;
    const attachments = attachmentsOf(message);
    const files = attachments.flatMap(({ kind, telegramKind, fileId }) =>
      fileId ? [telegramFile({ kind, fileId, ...(telegramKind && { telegramKind }) })] : [],
    );
    const original = this.original(view, message);
    const without = attachments.filter(({ fileId }) => !fileId);
    const labels = original ? [] : without.map(({ kind }) => this.t(shown, `line.attachment.${kind}`));
    const written = [...this.written(shown), ...labels.map((label) => plain(`[${label}] `))];
    // A sticker speaks for itself where it is clear who sent it.
    const bare = visibleText(written) === '' && shown.surface.kind === 'group' && (files.length > 0 || original);
    const runs = bare ? [] : [...this.header(shown), ...written, ...this.footer(shown)];
    const parts: DeskPart[] = [
      ...composeParts(files, runs),
      ...(original ? [{ html: '', plain: '', copyOf: original }] : []),
    ];
    return lineOf(withKeyboard(parts, this.keyboard(shown)));
  }

  /** Phrases of the bot and the system, one after another, each as short as it can be. */
  phrases(messages: readonly DeskLine[]): Line {
    const runs = messages.flatMap((message, index) => [
      ...(index === 0 ? [] : [plain('\n')]),
      plain(`${signs[message.role]} `),
      italic(shortened(visibleText(renderMarkdown(message.text)).replace(/\s+/g, ' '), longestPhrase)),
    ]);
    return lineOf(composeParts([], runs));
  }

  /** What was said before the people came. */
  transcript(messages: readonly DeskLine[], shown: Omit<Shown, 'message' | 'translation'>): Line {
    const said = messages.flatMap((message): Run[] => {
      const labels = attachmentsOf(message).map(({ kind }) => `[${this.t(shown, `line.attachment.${kind}`)}]`);
      const text = [visibleText(renderMarkdown(message.text)).replace(/\s+/g, ' ').trim(), ...labels].join(' ').trim();
      return [plain(`\n${signs[message.role]} ${shortened(text, longestOfTranscript)}`)];
    });
    return lineOf(composeParts([], [bold(this.t(shown, 'line.before')), ...said]));
  }

  /** What became of something that an operator said here, where it is not as usual; null where it is. */
  trouble(message: DeskLine, shown: Pick<Shown, 'surface'>): string | null {
    const { delivery, deliveryError } = message;
    if (delivery === 'UNKNOWN') return this.t(shown, 'line.unknown');
    if (delivery === 'FAILED') return this.t(shown, 'line.failed');
    const untranslated = deliveryError?.startsWith('untranslated') === true;
    // That nobody translates is said once, on the card.
    return untranslated && !deliveryError.includes('not_configured') ? this.t(shown, 'line.untranslated') : null;
  }

  /** What an operator's own message says by now, when it was changed elsewhere. */
  amended(message: DeskLine, shown: Pick<Shown, 'surface'>): string {
    return this.t(shown, 'line.amended', { text: message.text });
  }

  private header({ message, view, surface }: Shown): Run[] {
    const sign = plain(`${signs[message.role]} `);
    if (message.role === 'USER') {
      return surface.kind === 'group' ? [sign] : [sign, bold(view.dialogue.user.displayName), plain('\n')];
    }
    const of = surface.kind === 'group' ? '' : ` → ${view.dialogue.user.displayName}`;
    const name = message.operator?.name ?? this.t({ surface }, message.role === 'NOTE' ? 'line.unsent' : 'line.app');
    return [sign, bold(name + of), plain('\n')];
  }

  private written({ message }: Shown): Run[] {
    const formatted = message.role === 'OPERATOR' || message.role === 'BOT';
    return formatted ? renderMarkdown(cleanText(message.text)) : message.text === '' ? [] : [plain(message.text)];
  }

  private footer({ message, surface, translation }: Shown): Run[] {
    const trouble = message.role === 'OPERATOR' ? this.trouble(message, { surface }) : null;
    return [
      ...(translation === undefined ? [] : [plain('\n\n🌐 '), italic(translation)]),
      ...(trouble === null ? [] : [plain(`\n\n⚠️ ${trouble}`)]),
    ];
  }

  /** A place or a contact has no file, but the message that it came in can be copied. */
  private original({ dialogue }: DeskView, message: DeskLine): DeskPart['copyOf'] {
    const [, id] = telegramSource.exec(message.source ?? '') ?? [];
    const attachments = attachmentsOf(message);
    if (id === undefined || attachments.length === 0 || attachments.some(({ fileId }) => fileId)) return undefined;
    return { chatId: dialogue.user.externalId, messageId: Number(id) };
  }

  /** Who has several dialogues in one chat turns to another one by a button below what its user wrote. */
  private keyboard({ message, view, surface }: Shown): SendablePart['keyboard'] {
    if (surface.kind === 'group' || surface.current || message.role !== 'USER') return undefined;
    const text = this.t({ surface }, 'button.talk', { name: view.dialogue.user.displayName });
    return { inline_keyboard: [[{ text, callback_data: deskAction('talk', view.dialogue.id) }]] };
  }

  private t({ surface }: Pick<Shown, 'surface'>, key: string, params?: TextParams): string {
    return this.deps.locales.t(surface.language, `desk:${key}`, params);
  }
}

/** What a message carries beside its text. */
export function attachmentsOf(message: { readonly attachments: unknown }): readonly Attachment[] {
  return message.attachments as readonly Attachment[];
}

function lineOf(parts: readonly DeskPart[]): Line {
  return { parts, digest: digestOf(parts.map(({ html, file, copyOf }) => [html, file, copyOf])) };
}

function withKeyboard(parts: readonly DeskPart[], keyboard: SendablePart['keyboard']): DeskPart[] {
  return parts.map((part, index) => (keyboard && index === parts.length - 1 ? { ...part, keyboard } : part));
}

const marks: Readonly<Record<'b' | 'i', readonly Mark[]>> = { b: [{ tag: 'b' }], i: [{ tag: 'i' }] };

function bold(text: string): Run {
  return { text, marks: marks.b };
}

function italic(text: string): Run {
  return { text, marks: marks.i };
}

function plain(text: string): Run {
  return { text, marks: [] };
}
