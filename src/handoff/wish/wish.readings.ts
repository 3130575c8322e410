import { isTranslit } from '../../people/detect-language';
import { englishTag, russianTag } from './wish.tags';
import { fromTranslit, fromWrongLayout, plain } from './wish.text';

// People say what they want at the beginning or at the end; a pasted letter in between must not cost time.
const mostRead = 600;
// English words have vowels; the keys of Russian words hit without switching the keyboard have few.
const mostVowelsOfWrongLayout = 0.25;

/** How a text may be read: as it stands, and, where its Latin letters are Russian, as the Russian that was meant. */
export function readingsOf(text: string): readonly string[] {
  const cut = text.length > mostRead ? `${text.slice(0, mostRead / 2)}\n${text.slice(-mostRead / 2)}` : text;
  const read = plain(cut);
  if (/[а-я]/.test(read) || !/[a-z]/.test(read)) return [read];
  const english = knownWords(read, englishTag);
  const translit = fromTranslit(read);
  const russian = knownWords(translit, russianTag);
  if (shareOfVowels(read) < mostVowelsOfWrongLayout) {
    const switched = plain(fromWrongLayout(cut));
    if (knownWords(switched, russianTag) > Math.max(english, russian)) return [switched];
  }
  const isRussian = russian > english || (russian === english && isTranslit(read));
  return isRussian ? [read, translit] : [read];
}

function knownWords(text: string, tagOf: (word: string) => string): number {
  const words = text.match(/\p{L}[\p{L}'-]+/gu) ?? [];
  return words.filter((word) => tagOf(word) !== 'o').length;
}

function shareOfVowels(text: string): number {
  return (text.match(/[aeiou]/g)?.length ?? 0) / (text.match(/[a-z]/g)?.length ?? 1);
}
