import type { Hit } from '../knowledge/hit';
import { entryIn, isKnown, saysSomething } from './proposal.rules';

describe('an operator’s words', () => {
  it.each([
    'Здравствуйте! Чем могу помочь?',
    'Добрый день, меня зовут Мария. Минуту, проверяю ваш заказ.',
    'Сейчас уточню у коллег и вернусь к вам!',
    'Да, конечно.',
    'Спасибо за обращение, всего доброго!',
    'Hello! My name is Maria, how can I help you today?',
    'One moment, let me check that for you.',
    'You are welcome. Bye!',
    '👍',
  ])('say nothing that others could use: %s', (text) => {
    expect(saysSomething(text)).toBe(false);
  });

  it.each([
    'Аквариумы продаём только без рыбок.',
    'В Казань везём бесплатно.',
    'Здравствуйте! Возврат занимает 14 дней.',
    'We sell aquariums without fish.',
    'Hello! Returns take 14 days, the courier is free.',
  ])('say something: %s', (text) => {
    expect(saysSomething(text)).toBe(true);
  });
});

describe('what the model wrote as an entry', () => {
  it('is read from JSON, fenced or not', () => {
    const entry = { question: 'Is it?', answer: 'It is.' };
    expect(entryIn(JSON.stringify(entry))).toEqual(entry);
    expect(entryIn(`Here you are:\n\`\`\`json\n${JSON.stringify(entry, null, 2)}\n\`\`\``)).toEqual(entry);
  });

  it('is nothing to keep where it is empty, and unreadable where it is no entry', () => {
    expect(entryIn('{"question": "", "answer": " "}')).toBeNull();
    expect(entryIn('{"question": "Is it?", "answer": ""}')).toBeNull();
    for (const text of ['', 'It is.', '{"question": 1}', '{oops}', '[]']) expect(entryIn(text)).toBeUndefined();
  });
});

describe('an entry', () => {
  const hit = (text: string): Hit => ({
    passageId: 'passage',
    documentId: 'document',
    title: 'Delivery',
    heading: 'Courier',
    text,
    language: 'en',
    score: 0.5,
    why: { words: [], similar: [], heading: false, byWords: 0.5, byMeaning: null },
  });
  const entry = { question: 'How much is a courier to Kazan?', answer: 'Courier delivery to Kazan costs 390 roubles.' };

  it('is known when a passage says nearly the same', () => {
    expect(isKnown(entry, [hit('Courier delivery costs 390 roubles, to Kazan and to Samara.')])).toBe(true);
  });

  it('is new when no passage does, or with another number', () => {
    expect(isKnown(entry, [])).toBe(false);
    expect(isKnown(entry, [hit('Returns are free of charge.')])).toBe(false);
    expect(isKnown(entry, [hit('Courier delivery costs 250 roubles, to Kazan and to Samara.')])).toBe(false);
  });
});
