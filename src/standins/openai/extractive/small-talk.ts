import { wordsOf } from './stems';

/** A message that asks nothing of the knowledge. */
export type SmallTalk = 'greeting' | 'thanks' | 'goodbye' | 'whoAmI';

const fillers =
  'вам тебе и всем большое огромное за помощь ответ очень мне бот вас very much so a lot for your help the bot you all there';

const vocabularies: readonly (readonly [SmallTalk, string])[] = [
  ['thanks', 'спасибо благодарю благодарна благодарен спс пасиб thanks thank thx cheers appreciate'],
  ['goodbye', 'пока свидания до прощайте bye goodbye see later встречи скорого'],
  [
    'greeting',
    'привет здравствуйте здравствуй добрый доброе доброго день утро вечер дня ночи здрасте хай hello hi hey good morning afternoon evening greetings start',
  ],
];

const aboutMe =
  /(?<!\p{L})(?:кто (?:ты|вы)|(?:ты|вы) (?:бот|робот|человек)|что (?:ты|вы) умее\p{L}+|who are you|what are you|what can you do|are you (?:a )?(?:bot|robot|human|real))(?!\p{L})/iu;

/** What kind of small talk a message is, when it is nothing but that. */
export function smallTalkOf(text: string): SmallTalk | undefined {
  if (aboutMe.test(text) && text.length < 60) return 'whoAmI';
  const words = wordsOf(text);
  const allowed = new Set(fillers.split(' '));
  return vocabularies.find(([, vocabulary]) => {
    const known = new Set(vocabulary.split(' '));
    return words.some((word) => known.has(word)) && words.every((word) => known.has(word) || allowed.has(word));
  })?.[0];
}
