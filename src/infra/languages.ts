/** A language that people are spoken to in. */
export type TextLanguage = 'ru' | 'en';

/** Readers of these languages understand Russian more often than English. */
const nearRussian = new Set(['ru', 'uk', 'be', 'kk']);

/** The language of our texts that suits the reader of a BCP 47 tag: 'ru-RU' and 'uk' → ru, 'en-US' and the rest → en. */
export function nearestLanguage(tag: string): TextLanguage {
  return known(tag) ?? 'en';
}

/** The first of a reader's languages, best first, that suits one of ours; en when none does. */
export function pick(tags: readonly string[]): TextLanguage {
  return tags.map(known).find((language) => language !== undefined) ?? 'en';
}

/** The language to answer an Accept-Language header in; whatever is malformed in it is skipped. */
export function fromAcceptLanguage(header: string | undefined): TextLanguage {
  // A header of a real browser has some ten entries; the rest of a hostile one is not read.
  const entries = (header ?? '').slice(0, 1000).split(',').map(entryOf);
  const wanted = entries.filter((entry) => entry.quality > 0).toSorted((a, b) => b.quality - a.quality);
  return pick(wanted.map((entry) => entry.tag));
}

function entryOf(text: string): { tag: string; quality: number } {
  const [tag = '', ...options] = text.split(';').map((part) => part.trim());
  const q = options.find((option) => /^q=/i.test(option))?.slice(2);
  if (q === undefined) return { tag, quality: 1 };
  return { tag, quality: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q) ? Number(q) : 0 };
}

function known(tag: string): TextLanguage | undefined {
  const base = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag.trim())?.[1]?.toLowerCase() ?? '';
  if (nearRussian.has(base)) return 'ru';
  return base === 'en' ? 'en' : undefined;
}
