import { aboutDialogue, asking, smallTalkWords } from './question.words';

// A question of so few words leans on the one before («А сколько это стоит?»).
const shortQuestionWords = 4;
const longestLookedAt = 2_000;

/**
 * Whether a text asks for something that the bot has to know. Greetings, thanks and questions about the bot or the dialogue do not; nor does
 * what only tells something.
 */
export function isKnowledgeQuestion(text: string): boolean {
  const plain = text.slice(0, longestLookedAt).toLowerCase().replaceAll('’', "'").trim();
  const words = plain.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  if (words.every((word) => smallTalkWords.has(word))) return false;
  if (aboutDialogue.some((pattern) => pattern.test(plain))) return false;
  return plain.includes('?') || asking.some((pattern) => pattern.test(plain));
}

/** What is looked for: the question, and where it may lean on the one before also both together. */
export function searchTexts(asked: string, before: string | undefined, { leans = false } = {}): string[] {
  const isLong = asked.split(/\s+/).length > shortQuestionWords;
  return before === undefined || (isLong && !leans) ? [asked] : [`${asked}\n${before}`, asked];
}
