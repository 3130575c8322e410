/** What helps to know a name. */
export interface FoundContact {
  /** The user has just been asked for it, or a phone stands beside it. */
  readonly expected: boolean;
  /** Names that belong to halls. */
  readonly places: readonly string[];
}

const gap = '[\\s().-]{0,3}';
const phones = [
  new RegExp(`\\+7(?:${gap}\\d){10}(?!\\d)`),
  new RegExp(`\\+(?:${gap}\\d){8,15}(?!\\d)`),
  new RegExp(`(?<![\\d+])[78](?:${gap}\\d){10}(?!\\d)`),
  new RegExp(`(?<![\\d+])9(?:${gap}\\d){9}(?!\\d)`),
];

const oneName = "\\p{Lu}[\\p{L}'’-]+(?:[ \\t]+\\p{Lu}[\\p{L}'’-]+){0,2}";
const introductions = [
  new RegExp(`(?<!\\p{L})(?:[Мм]еня зовут|[Зз]овут|[Ии]мя\\s*[:—–-]?|[Нн]а имя)\\s+(${oneName})`, 'u'),
  new RegExp(
    `(?<!\\p{L})(?:[Mm]y name is|[Nn]ame\\s*[:—–-]?|[Ii]'m|[Ii] am|[Uu]nder the name(?: of)?)\\s+(${oneName})`,
    'u',
  ),
];

const whole = new RegExp(`^${oneName}$`, 'u');
// Russian has such names in another case: they are asked for.
const forWhom = new RegExp(`(?<!\\p{L})for\\s+(${oneName})$`, 'u');

// What stands alone between commas and begins with a capital, and is no name.
const noNames = new Set(
  `здравствуйте привет добрый доброе доброго день утро вечер спасибо благодарю пожалуйста да нет хорошо ладно отлично конечно подтверждаю
  верно можно хочу нужен нужна мне нам забронируйте забронировать бронь бронирую телефон номер имя тел зал большой малый синий красный
  hello hi hey good morning afternoon evening thanks thank please yes no ok okay sure great confirm book reserve phone number name tel
  i we the a hall room`.split(/\s+/),
);

/** Finds a phone number, and the text without it. */
export function phoneIn(text: string): { phone: string | undefined; rest: string } {
  for (const pattern of phones) {
    const match = pattern.exec(text);
    // Whatever stood on both sides of it are two things.
    if (match) return { phone: match[0].trim(), rest: text.replace(match[0], ' , ') };
  }
  return { phone: undefined, rest: text };
}

/** Finds the name of who books. */
export function nameIn(text: string, { expected, places }: FoundContact): string | undefined {
  for (const pattern of introductions) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined && !isOther(name, places)) return name;
  }
  if (!expected) return undefined;
  const pieces = text.split(/[,;:\n.!?]/).map((piece) => piece.trim().replace(/^(?:и|and|это|it's|it is)\s+/iu, ''));
  const names = pieces.flatMap((piece) => (whole.test(piece) ? [piece] : (forWhom.exec(piece)?.slice(1) ?? [])));
  return names.find((name) => !isOther(name, places));
}

function isOther(name: string, places: readonly string[]): boolean {
  const words = name.toLowerCase().split(/[\s-]+/);
  return words.some((word) => noNames.has(word)) || places.some((place) => place.toLowerCase() === name.toLowerCase());
}
