import { phrasePattern, plainText, sentencesOf } from './phrase-patterns.rules';

function finds(phrase: string, text: string, parts = {}): boolean {
  return sentencesOf(plainText(text)).some(({ words }) => phrasePattern([phrase], parts).test(words));
}

describe('A phrase', () => {
  it('is found as whole words, whatever stands between them but the end of a sentence', () => {
    expect(finds('сколько можно', 'Ну СКОЛЬКО, можно?')).toBe(true);
    expect(finds('сколько можно', 'сколько. можно')).toBe(false);
    expect(finds('сколько можно', 'нисколько можно')).toBe(false);
    expect(finds('im done', "I'm done")).toBe(true);
  });

  it('may have any letters, any words, choices, parts and ends', () => {
    expect(finds('идиот*', 'идиотами')).toBe(true);
    expect(finds('зову .. оператора', 'зову для вас сейчас оператора')).toBe(true);
    expect(finds('зову .. оператора', 'зову раз два три четыре пять оператора')).toBe(false);
    expect(finds('зову ... оператора', 'зову раз два три четыре пять оператора')).toBe(true);
    expect(finds('(how|so very) (really)? bad', 'so very bad')).toBe(true);
    expect(finds('(how|so very) (really)? bad', 'how really bad')).toBe(true);
    expect(finds('<bot> speaks', 'the robot speaks', { bot: 'bot robot' })).toBe(true);
    expect(finds('^ never $', 'Never.')).toBe(true);
    expect(finds('^ never $', 'Never mind')).toBe(false);
  });

  it('does not hang on spelling', () => {
    expect(finds('ещё', 'еще')).toBe(true);
    expect(finds('ответьте', 'ответте')).toBe(true);
    expect(finds('ждать', 'ждаааать')).toBe(true);
  });
});

describe('The sentences of a text', () => {
  it('know whether they ask', () => {
    expect(sentencesOf(plainText('Пойдём? Зову.'))).toEqual([
      { words: ' поидем ', asks: true },
      { words: ' зову ', asks: false },
    ]);
  });

  it('leave out commands and what others said', () => {
    expect(sentencesOf(plainText('Он сказал «зову людей», а вы — «люди», /operator'))).toEqual([
      { words: ' он сказал _ а вы люди ', asks: false },
    ]);
    expect(sentencesOf('')).toEqual([]);
  });
});
