import type { HandoffSettings } from '../dialogues/handoff-settings';
import { endings, reflexive, reflexives } from './policy.words';

/** Why the owner wants a person to answer: the subject, or the user. */
export type PolicyReason = { readonly topic: string } | 'vip';

/** A message, and who wrote it. */
export interface Said {
  readonly text: string;
  readonly user: { readonly username: string | null; readonly externalId: string };
}

const shortestStem = 2;
/** A phrase is found in the beginning of a text; a pasted letter must not cost time. */
const longestText = 4096;

/**
 * Whether the owner's policy hands a message to a person, and why. Phrases are found as whole words in any of their forms: «возврат денег» finds
 * «о возврате денег», "refund" finds "refunded", «юрист*» finds whatever begins so.
 */
export function policyReason({ policy }: Pick<HandoffSettings, 'policy'>, said: Said): PolicyReason | undefined {
  if (policy.vip.some((entry) => isUser(entry, said.user))) return 'vip';
  const words = wordsOf(said.text.slice(0, longestText));
  const found = policy.topics.find((topic) => topic.words.some((phrase) => says(words, phrase)));
  return found && { topic: found.name };
}

function isUser(entry: string, { username, externalId }: Said['user']): boolean {
  if (!entry.startsWith('@')) return entry === externalId;
  return username !== null && entry.slice(1).toLowerCase() === username.replace(/^@/, '').toLowerCase();
}

function says(words: readonly string[], phrase: string): boolean {
  const wanted = wordsOf(phrase).map((word) => matcher(word));
  return words.some((_, at) => wanted.every((matches, index) => matches(words[at + index] ?? '')));
}

function matcher(wanted: string): (word: string) => boolean {
  if (wanted.endsWith('*')) return (word) => word.startsWith(wanted.slice(0, -1));
  const forms = formsOf(wanted);
  return (word) => forms.has(word);
}

/** A word in all its forms, and in some that nobody says. */
function formsOf(word: string): ReadonlySet<string> {
  const tail = reflexive.test(word) ? reflexives : [''];
  const base = tail.length > 1 ? word.slice(0, -2) : word;
  const kinds = endings.filter(({ end }) => base.endsWith(end) && base.length - end.length >= shortestStem);
  const forms = kinds.flatMap(({ end, ends }) => ends.map((other) => base.slice(0, base.length - end.length) + other));
  return new Set([word, ...forms.flatMap((form) => tail.map((last) => form + last))]);
}

/** The words of a text in small letters, without dots on the е; a hyphen parts words. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll('\u0308', '')
    .normalize('NFC')
    .replaceAll(/\p{Cf}/gu, '');
  return plain.toLowerCase().match(/[\p{L}\p{N}]+\*?/gu) ?? [];
}
