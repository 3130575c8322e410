import type { Hit } from '../knowledge/hit';
import { citationsOf } from './citations.rules';
import { commandOf } from './commands.rules';

const hit = (documentId: string, text: string): Hit => ({
  passageId: `passage of ${documentId}`,
  documentId,
  title: documentId,
  heading: documentId,
  text,
  language: 'ru',
  score: 0.5,
  why: { words: [], similar: [], heading: false, byWords: 0.5, byMeaning: null },
});

describe('commandOf', () => {
  it.each([
    ['/start', { name: 'start', argument: '' }],
    ['/start <script>alert(1)</script>', { name: 'start', argument: '<script>alert(1)</script>' }],
    ['/Language RU', { name: 'language', argument: 'ru' }],
    ['/help@besedka_bot', { name: 'help', argument: '' }],
    ['  /reset  ', { name: 'reset', argument: '' }],
  ])('reads %s', (text, command) => {
    expect(commandOf(text)).toEqual(command);
  });

  it.each(['', 'start', '/', '/1', 'и/или', '/привет', 'see /help'])('takes «%s» for no command', (text) => {
    expect(commandOf(text)).toBeUndefined();
  });
});

describe('citationsOf', () => {
  const hits = [hit('delivery', 'Курьерская доставка стоит 390 рублей.'), hit('returns', 'Возврат занимает 14 дней.')];

  it('finds the passages that the text cites, once each, in the order of the text', () => {
    const cited = citationsOf('Вернуть можно за 14 дней [2]. Доставка 390 [1], возврат [2].', hits);
    expect(cited.map(({ documentId, marker }) => [documentId, marker])).toEqual([
      ['returns', 2],
      ['delivery', 1],
    ]);
  });

  it('ignores numbers that no passage has', () => {
    expect(citationsOf('Так написано в [7].', hits)).toEqual([]);
  });

  it('recognises the passage whose words an answer without numbers is made of', () => {
    expect(citationsOf('Доставка курьером стоит 390 рублей', hits)).toMatchObject([
      { documentId: 'delivery', marker: null },
    ]);
    expect(citationsOf('Не знаю, спросите что-нибудь другое', hits)).toEqual([]);
  });
});
