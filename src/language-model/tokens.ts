// What the tokenizer splits a text into before it looks for tokens; no token reaches over such a border, so the tokens of the pieces
// are those of the text (o200k_base; the pattern is the tokenizer's own, see tokens.test.ts).
const contraction = String.raw`(?:'(?:[sS]|[dD]|[mM]|[tT]|[lL][lL]|[vV][eE]|[rR][eE]))?`;
const upper = String.raw`\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}`;
const lower = String.raw`\p{Ll}\p{Lm}\p{Lo}\p{M}`;
const piecesOfText = new RegExp(
  [
    String.raw`[^\r\n\p{L}\p{N}]?[${upper}]*[${lower}]+${contraction}`,
    String.raw`[^\r\n\p{L}\p{N}]?[${upper}]+[${lower}]*${contraction}`,
    String.raw`\p{N}{1,3}`,
    String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`,
    String.raw`\s*[\r\n]+`,
    String.raw`\s+(?!\S)`,
    String.raw`\s+`,
  ].join('|'),
  'gu',
);

// Counting is quadratic in the length of a piece: 100,000 times «я» took 26 s in one piece, 0.2 s in slices. No word is that long;
// for what is, a token or two more are counted at each cut.
const longestPiece = 512;

// What is longer is no word, and may be cut anywhere.
const longestWord = 64;

// Nothing that long fits any budget; beyond it every character counts as a token, which is more than it is.
const countedLength = 100_000;

// A user may well write "<|endoftext|>"; it is plain text here.
const asPlainText = { disallowedSpecial: new Set<string>() };

/** Loads the table of tokens (o200k_base) ahead of its first use; it blocks the process for about 0.4 s once. */
export async function loadTokenizer(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  tokenizer();
}

/** How many tokens a model of the o200k family reads in a text: exactly, but for runs of more than 512 characters without a break. */
export function countTokens(text: string): number {
  let tokens = Math.max(0, text.length - countedLength);
  for (const pieces of handfuls(text.slice(0, countedLength))) tokens += countIn(pieces.join(''));
  return tokens;
}

/** The beginning of a text that has at most so many tokens, as long as it can be. */
export function beginningWithin(text: string, tokens: number): string {
  let left = tokens;
  let length = 0;
  for (const pieces of handfuls(text.slice(0, countedLength))) {
    const needed = countIn(pieces.join(''));
    if (needed > left) return text.slice(0, length + lengthWithin(pieces, left)).toWellFormed();
    left -= needed;
    length += pieces.join('').length;
  }
  return text.slice(0, length + Math.max(0, left)).toWellFormed();
}

/** How many characters of the first pieces have at most so many tokens. */
function lengthWithin(pieces: readonly string[], tokens: number): number {
  let left = tokens;
  let length = 0;
  for (const piece of pieces) {
    const needed = countIn(piece);
    if (needed > left) return length + (piece.length === 1 ? 0 : lengthInPiece(piece, left));
    left -= needed;
    length += piece.length;
  }
  return length;
}

/** A piece is cut only where it is long: a word is kept or left. */
function lengthInPiece(piece: string, tokens: number): number {
  if (piece.length < longestWord) return 0;
  let length = 0;
  for (let step = longestPiece; step >= 1; step /= 2) {
    if (length + step <= piece.length && countIn(piece.slice(0, length + step)) <= tokens) length += step;
  }
  return length;
}

/** Pieces of a text, so many at a time that counting them is worth the call. */
function* handfuls(text: string): Generator<string[]> {
  let handful: string[] = [];
  let length = 0;
  for (const piece of cut(text)) {
    if (length > 0 && length + piece.length > longestPiece) {
      yield handful;
      handful = [];
      length = 0;
    }
    handful.push(piece);
    length += piece.length;
  }
  if (length > 0) yield handful;
}

function* cut(text: string): Generator<string> {
  for (const [piece] of text.matchAll(piecesOfText)) {
    for (let start = 0; start < piece.length; ) {
      const end = start + longestPiece;
      const inPair = end < piece.length && isHighSurrogate(piece.charCodeAt(end - 1));
      yield piece.slice(start, inPair ? end - 1 : end);
      start = inPair ? end - 1 : end;
    }
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function countIn(text: string): number {
  return tokenizer().countTokens(text, asPlainText);
}

/** Required on first use (and kept by Node), so that a process that counts nothing does not pay for 2 MB of tables. */
function tokenizer(): typeof import('gpt-tokenizer/encoding/o200k_base') {
  return require('gpt-tokenizer/encoding/o200k_base');
}
