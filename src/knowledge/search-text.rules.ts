/** The same fact is often there in several languages; within this factor the asker's own comes first. */
const nearness = 1.25;

/** How many hits more than wanted are looked at, so that those in the asker's language can move up. */
export const spareHits = 8;

/** Hits in order of score, those in the asker's language before others that are hardly better. */
export function preferLanguage<T extends { readonly language: string; readonly score: number }>(
  hits: readonly T[],
  language: string | undefined,
): T[] {
  if (language === undefined) return [...hits];
  const wanted = baseLanguage(language);
  const rank = (hit: T) => hit.score * (hit.language === wanted ? nearness : 1);
  return hits.toSorted((a, b) => rank(b) - rank(a));
}

/** The language of a tag without region and script: 'ru-RU' → ru. */
export function baseLanguage(tag: string): string {
  return tag.split(/[-_]/, 1).join('').toLowerCase();
}

/** A guess for a whole document: Russian when most of its letters are Cyrillic. */
export function languageByScript(text: string): 'ru' | 'en' {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return cyrillic > latin ? 'ru' : 'en';
}
