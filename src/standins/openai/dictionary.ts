/** A marker that stands for something that must not be translated: ⟦3⟧, or with what it hides: ⟦3:15 kg⟧. */
const marker = /⟦\d+(?::([^⟦⟧]*))?⟧/gu;

// A character of its own stands for each marker while the rest of a sentence is looked through.
const placeOf = (index: number) => String.fromCodePoint(0xf0000 + index);

/**
 * Translates by a dictionary of whole texts, which know nothing of markers: what a marker hides is found by the words
 * around it, and put back as a marker. A text without an entry comes back as it is.
 */
export function translateBy(dictionary: ReadonlyMap<string, string>, text: string): string {
  const pattern = patternOf(text);
  for (const [source, target] of dictionary) {
    const found = pattern.exec(source.trim());
    if (found) return withMarkers(target, [...(text.match(marker) ?? [])], found.slice(1));
  }
  return text;
}

/** What a source must look like for its text on the wire to be this one. */
function patternOf(text: string): RegExp {
  let pattern = '';
  let end = 0;
  for (const found of text.matchAll(marker)) {
    const hidden = found[1] === undefined ? '[^]+?' : escaped(found[1]);
    pattern += `${escaped(text.slice(end, found.index))}(${hidden})`;
    end = found.index + found[0].length;
  }
  return new RegExp(`^\\s*${pattern}${escaped(text.slice(end))}\\s*$`, 'u');
}

function withMarkers(target: string, markers: readonly string[], hidden: readonly string[]): string {
  const pieces = hidden.map((said, index) => ({ said, place: placeOf(index) }));
  let text = target;
  // The long ones first: «5» is in «A-15», too.
  for (const { said, place } of pieces.toSorted((a, b) => b.said.length - a.said.length)) text = put(text, said, place);
  return markers.reduce((rest, whole, index) => rest.replace(placeOf(index), () => whole), text);
}

/** Puts the place where the thing is said, or where the target says it otherwise («5 км», "5 km"); else at the end. */
function put(text: string, said: string, place: string): string {
  if (text.includes(said)) return text.replace(said, () => place);
  const number = /\d(?:[\d.,]*\d)?/.exec(said)?.[0];
  if (number === undefined) return `${text} ${place}`;
  const unit = /\p{L}/u.test(said) ? String.raw`\s?\p{L}+(?:/\p{L}+)?` : '';
  const otherwise = new RegExp(`(?<!\\d)${escaped(number)}${unit}`, 'u');
  return otherwise.test(text) ? text.replace(otherwise, () => place) : `${text} ${place}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
