import type { StandinLanguage } from '../phrases';
import { type Question, readQuestion } from './question';
import { isAllIn, type Scored, scoreUnits } from './scoring';
import { stemsOf } from './stems';
import type { Unit } from './units';

// Below this share of the question's weight a passage speaks of something else.
const threshold = 0.42;
const mostQuotes = 4;
// Rows of a table are short and belong together.
const mostInSection = 16;
const mostCharacters = 900;
const mostInSectionCharacters = 1_400;
const mostItems = 10;

/** The quotes that answer a question, best unit decides the passage; empty when nothing fits. */
export function chooseQuotes(units: readonly Unit[], question: Question, language: StandinLanguage): Scored[] {
  const fitting = scoreUnits(units, question).filter(({ score }) => score >= threshold);
  const own = fitting.filter(({ unit }) => unit.language === language);
  const ranked = own.length > 0 ? own : fitting;
  const [best] = ranked;
  if (!best) return [];
  if (isAllIn(best.unit.heading, question)) return wholeSection(best, ranked);
  const chosen = [best];
  for (const next of ranked.slice(1, 12)) {
    if (chosen.length === mostQuotes || !adds(next, chosen)) continue;
    if (lengthOf(chosen) + next.unit.text.length <= mostCharacters) chosen.push(next);
  }
  return chosen.toSorted((a, b) => a.unit.order - b.unit.order);
}

/** What stands under the heading of the best unit, from its beginning. */
function wholeSection({ unit: { passage, heading } }: Scored, ranked: readonly Scored[]): Scored[] {
  const section = ranked.filter(({ unit }) => unit.passage.id === passage.id && unit.heading === heading);
  const chosen: Scored[] = [];
  for (const next of section.toSorted((a, b) => a.unit.order - b.unit.order)) {
    const isLong = lengthOf([...chosen, next]) > mostInSectionCharacters;
    if (chosen.length === mostInSection || (chosen.length > 0 && isLong)) break;
    chosen.push(next);
  }
  return chosen;
}

/** One quote as it is written, with its marker. */
export function writeQuote({ unit }: Scored, question: Question): string {
  const text = unit.items.length > 0 ? writeList(unit, question) : unit.text;
  // Nothing may stand behind the end of a block of code.
  return `${text}${text.endsWith('```') ? '\n' : ' '}[${unit.passage.id}]`;
}

/** Whether a further quote tells more: it goes on where the best one stands, or answers what is still open. */
function adds(next: Scored, chosen: readonly Scored[]): boolean {
  const [best] = chosen;
  if (!best || next.score < best.score * 0.6) return false;
  if (chosen.some(({ unit }) => repeats(unit.text, next.unit.text))) return false;
  const covered = new Set(chosen.flatMap(({ covers }) => [...covers]));
  if ([...next.covers].some((term) => !covered.has(term))) return true;
  const samePlace = next.unit.passage.id === best.unit.passage.id && next.unit.heading === best.unit.heading;
  return samePlace && next.score >= best.score * 0.7;
}

function repeats(one: string, other: string): boolean {
  const [a, b] = [new Set(stemsOf(one)), new Set(stemsOf(other))];
  const common = [...a].filter((word) => b.has(word)).length;
  return common / Math.min(a.size, b.size) > 0.8;
}

function lengthOf(chosen: readonly Scored[]): number {
  return chosen.reduce((sum, { unit }) => sum + unit.text.length, 0);
}

/** The items that the question asks for by name, or the whole list. */
function writeList(unit: Unit, question: Question): string {
  const lead = unit.text.slice(0, unit.text.length - unit.items.join('\n').length).trim();
  const parts = [...unit.items, `${unit.heading} ${unit.context} ${lead}`].map((text, order) => ({
    ...asUnit(text),
    order,
  }));
  const scored = scoreUnits(parts, question);
  // Steps belong together.
  if (unit.items.every((item) => /^\d/.test(item))) return `\n${unit.text}`;
  // A word that stands above the list, or in several of its items, picks none of them.
  const picks = (term: string) => scored.filter(({ covers }) => covers.has(term)).length === 1;
  const named = scored.filter(({ covers }) => [...covers].some(picks)).map(({ unit: { order } }) => order);
  const some = unit.items.filter((_item, order) => named.includes(order));
  const shown = some.length > 0 && some.length <= unit.items.length / 2 ? some : unit.items.slice(0, mostItems);
  return ['', ...(lead === '' ? [] : [lead]), ...shown].join('\n');
}

/** The user's own earlier words that answer a question about themselves, if there are such. */
export function rememberedWords(asked: string, earlier: readonly string[]): string | undefined {
  if (!/(?:^|[^\p{L}])(?:меня|мне|мой|моя|мое|моё|мои|моего|моей|мою|моем|я|my|me|i)(?:$|[^\p{L}])/iu.test(asked))
    return undefined;
  const statements = earlier.filter((text) => !text.includes('?') && text.length <= 500);
  const [best] = scoreUnits(statements.map(asUnit), readQuestion(asked));
  return best && best.score >= 0.6 ? best.unit.text : undefined;
}

function asUnit(text: string): Unit {
  const passage = { id: '', title: '', text, rank: 0 };
  return { passage, order: 0, text, items: [], heading: '', context: '', language: 'en' };
}
