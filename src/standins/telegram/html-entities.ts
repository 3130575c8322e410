import { badRequest } from './bot-api-error';
import type { WireEntity } from './wire';

const types: Readonly<Record<string, string>> = {
  a: 'text_link',
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  pre: 'pre',
  code: 'code',
  blockquote: 'blockquote',
};

const namedCharacters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const characterReference = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot));?/iy;
const space = /\s/;

interface OpenTag {
  readonly name: string;
  readonly argument: string;
  readonly offset: number;
}

/** A text without its tags, and what the tags said. */
export interface FormattedText {
  text: string;
  entities: WireEntity[];
}

/** Reads parse_mode HTML in one pass with the rules and complaints of the real server's parser. */
class HtmlReader {
  private at = 0;
  private text = '';
  private readonly open: OpenTag[] = [];
  private readonly entities: WireEntity[] = [];

  constructor(private readonly source: string) {}

  read(): FormattedText {
    while (this.at < this.source.length) {
      const character = this.source[this.at];
      if (character === '<') this.readTag();
      else if (character === '&') this.text += this.readReference();
      else {
        this.text += character;
        this.at += 1;
      }
    }
    const unclosed = this.open.at(-1);
    if (unclosed) throw this.fault(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    const entities = this.entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
    return { text: this.text, entities };
  }

  private readTag(): void {
    const begin = this.at;
    this.at += 1;
    if (this.source[this.at] === '/') this.readEndTag(begin);
    else this.readStartTag(begin);
  }

  private readStartTag(begin: number): void {
    const name = this.readUntil(/[\s>]/).toLowerCase();
    if (this.ended) throw this.fault(`Unclosed start tag at byte offset ${this.bytes(begin)}`);
    if (!Object.hasOwn(types, name)) {
      throw this.fault(`Unsupported start tag "${name}" at byte offset ${this.bytes(begin)}`);
    }
    let argument = '';
    for (;;) {
      this.skipSpace();
      if (this.source[this.at] === '>') break;
      argument = argumentOf(name, this.readAttribute(name, begin)) ?? argument;
    }
    this.at += 1;
    if (name === 'span' && argument !== 'spoiler') {
      throw this.fault(`Tag "span" must have class "tg-spoiler" at byte offset ${this.bytes(begin)}`);
    }
    this.open.push({ name, argument, offset: this.text.length });
  }

  private readAttribute(tag: string, begin: number): { name: string; value: string } {
    const unclosed = () => this.fault(`Unclosed start tag "${tag}" at byte offset ${this.bytes(begin)}`);
    const name = this.readUntil(/[\s=>]/);
    if (this.ended) throw unclosed();
    if (!name) throw this.fault(`Empty attribute name in the tag "${tag}" at byte offset ${this.bytes(begin)}`);
    this.skipSpace();
    if (this.source[this.at] !== '=') return { name, value: '' };
    this.at += 1;
    this.skipSpace();
    const quote = this.source[this.at];
    const value = quote === '"' || quote === "'" ? this.readQuoted(quote) : this.readNameToken();
    if (this.ended) throw unclosed();
    return { name, value };
  }

  private readQuoted(quote: string): string {
    let value = '';
    this.at += 1;
    while (!this.ended && this.source[this.at] !== quote) {
      if (this.source[this.at] === '&') value += this.readReference();
      else {
        value += this.source[this.at];
        this.at += 1;
      }
    }
    this.at += 1;
    return value;
  }

  private readNameToken(): string {
    const begin = this.at;
    const value = this.readUntil(/[^A-Za-z0-9.-]/);
    const next = this.source[this.at];
    if (next !== undefined && next !== '>' && !space.test(next)) {
      throw this.fault(`Unexpected end of name token at byte offset ${this.bytes(begin)}`);
    }
    return value.toLowerCase();
  }

  private readEndTag(begin: number): void {
    const tag = this.open.pop();
    if (!tag) throw this.fault(`Unexpected end tag at byte offset ${this.bytes(begin)}`);
    this.at += 1;
    const name = this.readUntil(/[\s>]/).toLowerCase();
    this.skipSpace();
    if (this.source[this.at] !== '>') throw this.fault(`Unclosed end tag at byte offset ${this.bytes(begin)}`);
    this.at += 1;
    if (name && name !== tag.name) {
      const said = `expected "</${tag.name}>", found "</${name}>"`;
      throw this.fault(`Unmatched end tag at byte offset ${this.bytes(begin)}, ${said}`);
    }
    this.close(tag);
  }

  private close(tag: OpenTag): void {
    const length = this.text.length - tag.offset;
    if (length === 0) return;
    const entity: WireEntity = { type: types[tag.name] ?? tag.name, offset: tag.offset, length };
    if (tag.name === 'a') this.closeLink(entity, tag);
    else if (tag.name === 'pre') this.closePre(entity);
    else if (tag.name === 'code' && tag.argument) this.entities.push({ ...entity, language: tag.argument });
    else if (tag.name === 'tg-emoji') this.entities.push({ ...entity, custom_emoji_id: tag.argument });
    else if (tag.name === 'blockquote' && tag.argument) {
      this.entities.push({ ...entity, type: 'expandable_blockquote' });
    } else this.entities.push(entity);
  }

  /** A link without a usable address is not an error: the server drops the link and keeps its words. */
  private closeLink(entity: WireEntity, tag: OpenTag): void {
    const url = linkAddress(tag.argument || this.text.slice(entity.offset, entity.offset + entity.length));
    if (url) this.entities.push({ ...entity, url });
  }

  /** `<pre><code class="language-x">` is one block with a language, not two entities. */
  private closePre(entity: WireEntity): void {
    const inner = this.entities.at(-1);
    const same = inner?.type === 'code' && inner.offset === entity.offset && inner.length === entity.length;
    if (!same) {
      this.entities.push(entity);
      return;
    }
    this.entities.pop();
    this.entities.push(inner.language ? { ...entity, language: inner.language } : entity);
  }

  private readReference(): string {
    characterReference.lastIndex = this.at;
    const found = characterReference.exec(this.source);
    const character = found ? decoded(found) : undefined;
    if (!found || character === undefined) {
      this.at += 1;
      return '&';
    }
    this.at += found[0].length;
    return character;
  }

  private readUntil(stop: RegExp): string {
    const begin = this.at;
    while (!this.ended && !stop.test(this.source.charAt(this.at))) this.at += 1;
    return this.source.slice(begin, this.at);
  }

  private skipSpace(): void {
    while (!this.ended && space.test(this.source.charAt(this.at))) this.at += 1;
  }

  private get ended(): boolean {
    return this.at >= this.source.length;
  }

  private bytes(position: number): number {
    return Buffer.byteLength(this.source.slice(0, position));
  }

  private fault(what: string) {
    return badRequest(`can't parse entities: ${what}`);
  }
}

/** The attribute that counts for a tag, and what its value has to begin with. */
const attributes: Readonly<Record<string, readonly [name: string, prefix: string]>> = {
  a: ['href', ''],
  code: ['class', 'language-'],
  span: ['class', 'tg-'],
  'tg-emoji': ['emoji-id', ''],
  blockquote: ['expandable', ''],
};

function argumentOf(tag: string, attribute: { name: string; value: string }): string | undefined {
  const [name, prefix] = attributes[tag] ?? [];
  if (prefix === undefined || name !== attribute.name || !attribute.value.startsWith(prefix)) return undefined;
  return tag === 'blockquote' ? name : attribute.value.slice(prefix.length);
}

function decoded(found: RegExpExecArray): string | undefined {
  const [, hexadecimal, decimal, name] = found;
  if (name) return namedCharacters[name.toLowerCase()];
  const point = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal);
  const isCharacter = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : undefined;
}

const linkSchemes = ['http:', 'https:', 'tg:', 'ton:', 'tonsite:', 'mailto:', 'tel:', 'ftp:'];

/** A bare name counts as an address only when it has a dot; the scheme http is then understood. */
function linkAddress(argument: string): string | undefined {
  const hasScheme = /^[a-z][a-z0-9+-]*:/i.test(argument);
  const address = hasScheme ? argument : `http://${argument}`;
  if (!URL.canParse(address) || (!hasScheme && !argument.includes('.'))) return undefined;
  const url = new URL(address);
  return linkSchemes.includes(url.protocol) ? url.href : undefined;
}

/** Takes the tags out of a text in parse_mode HTML; refuses what the real server refuses, in its words. */
export function parseHtml(source: string): FormattedText {
  return new HtmlReader(source).read();
}
