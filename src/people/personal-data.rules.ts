import { currencies, nameEndings, numberedThings, numberWords } from './personal-data.words';

/** What stands in the place of personal data. */
export type MaskLabels = Readonly<Record<'email' | 'phone' | 'card' | 'number' | 'name', string>>;

const email = /(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,24}/gu;
// Digits in groups, as cards are printed, whole or their tails.
const card = /(?<![\p{L}\p{N}_])(?:\d{4}[ -]?){3}\d{1,7}(?!\d)|(?:[*•xX]{2,4}[ -]?){1,3}\d{4}(?!\d)/gu;
const phone =
  /(?<![\p{L}\p{N}_+])(?:\+\d{1,3}|8)(?:[\p{Zs}().-]{0,2}\d){10}(?!\d)|(?<![\p{L}\p{N}_+])\+\d(?:[\p{Zs}().-]{0,2}\d){6,14}(?!\d)|(?<![\p{L}\p{N}_])\(\d{2,5}\)\p{Zs}?\d{1,4}(?:[\p{Zs}-]\d{2,4}){1,3}(?!\d)/gu;
// Nobody's own: whoever names one names a hotline.
const tollFree = /^(?:8|\+7|\+1)\D{0,3}8(?:00|04|88|77|66|55|44|33)(?!\d)/;
const account = /(?<![\p{L}\p{N}_@])@[\p{L}\p{N}_]{4,64}/gu;
const noAmount = String.raw`(?!\d|\p{Zs}?(?:${currencies.map((one) => one.replaceAll(/[$.]/g, String.raw`\$&`)).join('|')}))`;
// «заказ № 4512», "booking number 7741"
const numbered = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])((?:${numberedThings.join('|')})\p{L}{0,5}\s*(?:${numberWords.join('|')})?\s*(?:№|#|:)?\s*)\d{4,}(?:[-/]\d+)*${noAmount}`,
  'giu',
);
const marked = /(?:№|#)\s?[\p{L}-]{0,6}\d[\p{L}\d/_-]*/gu;
// BM-2026-114, A-1234: capital letters before digits.
const code = /(?<![\p{L}\p{N}_/])\p{Lu}{1,6}-?\d{3,}(?:-\d+)*(?![\p{L}\p{N}_])/gu;
const longNumber = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.,+])(?:\d{2}\s?\d{2}\s\d{6}|\d{6,})${noAmount}(?!\p{L})`,
  'giu',
);

/** The text without what tells who the user is: addresses, telephones, cards, numbers of their orders, their name in any form. */
export function masked(text: string, names: readonly string[], labels: MaskLabels): string {
  const hidden = text
    .replaceAll(email, labels.email)
    .replaceAll(phone, (found) => (tollFree.test(found) ? found : labels.phone))
    .replaceAll(card, labels.card)
    .replaceAll(longNumber, labels.number)
    .replaceAll(numbered, (_whole, thing: string) => `${thing}${labels.number}`)
    .replaceAll(marked, labels.number)
    .replaceAll(code, labels.number)
    .replaceAll(account, labels.name);
  return names.flatMap(partsOf).reduce((rest, part) => rest.replaceAll(patternOf(part), labels.name), hidden);
}

/** The words of a name that stand for somebody; «я» and the like are words of everybody. */
function partsOf(name: string): string[] {
  return (name.match(/\p{L}[\p{L}’'-]+/gu) ?? []).filter((part) => part.length > 2 && /^\p{Lu}/u.test(part));
}

function patternOf(part: string): RegExp {
  const ending = part.length > 3 ? nameEndings.find((one) => one.length === 1 && part.endsWith(one)) : undefined;
  const stem = ending === undefined ? part : part.slice(0, -1);
  const isCyrillic = /^\p{Script=Cyrillic}/u.test(part);
  const endings = isCyrillic ? `(?:${nameEndings.join('|')})${ending === undefined ? '?' : ''}` : `(?:['’]s)?`;
  return new RegExp(`(?<![\\p{L}\\p{N}_])${stem.replaceAll(/[’'-]/g, '.')}${endings}(?![\\p{L}\\p{N}_])`, 'gu');
}
