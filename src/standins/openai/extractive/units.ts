import type { StandinLanguage } from '../phrases';
import { languageOf } from './language';
import type { Passage } from './passages';

/** What can be quoted: a sentence, a row of a table, or a list or code with the line that leads to it. */
export interface Unit {
  readonly passage: Passage;
  /** Its place among all units, so that quotes can be put into the order of the text. */
  readonly order: number;
  /** As it is quoted; Markdown inside stays. */
  readonly text: string;
  /** The items, when it is a list. */
  readonly items: readonly string[];
  /** The nearest heading above it, or the question that it answers. */
  readonly heading: string;
  /** Title of the passage and the headings further up. */
  readonly context: string;
  readonly language: StandinLanguage;
}

interface Piece {
  readonly text: string;
  readonly items: readonly string[];
  readonly heading: string;
  readonly context: string;
}

/** Cuts passages into what can be quoted. */
export function unitsOf(passages: readonly Passage[]): Unit[] {
  const units = passages.flatMap((passage) => {
    const fallback = languageOf(withoutCode(passage.text)) ?? languageOf(passage.title) ?? 'en';
    return piecesOf(passage).map((piece) => ({ ...piece, passage, language: spoken(piece) ?? fallback }));
  });
  return units.map((unit, order) => ({ ...unit, order }));
}

/** The names in a table and the words of code belong to no language: they are read with what stands around them. */
function spoken({ text, items }: Piece): StandinLanguage | undefined {
  return items.length > 0 ? undefined : languageOf(withoutCode(text));
}

function withoutCode(text: string): string {
  return text.replaceAll(/```[^]*?(?:```|$)/g, ' ');
}

function* blocksOf(text: string): Generator<string[]> {
  let block: string[] = [];
  for (const line of text.split('\n')) {
    if (block.length > 0 && endsBefore(line, block)) {
      yield block;
      block = [];
    }
    if (line.trim() !== '' || isOpenCode(block)) block.push(line);
  }
  if (block.length > 0) yield block;
}

/** Whether a line is none of the block above it. */
function endsBefore(line: string, block: readonly string[]): boolean {
  const kind = kindOf(block[0] ?? '');
  if (kind === 'code') return !isOpenCode(block);
  const opens = kindOf(line) !== kindOf(block.at(-1) ?? line) && !/^\s+\S/.test(line);
  return line.trim() === '' || opens || kindOf(line) === 'heading' || kindOf(line) === 'code';
}

/** Whether it is code that has not ended. */
function isOpenCode(block: readonly string[]): boolean {
  return fence.test(block[0] ?? '') && (block.length === 1 || !fence.test(block.at(-1) ?? ''));
}

const fence = /^\s*```/;

function kindOf(line: string): 'heading' | 'item' | 'row' | 'code' | 'text' {
  if (fence.test(line)) return 'code';
  if (/^\s*#{1,6}\s|^\s*\*\*[^*]+\*\*:?\s*$/.test(line)) return 'heading';
  if (/^\s*(?:[-*+•–]|\d{1,2}[.)])\s+/.test(line)) return 'item';
  return /^\s*\|.*\|\s*$/.test(line) ? 'row' : 'text';
}

/** Walks through the blocks of a passage, with the headings that stand above each. */
class PassageReader {
  readonly pieces: Piece[] = [];
  private readonly headings: string[] = [];
  private question = '';
  private lead = '';

  constructor(private readonly passage: Passage) {}

  read(block: readonly string[]): void {
    const kind = kindOf(block[0] ?? '');
    if (kind === 'heading') this.takeHeading(block[0] ?? '');
    if (kind === 'item') this.takeList(block);
    if (kind === 'row') this.takeTable(block);
    if (kind === 'code') this.takeCode(block);
    if (kind === 'text') this.takeText(block.map((line) => line.trim()).join(' '));
  }

  private takeHeading(line: string): void {
    const level = /^\s*(#{1,6})/.exec(line)?.[1]?.length ?? 7;
    this.headings.length = Math.min(this.headings.length, level - 1);
    this.headings[level - 1] = line.replace(/^[\s#*]+|[\s#*:]+$/g, '');
    this.question = '';
    this.lead = '';
  }

  private takeText(text: string): void {
    for (const sentence of sentencesOf(text)) {
      if (/\?[^\p{L}\p{N}]*$/u.test(sentence)) this.question = sentence;
      else this.add(sentence);
      this.lead = /:[^\p{L}\p{N}]*$/u.test(sentence) ? sentence : '';
    }
  }

  private takeList(lines: readonly string[]): void {
    const items: string[] = [];
    for (const line of lines) {
      if (kindOf(line) === 'item') items.push(line.trim());
      else items.push(`${items.pop() ?? ''} ${line.trim()}`);
    }
    // The leading line is quoted with its list, not alone.
    if (this.lead !== '' && this.pieces.at(-1)?.text === this.lead) this.pieces.pop();
    this.add([this.lead, ...items].filter(Boolean).join('\n'), { items });
    this.lead = '';
  }

  /** Code is quoted with the sentence before it. */
  private takeCode(lines: readonly string[]): void {
    const lead = this.pieces.at(-1);
    const isBelow = lead?.items.length === 0 && lead.heading === this.place().heading && !lead.text.includes('```');
    if (isBelow) this.pieces.pop();
    this.add(`${isBelow ? lead.text : ''}\n${lines.join('\n')}`);
    this.lead = '';
  }

  private takeTable(lines: readonly string[]): void {
    const [header = [], ...rows] = lines.filter((line) => !/^[\s|:-]+$/.test(line)).map(cellsOf);
    for (const row of rows) {
      const [name = '', ...cells] = row;
      const told = cells.map((cell, column) => labelled(header[column + 1] ?? '', cell)).join('; ');
      const text = `- ${name.replace(/^\d+[.)]\s+/, '')}: ${told}.`;
      this.add(text, { items: [text], column: header[0] ?? '' });
    }
  }

  private add(text: string, { items = [], column = '' }: { items?: readonly string[]; column?: string } = {}): void {
    const { heading, context } = this.place();
    this.pieces.push({ text, items, heading, context: [...context, column].join(' ') });
  }

  /** A passage without headings of its own has its title for one. */
  private place(): { heading: string; context: string[] } {
    const all = [this.passage.title, ...this.headings.filter(Boolean)];
    return { heading: [all.at(-1), this.question].join(' ').trim(), context: all.slice(0, -1) };
  }
}

function piecesOf(passage: Passage): Piece[] {
  const reader = new PassageReader(passage);
  for (const block of blocksOf(passage.text)) reader.read(block);
  return reader.pieces;
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function labelled(label: string, cell: string): string {
  const isAbbreviation = /^\p{Lu}{2}/u.test(label);
  const name = isAbbreviation ? label : `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  return label === '' ? cell : `${name} — ${cell}`;
}

// A dot after these ends no sentence.
const abbreviation =
  /(?:^|[\s(«"])(?:ул|пр|просп|д|стр|корп|кв|г|им|т\.\s?е|т\.\s?к|напр|тел|[А-ЯA-Z]|e\.g|i\.e|no|st|mr|mrs|ms|dr|approx|vs)\.\s*$/iu;

/** The sentences of a paragraph. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of new Intl.Segmenter('ru', { granularity: 'sentence' }).segment(text)) {
    // What goes on in lower case was no end, as after «Забыли пароль?» in quotes.
    if (/^[»”"')\s]*\p{Ll}/u.test(segment) && sentences.length > 0 && open === '') open = `${sentences.pop()} `;
    open += segment;
    if (abbreviation.test(open)) continue;
    sentences.push(open.trim());
    open = '';
  }
  if (open.trim() !== '') sentences.push(open.trim());
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
