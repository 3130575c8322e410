import type { TextLanguage } from '../../infra/languages';
import type { LabelledText } from './wish.texts';

/** How often a detector was right about texts whose answer is known. */
export type Quality = {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** The share of texts without a wish in which it heard one. */
  readonly falseAlarms: number;
  readonly confusion: { readonly tp: number; readonly fp: number; readonly fn: number; readonly tn: number };
  /** For each kind of text, with its label in front: how many there are and how many were taken wrongly. */
  readonly byKind: Readonly<Record<string, { readonly texts: number; readonly wrong: number }>>;
};

/** A text and what the detector said of it. */
export interface Judged {
  readonly text: LabelledText;
  readonly heard: boolean;
}

/** The quality of a detector in each language that there are texts in. */
export function qualityOf(judged: readonly Judged[]): Partial<Record<TextLanguage, Quality>> {
  const languages = [...new Set(judged.map(({ text }) => text.language))];
  return Object.fromEntries(
    languages.map((language) => [language, qualityIn(judged.filter(({ text }) => text.language === language))]),
  );
}

/** The quality of a detector over all these texts. */
export function qualityIn(judged: readonly Judged[]): Quality {
  const count = (wanted: boolean, heard: boolean) =>
    judged.filter((one) => one.text.wantsHuman === wanted && one.heard === heard).length;
  const [tp, fp, fn, tn] = [count(true, true), count(false, true), count(true, false), count(false, false)];
  return {
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    f1: share(2 * tp, 2 * tp + fp + fn),
    falseAlarms: share(fp, fp + tn),
    confusion: { tp, fp, fn, tn },
    byKind: kindsOf(judged),
  };
}

function kindsOf(judged: readonly Judged[]): Quality['byKind'] {
  const kinds = new Map<string, { texts: number; wrong: number }>();
  for (const { text, heard } of judged) {
    const name = `${text.wantsHuman ? 1 : 0} ${text.kind}`;
    const kind = kinds.get(name) ?? { texts: 0, wrong: 0 };
    kinds.set(name, { texts: kind.texts + 1, wrong: kind.wrong + (heard === text.wantsHuman ? 0 : 1) });
  }
  return Object.fromEntries([...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** To four digits: metrics are read by people. Of nothing it is 0. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
