import { beginningWithin, countTokens } from '../../language-model/tokens';

// The end of a long message often holds what it is about: «…и что теперь делать?»
const endShare = 0.25;
const sentence = /[^.!?…\n]+[.!?…\n]*[»”")\]]*\s*/g;
// A sentence that is longer than what may stay is cut at a word.
const shortestShare = 0.5;

/** A text of at most so many tokens: its beginning and its last sentences, with a mark where something is left out. */
export function cutToTokens(text: string, tokens: number, mark: string): string {
  if (countTokens(text) <= tokens) return text;
  for (let room = tokens - countTokens(mark) - 4; room > 0; room -= 4) {
    const end = endOf(text, Math.floor(room * endShare));
    const beginning = beginningOf(text.slice(0, text.length - end.length), room - countTokens(end));
    const cut = [beginning.trimEnd(), mark, end.trim()].filter((part) => part !== '').join(' ');
    if (countTokens(cut) <= tokens) return cut;
  }
  return beginningWithin(text, tokens);
}

function beginningOf(text: string, tokens: number): string {
  const beginning = beginningWithin(text, tokens);
  const shortest = beginning.length * shortestShare;
  const ends = [...beginning.matchAll(sentence)].map((match) => match.index);
  const sentenceEnd = ends.at(-1) ?? 0;
  if (sentenceEnd > shortest) return beginning.slice(0, sentenceEnd);
  const wordEnd = beginning.search(/\s\S*$/);
  return wordEnd > shortest ? beginning.slice(0, wordEnd) : beginning;
}

/** The last sentences that have room together. */
function endOf(text: string, tokens: number): string {
  // No more characters are looked at than could have room.
  const from = Math.max(0, text.length - 8 * tokens);
  const [, ...starts] = [...text.slice(from).matchAll(sentence)].map((match) => from + match.index);
  let end = '';
  for (const start of starts.toReversed()) {
    const longer = text.slice(start);
    if (countTokens(longer) > tokens) break;
    end = longer;
  }
  return end;
}
