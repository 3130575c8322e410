import type { ChatMessage } from '../chat-request';
import type { StandinLanguage } from '../phrases';

// A Russian question about «webhook API» has many Latin letters; an English one has hardly ever Cyrillic ones.
const cyrillicShare = 0.3;

const replyLanguage = /^\s*(?:reply language|язык ответа)\s*:\s*(ru|en|рус|англ)/im;

/** The language of a text by its letters, or undefined when it has none. */
export function languageOf(text: string): StandinLanguage | undefined {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (cyrillic + latin === 0) return undefined;
  return cyrillic / (cyrillic + latin) >= cyrillicShare ? 'ru' : 'en';
}

/** The language that the prompt orders with a line `Reply language: ru`, if it does; passages order nothing. */
export function orderedLanguage(prompt: string): StandinLanguage | undefined {
  const order = replyLanguage.exec(prompt.replace(/<passage\b[\s\S]*?<\/passage>/g, ''))?.[1]?.toLowerCase();
  if (order === undefined) return undefined;
  return order === 'ru' || order === 'рус' ? 'ru' : 'en';
}

/** The language of the latest message that has letters, the user's before anybody else's. */
export function languageOfDialogue(messages: readonly ChatMessage[]): StandinLanguage {
  for (const role of ['user', 'assistant', 'system']) {
    const texts = messages.filter((message) => message.role === role).toReversed();
    const language = texts.map((message) => languageOf(message.content)).find((found) => found !== undefined);
    if (language) return language;
  }
  return 'en';
}
