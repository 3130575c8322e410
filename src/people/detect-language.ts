import { translitWords } from './translit-words';

const tags = { cyrillic: 'ru', latin: 'en' } as const;

/** What says nothing of the language: code, addresses, names, commands. */
const silent = [
  /```[^]*?(?:```|$)/g,
  /`[^`\n]*`/g,
  /\b(?:https?:\/\/|www\.)\S+/gi,
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g,
  /(?<![\p{L}\p{N}])@\w+/gu,
  /(?<![\p{L}\p{N}/])\/[a-z]\w*(?:@\w+)?/giu,
  /(?<![\w.-])(?:[\w-]{1,63}\.){1,5}(?:ru|com|net|org|io|app|dev|me|su)\b(?:\/\S*)?/gi,
];

/** Latin words that Russians write as readily as anyone: alone they tell nothing. */
const shared = new Set(
  'ok okay okey k kk wifi wi-fi usb pdf sms qr gps iphone ipad macbook airpods samsung xiaomi apple google android windows telegram whatsapp email e-mail visa mastercard pin cvv vpn sim lol wow omg xd bot test tv pc hdmi led lte id vip faq url html bluetooth playstation xbox sony lg hp asus acer lenovo huawei honor redmi realme pro max mini ultra plus air galaxy note nfc ssd hdd ram cpu gpu type-c'.split(
    ' ',
  ),
);

const word = /\p{L}[\p{L}\p{M}'’-]*/gu;

/** What there is in the words of a text. */
interface Words {
  cyrillic: number;
  latin: number;
  /** Latin words with a capital: names of things, as likely as not. */
  name: number;
  /** Latin words that say nothing, being the same in every language. */
  shared: number;
  other: number;
  translit: number;
}

/**
 * The language that a text is written in, one of `among`, or undefined when it does not tell: by the share of words in each script, so
 * that a Russian sentence full of Latin product names is Russian. Russian in Latin letters is known by its frequent words.
 */
export function detectLanguage(text: string, among: readonly string[]): string | undefined {
  const words = countWords(text);
  const found = languageOf(words);
  return found !== undefined && among.includes(found) ? found : undefined;
}

/** Whether the Latin words of a text are Russian ones: «pozovite cheloveka». */
export function isTranslit(text: string): boolean {
  const words = countWords(text);
  return words.cyrillic === 0 && isMostlyTranslit(words);
}

function languageOf(words: Words): string | undefined {
  const latin = words.latin + words.name;
  if (words.other > words.cyrillic + latin) return undefined;
  // Names of products make up most of a short Russian question; English sentences that quote Russian have English verbs around it.
  if (words.cyrillic > 0 && words.cyrillic * 2 >= words.latin) return tags.cyrillic;
  if (isMostlyTranslit(words)) return tags.cyrillic;
  return latin > 0 ? tags.latin : undefined;
}

function isMostlyTranslit({ translit, latin, name, shared: short }: Words): boolean {
  return translit > 0 && translit * 3 >= latin + name && (translit > 1 || latin + name + short <= 2);
}

function countWords(text: string): Words {
  const words: Words = { cyrillic: 0, latin: 0, name: 0, shared: 0, other: 0, translit: 0 };
  // Longer than a Telegram message is no message, and what a text is written in shows long before.
  for (const [found] of withoutSilent(text.slice(0, 4096)).matchAll(word)) {
    words[scriptOf(found)] += 1;
    if (translitWords.has(found.toLowerCase().replaceAll('’', "'"))) words.translit += 1;
  }
  return words;
}

function scriptOf(found: string): Exclude<keyof Words, 'translit'> {
  const cyrillic = found.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = found.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (cyrillic === 0 && latin === 0) return 'other';
  return cyrillic >= latin ? 'cyrillic' : latinKindOf(found);
}

function latinKindOf(found: string): 'shared' | 'name' | 'latin' {
  const lower = found.toLowerCase();
  if (shared.has(lower) || /^[b-hj-z]$/.test(lower)) return 'shared';
  return /^\p{Lu}/u.test(found) ? 'name' : 'latin';
}

function withoutSilent(text: string): string {
  return silent.reduce((rest, pattern) => rest.replaceAll(pattern, ' '), text.normalize('NFC'));
}
