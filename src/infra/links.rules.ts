import type { Definition, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type Contact, contactName, contactsIn, hostOf } from './contacts.rules';

/** Where an answer may lead. */
export interface LinkPolicy {
  /** The names of contacts, see `contactNames`. */
  readonly known: ReadonlySet<string>;
  /** Domains, with all below them. */
  readonly domains: readonly string[];
  /** What stands in the place of a link that is taken out. */
  readonly removed: string;
}

/** A stretch of the text and what comes in its place. */
interface Cut {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

// Unwrapping one link can make another one of what is around it.
const mostRounds = 4;
// What is longer or denser takes a parser seconds; it is not shown as Markdown either.
const bounds = { length: 20_000, signs: 3_000 };
const signs = /[*_[\]>`]/g;
const dialect = { extensions: [gfm({ singleTilde: false })], mdastExtensions: [gfmFromMarkdown()] };
const harmless = /^(?:https?:\/\/|mailto:|[^:]*$)/i;
const namedCharacters: Readonly<Record<string, string>> = {
  colon: ':',
  sol: '/',
  period: '.',
  commat: '@',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  lbrack: '[',
  rsqb: ']',
  rbrack: ']',
  lt: '<',
  gt: '>',
  quot: '"',
  excl: '!',
  amp: '&',
  tab: ' ',
  newline: ' ',
};

/** The text without pictures, raw HTML, and links that lead elsewhere than the policy allows: their words stay, their addresses go. */
export function withoutForeignLinks(text: string, policy: LinkPolicy): string {
  const plain = withoutReferences(text);
  if (!isReadable(plain)) return withoutContacts(plain, policy, []);
  const unwrapped = unwrap(plain, policy);
  const cleaned = withoutContacts(unwrapped, policy, codeIn(unwrapped));
  // Escapes and emphasis can hide an address from a reader of the source, not from a reader of the message.
  const shown = shownText(cleaned);
  const isHidden = contactsIn(shown).some((one) => one.kind === 'link' && !isAllowed(one, policy));
  return isHidden ? withoutContacts(shown, policy, []) : cleaned;
}

function isReadable(text: string): boolean {
  return text.length <= bounds.length && (text.match(signs)?.length ?? 0) <= bounds.signs;
}

/** Character references written out: «http&colon;//» is a link for whoever shows it. */
function withoutReferences(text: string): string {
  return text
    .replaceAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code).toWellFormed() : whole;
    })
    .replaceAll(/&([a-z]{2,8});/gi, (whole, name: string) => namedCharacters[name.toLowerCase()] ?? whole);
}

function unwrap(text: string, policy: LinkPolicy): string {
  let current = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const cuts = [...cutsIn(fromMarkdown(current, dialect), current, policy)];
    if (cuts.length === 0) return current;
    current = cut(current, cuts);
  }
  return current.replaceAll(/[[\]<>]/g, '');
}

function* cutsIn(root: Nodes, text: string, policy: LinkPolicy): Generator<Cut> {
  const by = replacement(root, text, policy);
  const [start, end] = [root.position?.start.offset, root.position?.end.offset];
  if (by !== undefined && start !== undefined && end !== undefined) {
    if (text.slice(start, end) !== by) yield { start, end, by };
    return;
  }
  for (const child of 'children' in root ? root.children : []) yield* cutsIn(child, text, policy);
}

/** What comes in the place of a node; undefined where it stays. */
function replacement(node: Nodes, text: string, policy: LinkPolicy): string | undefined {
  switch (node.type) {
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'html':
      return node.value.replaceAll(/<!--[^]*?(?:-->|$)|<[^>]*(?:>|$)/g, '');
    case 'definition':
      return leadsToKnown(node, policy) ? undefined : '';
    case 'link':
      return leadsToKnown(node, policy) || isBare(node) ? undefined : wordsOf(node, text);
    default:
      return undefined;
  }
}

function leadsToKnown({ url }: Pick<Definition, 'url'>, policy: LinkPolicy): boolean {
  return harmless.test(url) && isAllowed({ kind: 'link', name: contactName(url) }, policy);
}

/** An address that stands for itself; it is dealt with as part of the text. */
function isBare(node: Extract<Nodes, { type: 'link' }>): boolean {
  const [only, more] = node.children;
  return (
    more === undefined &&
    only?.type === 'text' &&
    contactName(only.value) === contactName(node.url) &&
    !only.value.includes(' ')
  );
}

function wordsOf(node: Extract<Nodes, { type: 'link' }>, text: string): string {
  const start = node.children[0]?.position?.start.offset;
  const end = node.children.at(-1)?.position?.end.offset;
  return start === undefined || end === undefined ? '' : text.slice(start, end);
}

/** Takes out what leads elsewhere; a bare name stays to be read, as code, of which nobody makes a link. */
function withoutContacts(text: string, policy: LinkPolicy, code: readonly Pick<Cut, 'start' | 'end'>[]): string {
  const cuts = contactsIn(text).flatMap((one) => {
    if (isAllowed(one, policy)) return [];
    const { start, end } = one;
    if (one.kind === 'link') return [{ start, end, by: policy.removed }];
    const inCode = code.some((each) => each.start <= start && end <= each.end);
    return inCode ? [] : [{ start, end, by: `\`${text.slice(start, end)}\`` }];
  });
  return cut(text, cuts);
}

function isAllowed({ kind, name }: Pick<Contact, 'kind' | 'name'>, { known, domains }: LinkPolicy): boolean {
  if (known.has(name)) return true;
  if (kind === 'account') return false;
  const host = kind === 'email' ? (name.split('@')[1] ?? '') : hostOf(name);
  // Who is named before the host, «shop.example@evil.example», leads to the other one.
  if (kind === 'link' && /^[^/?#]*@/.test(name)) return false;
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

function codeIn(text: string): Cut[] {
  return [...descendants(fromMarkdown(text, dialect))].flatMap((node) => {
    const [start, end] = [node.position?.start.offset, node.position?.end.offset];
    const isCode = node.type === 'inlineCode' || node.type === 'code';
    return isCode && start !== undefined && end !== undefined ? [{ start, end, by: '' }] : [];
  });
}

/** What a reader of the message sees, blocks on lines of their own. */
function shownText(text: string): string {
  const texts = [...descendants(fromMarkdown(text, dialect))].flatMap((node) => {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'code' || node.type === 'break') {
      return ['\n', ...('value' in node ? [node.value] : [])];
    }
    return 'value' in node ? [node.value] : [];
  });
  return texts.join('').trim();
}

function* descendants(root: Nodes): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
}

function cut(text: string, cuts: readonly Cut[]): string {
  return cuts
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end, by }) => rest.slice(0, start) + by + rest.slice(end), text);
}
