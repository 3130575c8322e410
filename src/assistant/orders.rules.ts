import { cleanText } from '../infra/clean-text';
import type { Hit } from '../knowledge/hit';
import { orderPatterns, spelledAlike, tellingPatterns } from './orders.words';

const encoded = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
// Letters of a tag alphabet that no person sees, and that a model reads.
const tags = /[\u{E0020}-\u{E007E}]/gu;
const tagsFrom = 0xe0000;
// The marks of our own prompts: a passage must not look as if it ended, or as if another order began.
const ownTags = /<(?=\s*\/?\s*(?:passage|task|text|settled|summary|memory|system|user|assistant)\b)/gi;

/**
 * Whether a piece of knowledge gives orders to the model that reads it, openly, in invisible letters, or in base64. Such a piece is not
 * shown to the model: what it says to people they can read where it came from.
 */
export function givesOrders(text: string): boolean {
  return readings(text).some((reading) => orderPatterns.some((pattern) => pattern.test(reading)));
}

/** Whether a piece of knowledge says what to tell a user: its links are then no better than anybody's. */
export function pushesLinks(text: string): boolean {
  return readings(text).some((reading) => tellingPatterns.some((pattern) => pattern.test(reading)));
}

/** A passage as it may stand in a prompt: without what nobody sees, and unable to end its own tag. */
export function tame(hit: Hit): Hit {
  const plain = (text: string) => cleanText(text).replaceAll(ownTags, '&lt;');
  const line = (text: string) => plain(text).replaceAll(/[\n<>]+/g, ' ');
  return { ...hit, title: line(hit.title), heading: line(hit.heading), text: plain(hit.text) };
}

function readings(text: string): string[] {
  const shown = text.replaceAll(tags, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? tagsFrom) - tagsFrom));
  const decoded = [...shown.matchAll(encoded)].map(([code]) => Buffer.from(code, 'base64').toString('utf8'));
  return [shown, ...decoded].map((one) =>
    cleanText(one)
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(...spelledAlike)
      .replaceAll(/[*`~]+/g, '')
      .replaceAll(/[^\S\n]+/g, ' '),
  );
}
