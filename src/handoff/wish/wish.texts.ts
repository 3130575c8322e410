import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../../infra/invariant';
import type { TextLanguage } from '../../infra/languages';

/** A text with what its writer wants. */
export interface LabelledText {
  readonly text: string;
  readonly wantsHuman: boolean;
  readonly language: TextLanguage;
  /** What kind of text it is: "direct", "negation", … */
  readonly kind: string;
  /** Who wrote it: the part of a file's name after the language, or "people". */
  readonly source: string;
}

/** The source of texts that were put together from parts: they cover the ordinary ways to say things. */
export const madeOfParts = 'plain';

const fileName = /^(ru|en)\.([a-z]+)\.tsv$/;
// One text in so many is never learnt from, so that every version of the detector is measured by the same texts.
const heldOutOneIn = 8;

/** Reads the texts of a folder: files `<language>.<source>.tsv` with the label (1 or 0), the kind and the text in a line, tabs between. */
export async function readLabelledTexts(folder: string): Promise<LabelledText[]> {
  const names = (await readdir(folder)).filter((name) => fileName.test(name)).toSorted();
  const texts: LabelledText[] = [];
  for (const name of names) texts.push(...textsOf(name, await readFile(path.join(folder, name), 'utf8')));
  // Of texts that are the same the first counts: rather the one that somebody wrote.
  return texts.toSorted((a, b) => Number(a.source === madeOfParts) - Number(b.source === madeOfParts));
}

function textsOf(name: string, content: string): LabelledText[] {
  const [, language, source = ''] = fileName.exec(name) ?? [];
  return content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [label, kind = '', text = ''] = line.split('\t');
      invariant((label === '0' || label === '1') && text !== '', `${name} has a label, a kind and a text in each line`);
      return { text, wantsHuman: label === '1', language: language === 'ru' ? 'ru' : 'en', kind, source };
    });
}

/** Whether a text is kept for measuring. It depends on nothing but the text, so that a text once held out stays so. */
export function isHeldOut(text: LabelledText): boolean {
  return createHash('sha256').update(wordsOf(text)).digest().readUInt32BE() % heldOutOneIn === 0;
}

/** What is left of a text without case and signs: texts that have it in common are one text. */
export function wordsOf({ text }: LabelledText): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, ' ')
    .trim();
}
