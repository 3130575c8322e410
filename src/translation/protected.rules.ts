import { type Kind, kindsAfterNames, kindsBeforeNames, numberSource } from './protected.kinds';

/** Something that a translation must not touch. */
export interface Piece {
  /** As it stands in the text. */
  readonly original: string;
  /** As it stands in the translation: the same, but for units that are written otherwise («5 км», "5 km"). */
  readonly target: string;
}

/** A text whose pieces are replaced by markers: the first one by ⟦1⟧, or by ⟦1:5 km⟧ where its meaning decides about grammar. */
export interface ProtectedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** What a caller knows beside the kinds that everybody knows. */
export interface KnownWords {
  /** People, products, places: to be left as they are written. */
  readonly names?: readonly string[];
  /** Units of measure in any language → in the language of the translation. */
  readonly units?: ReadonlyMap<string, string>;
}

interface Found {
  readonly at: number;
  readonly original: string;
  readonly shown: boolean;
  readonly unit: string | undefined;
}

// The double brackets stand in no text by chance, and models copy them; what follows the colon is theirs to read only.
const marker = /⟦\s*(\d{1,5})\s*(?::[^⟦⟧]*)?⟧/gu;

// Closes a place to the patterns that follow: it is white space, but no end of a line.
const closed = '\u2028';

/** Replaces what must survive by markers. */
export function protect(text: string, known: KnownWords = {}): ProtectedText {
  const found = findAll(text, known).toSorted((a, b) => a.at - b.at);
  const pieces = found.map((one) => pieceOf(one, known.units));
  let out = '';
  let end = 0;
  for (const [index, { at, original, shown }] of found.entries()) {
    out += `${text.slice(end, at)}⟦${index + 1}${shown && isReadable(original) ? `:${original}` : ''}⟧`;
    end = at + original.length;
  }
  return { text: out + text.slice(end), pieces };
}

/** Puts the pieces back; what is no marker of a piece is left alone. */
export function restore(text: string, pieces: readonly Piece[]): string {
  return text.replaceAll(marker, (whole, number: string) => pieces[Number(number) - 1]?.target ?? whole);
}

/** The text without its markers: what there is to translate. */
export function withoutMarkers(text: string): string {
  return text.replaceAll(marker, ' ');
}

/** The markers that are missing, repeated, strange, or, being a block of code, not on a line of their own; the order may be another. */
export function brokenMarkers(text: string, pieces: readonly Piece[]): string[] {
  const seen = new Map<number, number>();
  for (const [, number] of text.matchAll(marker)) seen.set(Number(number), (seen.get(Number(number)) ?? 0) + 1);
  const broken = pieces.flatMap(({ original }, index) => {
    const number = index + 1;
    const whole = seen.get(number) === 1 && (!isBlock(original) || standsAlone(text, number));
    return whole ? [] : [`⟦${number}⟧`];
  });
  const strange = [...seen.keys()].filter((number) => !pieces[number - 1]).map((number) => `⟦${number}⟧`);
  const rest = withoutMarkers(text).match(/[⟦⟧]/gu) ?? [];
  return [...broken, ...strange, ...new Set(rest)];
}

function findAll(text: string, known: KnownWords): Found[] {
  const found: Found[] = [];
  // The numbers of a list are not what the list says.
  let open = text.replaceAll(/^[\t >]*\d{1,3}[.)](?=[\t ])/gmu, (ordinal) => closed.repeat(ordinal.length));
  const take = (
    { pattern, shown }: Kind,
    unitOf: (match: RegExpMatchArray) => string | undefined = () => undefined,
  ) => {
    const matches = [...open.matchAll(pattern)].filter(([whole]) => !whole.includes(closed));
    for (const match of matches) {
      const [original] = match;
      found.push({ at: match.index, original, shown, unit: unitOf(match) });
      open = open.slice(0, match.index) + closed.repeat(original.length) + open.slice(match.index + original.length);
    }
  };
  for (const kind of kindsBeforeNames) take(kind);
  for (const name of namesWorthKeeping(known.names ?? [])) take(kindOfName(name));
  if (known.units?.size) take(kindOfUnits([...known.units.keys()]), (match) => match[1]);
  for (const kind of kindsAfterNames) take(kind);
  return found;
}

function pieceOf({ original, unit }: Found, units: KnownWords['units']): Piece {
  const target = unit === undefined ? undefined : units?.get(unit);
  if (unit === undefined || target === undefined) return { original, target: original };
  const cut = original.lastIndexOf(unit);
  return { original, target: original.slice(0, cut) + target };
}

/** Longest first. Short ones and those in small letters are as likely to be words: a user may call themselves «я». */
function namesWorthKeeping(names: readonly string[]): string[] {
  const trimmed = names.map((name) => name.trim()).filter((name) => name.length > 2 && /\p{Lu}|\p{N}/u.test(name));
  return [...new Set(trimmed)].toSorted((a, b) => b.length - a.length);
}

function kindOfName(name: string): Kind {
  return { pattern: new RegExp(String.raw`(?<![\p{L}\p{N}_])${escaped(name)}(?![\p{L}\p{N}_])`, 'gu'), shown: true };
}

function kindOfUnits(units: readonly string[]): Kind {
  const words = units.toSorted((a, b) => b.length - a.length).map(escaped);
  const before = String.raw`(?<![\p{L}\p{N}_]|[\p{L}\p{N}_][-.,:/])`;
  // The dot of an abbreviation goes with it, unless it ends the sentence.
  const after = String.raw`(?![\p{L}\p{N}_/])(?:\.(?=\p{Zs}+\p{Ll}))?`;
  const pattern = new RegExp(String.raw`${before}${numberSource}\p{Zs}?(${words.join('|')})${after}`, 'gu');
  return { pattern, shown: true };
}

/** Only plain and short things are shown: the rest says nothing about grammar, and may try to say something else. */
function isReadable(original: string): boolean {
  return original.length <= 40 && /^[\p{L}\p{M}\p{N}\p{Zs}.,:'’+\-–—−×/%‰₽$€£¥₸₴₾₺°]+$/u.test(original);
}

function isBlock(original: string): boolean {
  return /^(?:```|~~~)/.test(original) && original.includes('\n');
}

function standsAlone(text: string, number: number): boolean {
  return new RegExp(`^[\\t >*-]*⟦\\s*${number}\\s*(?::[^⟦⟧]*)?⟧[\\t ]*$`, 'mu').test(text);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
