/** The languages that the stand-in speaks. */
export type StandinLanguage = 'ru' | 'en';

interface Phrases {
  readonly greeting: string;
  readonly thanks: string;
  readonly goodbye: string;
  readonly whoAmI: string;
  readonly unclear: string;
  readonly notFound: string;
  /** The closing line of every answer from knowledge. */
  readonly signature: string;
  /** The closing line of what tools have told. */
  readonly toolSignature: string;
  readonly deaf: string;
  readonly youWrote: (quote: string) => string;
  readonly toolSaid: (result: string) => string;
}

/** Everything that the stand-in says in words of its own. */
export const phrases: Readonly<Record<StandinLanguage, Phrases>> = {
  ru: {
    greeting: 'Здравствуйте! Спрашивайте, я поищу ответ в базе знаний.',
    thanks: 'Пожалуйста! Если появятся ещё вопросы, пишите.',
    goodbye: 'До свидания! Хорошего дня.',
    whoAmI: 'Я автономная замена языковой модели: ищу ответ в базе знаний этого бота и цитирую её слово в слово.',
    unclear: 'Напишите, пожалуйста, чуть подробнее, что вас интересует.',
    notFound:
      'К сожалению, в базе знаний об этом ничего нет. Попробуйте спросить другими словами или попросите позвать человека.',
    signature: 'Отвечает автономная замена модели: она цитирует базу знаний и ничего не додумывает.',
    toolSignature: 'Отвечает автономная замена модели: она передаёт слова инструмента и ничего не додумывает.',
    deaf: 'Автономная замена модели не распознаёт речь. Напишите, пожалуйста, текстом.',
    youWrote: (quote) => `Вы писали: «${quote}»`,
    toolSaid: (result) => `Вот что получилось: ${result}`,
  },
  en: {
    greeting: 'Hello! Ask me anything, and I will look it up in the knowledge base.',
    thanks: 'You are welcome! Write again if anything else comes up.',
    goodbye: 'Goodbye! Have a nice day.',
    whoAmI:
      'I am the offline stand-in for a language model: I look for the answer in the knowledge of this bot and quote it word for word.',
    unclear: 'Could you tell me a little more about what you would like to know?',
    notFound:
      'I am sorry, I found nothing about this in the knowledge base. Try asking in other words, or ask for a person.',
    signature: 'This is the offline stand-in model: it quotes the knowledge base and makes nothing up.',
    toolSignature: 'This is the offline stand-in model: it passes on what the tool said and makes nothing up.',
    deaf: 'The offline stand-in model does not recognise speech. Please write it as text.',
    youWrote: (quote) => `You wrote: “${quote}”`,
    toolSaid: (result) => `Here is the result: ${result}`,
  },
};

/** The language that a tag such as "ru-RU" means; English for languages that the stand-in does not speak. */
export function supportedLanguage(tag: string): StandinLanguage {
  return /^(ru|rus|russian)\b/i.test(tag) ? 'ru' : 'en';
}
