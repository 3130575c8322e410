import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemRussian } from '@orama/stemmers/russian';

const marks = /[\u0300-\u036F\u0483-\u0489\u200B-\u200F\u2060\uFEFF\u00AD\uD800-\uDFFF]/g;
/** й, once taken apart, is put together again: it is a letter of its own, while ё is е with a mark. */
const shortI = /\u0438\u0306/g;
const wholeShortI = String.fromCodePoint(0x04_39);
/** 5,000 and 1 290 are one number each; 1990 200 are two. */
const thousands = /(?<![\d.,])\d{1,3}(?:[,\u0020\u00A0\u202F\u2009]\d{3})+(?!\d)/g;
const notDigits = /\D/g;
/** Letters and digits; a point stays inside a number, an apostrophe inside a word. */
const word = /\p{N}+(?:\.\p{N}+)+|[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const ending = /['’](?:s|re|ve|ll|d|m)$/;
const cyrillic = /^[а-я]+$/;
const latin = /^[a-z]+$/;

/** No word of a language is longer; what is, is noise that would only cost room. */
const longestWord = 40;

/** The words of a text in their order: lower case, ё is е, no marks; the same for passages and for questions. */
export function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(shortI, wholeShortI)
    .replaceAll(marks, '')
    .replaceAll(thousands, (number) => number.replaceAll(notDigits, ''));
  return (plain.match(word) ?? []).map(bare).filter((found) => found !== '');
}

/** What the forms of a word have in common: Cyrillic words are taken for Russian, Latin words for English. */
export function stemOf(form: string): string {
  if (cyrillic.test(form)) return stemRussian(form);
  return latin.test(form) ? stemEnglish(form) : form;
}

function bare(found: string): string {
  const short = found.replace(ending, '').replaceAll(/['’]/g, '');
  return short.length > longestWord ? short.slice(0, longestWord) : short;
}
