import { stem, wordsOf } from '../extractive/stems';
import { taken } from './taken';

/** What a message calls a hall, and the text without it. */
export interface FoundPlace {
  readonly place: string | undefined;
  readonly rest: string;
}

// What may stand before «зал» or "hall" and is no name of one.
const generic = new Set(
  `зал зала залу залом зале залы залов этот этого этом тот того весь какой какого какие каком любой любого другой другого ваш вашего ваши
  мой наш один одного свободный свободного нужный нужен и в на по за из о об про для с у а или хочу нужно мне нам снять забронировать
  арендовать заказать бронировать бронь цена цену цены цене стоит стоимость аренда аренды все всех
  a an the this that any another your my our one some free available which what each every it for in of on at and or about is are
  do you have book reserve rent hire me us please meeting conference i we need want like would looking show another whole zal hochu na s`.split(
    /\s+/,
  ),
);
const hallWords = new Set(
  ['the', 'зал', 'залы', 'комната', 'помещение', 'hall', 'halls', 'room', 'rooms', 'venue'].map(stem),
);

const quoted = /(?<!\p{L})зал(?:а|у|е|ом)?\s*[«"“]([^»"”\n]{2,40})[»"”]/iu;
const named = /(?<!\p{L})зал(?:а|у|е|ом)?\s+(\p{Lu}\p{L}+)(?!\p{L})/u;
const described = /(?<!\p{L})(\p{L}+)\s+(?:зал(?:а|у|е|ом)?|zal(?:a|u|e|om)?)(?!\p{L})/iu;
const transliterated = /(?<!\p{L})([a-z]+)\s+zal(?:a|u|e|om)?(?!\p{L})/iu;
const englishHall = /(?<!\p{L})([\p{L}’']+(?:\s[\p{L}’']+)?)\s+(?:hall|room)(?!\p{L})/iu;
const englishNamed = /(?<!\p{L})(?:hall|room)\s+(\p{Lu}\p{L}*|\d+)(?!\p{L})/u;
const object =
  /(?<!\p{L})(?:book|reserve|rent|hire|забронировать|забронируйте|забронируй|арендовать|снять|бронь|(?:za)?bronirovat'?)\s+(?:the\s+)?(\p{L}+)\s*(?=\s|,|$)/iu;

/** Finds the hall that a message speaks of: a name that the prompt has, in whatever form, or what stands where a name stands. */
export function placeIn(text: string, places: readonly string[]): FoundPlace {
  const known = places.find((place) => isNamed(text, place));
  if (known !== undefined) return { place: known, rest: withoutWords(text, known) };
  for (const pattern of [quoted, named, described, transliterated, englishHall, englishNamed, object]) {
    const match = pattern.exec(text);
    const name = match?.[1] === undefined ? '' : withoutGeneric(match[1]);
    if (match && name !== '') return { place: name, rest: text.replace(match[0], ` ${taken} `) };
  }
  return { place: undefined, rest: text };
}

/** The names of halls that a prompt tells: what stands behind «Залы:» or "Halls:", between commas, with other names in brackets. */
export function placesIn(prompt: string): string[] {
  const lines = [...prompt.matchAll(/(?<!\p{L})(?:залы|halls|rooms)\s*:\s*([^\n]{2,1000})/giu)];
  const names = lines.flatMap(([, line = '']) => line.replace(/\.\s.*$|\.$/u, '').split(/[,;()/|]|\s[—–-]\s/));
  const plain = names.map((name) => name.replaceAll(/[«»"“”*`.]/g, '').trim());
  return [...new Set(plain.filter((name) => /^\p{L}[\p{L}\d’' -]{1,39}$/u.test(name)))];
}

/** Whether a message speaks of halls at all. */
export function speaksOfHalls(text: string): boolean {
  return wordsOf(text).some((word) => hallWords.has(stem(word)));
}

function isNamed(text: string, place: string): boolean {
  const said = wordsOf(text).map(stem);
  const own = wordsOf(place)
    .map(stem)
    .filter((word) => !hallWords.has(word));
  return own.length > 0 && own.every((word) => said.some((one) => isSame(one, word)));
}

/** The same word but for its ending: «лофта», «Синем». */
function isSame(one: string, other: string): boolean {
  const shared = Math.max(3, Math.min(one.length, other.length) - 1);
  return one === other || (one.length >= 4 && other.length >= 4 && one.slice(0, shared) === other.slice(0, shared));
}

function withoutWords(text: string, place: string): string {
  const own = wordsOf(place).map(stem);
  return text.replaceAll(/\p{L}+/gu, (word) =>
    own.some((one) => isSame(stem(word.toLowerCase()), one)) ? taken : word,
  );
}

function withoutGeneric(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => !generic.has(word.toLowerCase()))
    .join(' ')
    .trim();
}
