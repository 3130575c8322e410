import { badRequest } from './bot-api-error';
import { type FormattedText, parseHtml } from './html-entities';
import type { WireEntity } from './wire';

/** The longest text of a message, in UTF-16 units after its tags are read. */
export const longestText = 4096;
const longestCaption = 1024;

const recognised: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['url', /\bhttps?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}»]/giu],
  ['email', /[\p{L}\d._+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu],
  ['bot_command', /(?<![\p{L}\d_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\d_/<>])/gu],
  ['mention', /(?<![\p{L}\d_@])@[A-Za-z0-9_]{4,32}(?![\p{L}\d_])/gu],
  ['hashtag', /(?<![\p{L}\d_#])#[\p{L}\d_]*\p{L}[\p{L}\d_]*/gu],
];

/** What a caller may say about a text. */
export interface TextRequest {
  readonly text: string;
  readonly parseMode?: string | undefined;
  readonly entities?: WireEntity[] | undefined;
}

/** Reads a text as the server does: tags or given entities, outer space cut, links and commands recognised. */
export function formatText(request: TextRequest): FormattedText {
  return withRecognised(trimmed(tagsRead(request)));
}

/** A message's text: refused when nothing or too much is left after reading. */
export function messageText(request: TextRequest): FormattedText {
  const formatted = formatText(request);
  if (formatted.text.length === 0) throw badRequest('message text is empty');
  if (formatted.text.length > longestText) throw badRequest('message is too long');
  return formatted;
}

/** A caption: may be empty, must not be too long. */
export function captionText(request: TextRequest): FormattedText {
  const formatted = formatText(request);
  if (formatted.text.length > longestCaption) throw badRequest('message caption is too long');
  return formatted;
}

function tagsRead({ text, parseMode, entities }: TextRequest): FormattedText {
  const mode = parseMode?.toLowerCase() ?? '';
  if (mode === '' || mode === 'none') return { text, entities: entities ?? [] };
  if (mode === 'html') return parseHtml(text);
  if (mode === 'markdown' || mode === 'markdownv2') {
    throw badRequest("can't parse entities: this stand-in reads only HTML, say parse_mode HTML");
  }
  throw badRequest('unsupported parse_mode');
}

function trimmed({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const cut = text.trim();
  const moved: WireEntity[] = [];
  for (const entity of entities) {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(cut.length, entity.offset + entity.length - start);
    if (to > from) moved.push({ ...entity, offset: from, length: to - from });
  }
  return { text: cut, entities: moved };
}

/** Adds what the server recognises by itself: addresses, commands, mentions, hashtags. */
export function withRecognised({ text, entities }: FormattedText): FormattedText {
  const taken = entities.filter((entity) => ['code', 'pre', 'text_link', 'text_mention'].includes(entity.type));
  const found: WireEntity[] = [];
  for (const [type, pattern] of recognised) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (![...taken, ...found].some((other) => overlap(entity, other))) found.push(entity);
    }
  }
  const all = [...entities, ...found].toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return { text, entities: all };
}

const overlap = (a: WireEntity, b: WireEntity) => a.offset < b.offset + b.length && b.offset < a.offset + a.length;
