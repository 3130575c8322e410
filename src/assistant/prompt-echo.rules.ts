/** So many letters in a row are no chance: some ten words of the prompt, in its order. */
const telling = 60;
const encoded = /[A-Za-z0-9+/_-]{60,}={0,2}/g;

/**
 * Whether an answer gives away the order that the model was given: a long piece of it stands there, in whatever formatting, spacing or case,
 * or in base64.
 */
export function repeatsPrompt(answer: string, order: string): boolean {
  const pieces = new Set(windowsOf(lettersOf(order), telling / 2));
  return [answer, ...[...answer.matchAll(encoded)].map(([code]) => Buffer.from(code, 'base64').toString('utf8'))].some(
    (text) => longestRun(lettersOf(text), pieces) >= telling,
  );
}

/** How many letters in a row are covered by pieces of the prompt. */
function longestRun(letters: string, pieces: ReadonlySet<string>): number {
  const size = telling / 2;
  let [run, longest] = [0, 0];
  for (let at = 0; at + size <= letters.length; at += 1) {
    run = pieces.has(letters.slice(at, at + size)) ? run + 1 : 0;
    longest = Math.max(longest, run > 0 ? run + size - 1 : 0);
  }
  return longest;
}

function windowsOf(letters: string, size: number): string[] {
  return Array.from({ length: Math.max(0, letters.length - size + 1) }, (_, at) => letters.slice(at, at + size));
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');
}
