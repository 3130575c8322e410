import { randomFrom } from './wish.random';

/** Keys beside each other on both keyboards. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];

/** Letters and endings that sound alike and are written one for another. */
const soundsAlike: readonly (readonly [RegExp, string])[] = [
  [/о/, 'а'],
  [/а/, 'о'],
  [/е/, 'и'],
  [/и/, 'е'],
  [/ь/, ''],
  [/тся/, 'ться'],
  [/ться/, 'тся'],
  [/жи/, 'жы'],
  [/го$/, 'во'],
  [/ph/, 'f'],
  [/ea/, 'ee'],
  [/er$/, 'or'],
  [/or$/, 'er'],
  [/ie/, 'ei'],
  [/([a-z])\1/, '$1'],
];

/** How each letter is written by people without a Russian keyboard: each of them keeps to one way. */
const latin: readonly (readonly [string, readonly string[]])[] =
  'а:a б:b в:v г:g д:d е:e ё:e,yo ж:zh,j з:z и:i й:y,i,j к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h,kh,x ц:c,ts ч:ch ш:sh щ:sch,shch ъ: ы:y,i ь: э:e ю:yu,u,ju я:ya,ja,ia'
    .split(' ')
    .map((entry): [string, string[]] => [entry.charAt(0), entry.slice(2).split(',')]);

const shareOfSlips = 0.35;

/** Makes copies of texts as people write them in a hurry: the same copies in the same order each time. */
export class Slips {
  private readonly random = randomFrom(5);

  /** The text with slips of the hand and of spelling. */
  misspelt(text: string): string {
    const cased = this.random() < 0.6 ? text.toLowerCase() : text;
    const bare = this.random() < 0.5 ? cased.replaceAll(/[.,!?]/g, '') : cased;
    return bare.replaceAll(/\p{L}{4,}/gu, (word) => (this.random() < shareOfSlips ? this.slip(word) : word));
  }

  /** A Russian text in Latin letters. */
  inLatin(text: string): string {
    const way = new Map(latin.map(([letter, ways]) => [letter, this.oneOf(ways)]));
    return Array.from(text.toLowerCase(), (letter) => way.get(letter) ?? letter).join('');
  }

  private slip(word: string): string {
    const at = 1 + Math.floor(this.random() * (word.length - 2));
    const [before, letter, next] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1)];
    const kind = this.random();
    if (kind < 0.25) return before + word.slice(at + 1);
    if (kind < 0.45) return before + next + letter + word.slice(at + 2);
    if (kind < 0.55) return before + letter + word.slice(at);
    if (kind < 0.7) return before + this.besides(letter) + word.slice(at + 1);
    const [from, to] = this.oneOf(soundsAlike.filter(([sound]) => sound.test(word))) ?? [];
    return from === undefined || to === undefined ? before + word.slice(at + 1) : word.replace(from, to);
  }

  private besides(letter: string): string {
    const row = rows.find((one) => one.includes(letter)) ?? letter;
    const at = row.indexOf(letter);
    return this.oneOf([row.charAt(at - 1), row.charAt(at + 1)].filter((key) => key !== '')) ?? letter;
  }

  private oneOf<T>(choice: readonly T[]): T | undefined {
    return choice[Math.floor(this.random() * choice.length)];
  }
}
