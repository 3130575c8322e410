/**
 * What nobody can see and nobody means: control characters, zero-width and bidirectional marks, fillers, tag
 * characters (U+E0000–E007F) and the variation selectors that can hide a text inside a text. Tab and line feed stay.
 */
const invisible =
  // biome-ignore lint: the ranges are the point
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0E\uFEFF\uFFA0\uFFF9-\uFFFB\u{13430}-\u{1345F}\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;

/** A joiner that joins two pictures (family, profession) and a selector that makes a picture of a sign stay; others go. */
const strayJoiner =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|\u200D(?!\p{Extended_Pictographic})/gu;
const straySelector = /(?<![\p{Emoji}])\uFE0F/gu;

/** Any of the characters that cleaning could change; most texts hold none, and this is much cheaper to ask. */
const suspicious = /[^\n\t\u0020-\u007E\u00A0-\u00AC\u00AE-\u02FF\u0370-\u0619\u2010-\u2027\u2030-\u205E]/u;

/**
 * The text as a person sees it: lone surrogates become U+FFFD, line ends become \n, invisible characters go, emoji
 * stay whole.
 */
export function cleanText(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(invisible, '')
    .replace(strayJoiner, '')
    .replace(straySelector, '');
}

/** The cleaned text on one line, not longer than `length` characters: names of people and files. */
export function cleanLine(text: string, length: number): string {
  const line = cleanText(text).replace(/\s+/g, ' ').trim();
  return line.length > length
    ? line
        .slice(0, length)
        .toWellFormed()
        .replace(/\uFFFD$/, '')
    : line;
}
