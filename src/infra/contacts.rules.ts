import { cyrillicZones, latinZones } from './contacts.words';

/** Something in a text that a reader could follow: a link, a domain, an e-mail address, an account in Telegram. */
export interface Contact {
  readonly kind: 'link' | 'domain' | 'email' | 'account';
  readonly start: number;
  readonly end: number;
  /** How it is compared with others. */
  readonly name: string;
}

const closing = /[.,;:!?…'"*_~)\]}»”]$/u;
const address = String.raw`[^\s<>"«»“”|\u0060]`;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
const zone = `(?:${[...latinZones, ...cyrillicZones].join('|')}|[a-z]{2})`;

const patterns: readonly (readonly [Contact['kind'], RegExp])[] = [
  ['link', new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:[a-z][a-z0-9+.-]{1,15}:[\\/]{2}|www\.)${address}+`, 'giu')],
  // Addresses that do something by themselves.
  [
    'link',
    new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:(?:java|vb)script:|data:[a-z]+\/|mailto:|tel:|tg:)${address}+`, 'giu'),
  ],
  [
    'email',
    new RegExp(
      String.raw`(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]{1,64}@(?:${label}\.){1,5}\p{L}{2,24}(?![\p{L}\p{N}])`,
      'giu',
    ),
  ],
  ['account', /(?<![\p{L}\p{N}_@/.])@[a-z]\w{3,31}(?!\w)/giu],
  [
    'domain',
    new RegExp(
      String.raw`(?<![\p{L}\p{N}_@./-])(?:${label}\.){1,6}${zone}(?![\p{L}\p{N}_-]|\.\p{L})(?:[/?#:]${address}*)?`,
      'giu',
    ),
  ],
];

/** What a reader could follow in a text, in its order. */
export function contactsIn(text: string): Contact[] {
  const found: Contact[] = [];
  for (const [kind, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const written = withoutClosing(match[0]);
      const [start, end] = [match.index, match.index + written.length];
      if (written !== '' && found.every((one) => end <= one.start || start >= one.end)) {
        found.push({ kind: kindOf(kind, written), start, end, name: contactName(written) });
      }
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** How a contact is compared: without its scheme, its closing slash, and the case of its letters. */
export function contactName(written: string): string {
  const bare = written
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:|tel:)/, '')
    .replace(/^www\./, '');
  return withoutClosing(bare).replace(/\/+$/, '');
}

/** The names of all contacts in some texts; a link gives its host, too. */
export function contactNames(texts: readonly string[]): Set<string> {
  const names = texts.flatMap((text) => contactsIn(text).map(({ name }) => name));
  return new Set(names.flatMap((name) => [name, hostOf(name)]));
}

/** The host that a link or a domain leads to. */
export function hostOf(name: string): string {
  return name.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').split(/[/?#:\\]/, 1)[0] ?? '';
}

/** Without the signs that belong to the sentence; a bracket stays where it closes one. */
function withoutClosing(written: string): string {
  let end = written.length;
  while (end > 0 && closing.test(written.slice(end - 1, end))) {
    const left = written.slice(0, end);
    if (left.endsWith(')') && left.split('(').length >= left.split(')').length) break;
    end -= 1;
  }
  return written.slice(0, end);
}

/** A domain with something behind it is followed like a link. */
function kindOf(kind: Contact['kind'], written: string): Contact['kind'] {
  return kind === 'domain' && /[/?#:]/.test(written) ? 'link' : kind;
}
