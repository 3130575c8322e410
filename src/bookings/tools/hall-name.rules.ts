import { forgiven, inOtherScript, slipsBetween } from '../../knowledge/search/spelling.rules';
import { stemOf, wordsOf } from '../../knowledge/search/words.rules';
import type { Hall } from '../hall';
import { anyHall } from './hall-name.words';

/** A hall as far as its names go. */
export type NamedHall = Pick<Hall, 'slug' | 'names' | 'aliases'>;

/** What people can mean by a name: the hall, or those between which it does not decide (all of them when it says nothing). */
export type MeantHall<One> = { readonly hall: One } | { readonly unclear: readonly One[] };

interface Word {
  readonly word: string;
  readonly stem: string;
}

/** How well a word names a hall: as it is or in another form, with a slip, not at all. */
type Likeness = 0 | 1 | 2;

/** Nobody's name of a hall is longer. */
const longestName = 120;
const mostWords = 12;
/** A slip in a short word makes another word of it. */
const shortestWithSlips = 4;
const shortestStemWithSlips = 5;
/** «bolshoi», «sinii»: й by sound. */
const finalI = /(?<=[aeiou])i$/;

/**
 * The hall that is meant by a name: in any of its languages, declined, with a slip, by sound in the other script or typed on the other
 * keyboard. Two halls that it fits alike are for the user to choose from; where there is but one, «зал» is enough.
 */
export function hallMeant<One extends NamedHall>(name: string, halls: readonly One[]): MeantHall<One> {
  const exact = halls.filter((hall) => hall.slug === name.trim().toLowerCase());
  if (exact[0] && exact.length === 1) return { hall: exact[0] };
  const asked = tellingWords(name.slice(0, longestName)).slice(0, mostWords);
  const [first] = halls;
  if (first && halls.length === 1 && asked.length === 0) return { hall: first };
  const close = bestOf(halls, asked, 0);
  // There are few halls: what is like one of them and like no other means that one, however it is spelt.
  const best = close.length > 0 ? close : bestOf(halls, asked, 1);
  if (best[0] && best.length === 1) return { hall: best[0] };
  return { unclear: best.length > 0 ? best : halls };
}

/** The halls that fit best what was asked for, with so many slips more than are usually forgiven. */
function bestOf<One extends NamedHall>(halls: readonly One[], asked: readonly Word[], more: number): One[] {
  const ranked = halls.map((hall) => ({ hall, rank: rankOf(asked, namesOf(hall), more) }));
  const highest = Math.max(0, ...ranked.map(({ rank }) => rank));
  return highest === 0 ? [] : ranked.filter(({ rank }) => rank === highest).map(({ hall }) => hall);
}

function namesOf({ names, aliases, slug }: NamedHall): Word[][] {
  const known = [...new Set([...Object.values(names), ...aliases, slug])];
  return known.map((name) => tellingWords(name)).filter((words) => words.length > 0);
}

/** The best fit of what was asked for to one of a hall's names: each word that fits counts, a slip costs, a stranger beside a slip rules out. */
function rankOf(asked: readonly Word[], names: readonly (readonly Word[])[], more: number): number {
  const known = names.flat();
  const fits = asked.map((word) => Math.max(0, ...known.map((one) => likeness(word, one, more))));
  const [found, slips] = [fits.filter((fit) => fit > 0).length, fits.filter((fit) => fit === 1).length];
  if (found === 0 || (slips > 0 && found < asked.length)) return 0;
  const whole = names.some((name) => name.length === asked.length && asked.every((word) => isIn(word, name, more)));
  return found * 4 - slips * 2 + (whole ? 1 : 0);
}

function isIn(word: Word, name: readonly Word[], more: number): boolean {
  return name.some((one) => likeness(word, one, more) > 0);
}

function likeness(asked: Word, known: Word, more: number): Likeness {
  const sounds = [asked.word, asked.word.replace(finalI, 'j')].flatMap((word) => [word, ...inOtherScript(word)]);
  const forms = [...new Set(sounds)].map((word) => ({ word, stem: stemOf(word) }));
  if (forms.some((form) => form.stem === known.stem || form.word === known.word)) return 2;
  const slipped = forms.some(
    (form) =>
      isNear([form.word, known.word], shortestWithSlips, more) ||
      isNear([form.stem, known.stem], shortestStemWithSlips, more),
  );
  return slipped ? 1 : 0;
}

function isNear([a, b]: readonly [string, string], shortest: number, more: number): boolean {
  const length = Math.min(a.length, b.length);
  if (length < shortest + more) return false;
  const most = forgiven(length) + more;
  return slipsBetween(a, b, most) <= most;
}

/** The words of a name that tell halls apart. */
function tellingWords(name: string): Word[] {
  const words = wordsOf(name).map((word) => ({ word, stem: stemOf(word) }));
  return words.filter(({ word, stem }) => !anyHall.has(stem) && !anyHall.has(word) && !isAnyHall(word));
}

function isAnyHall(word: string): boolean {
  return inOtherScript(word).some((other) => anyHall.has(stemOf(other)));
}
