import { FeatureExtractor } from './wish.features';
import { decodeModel, encodeModel, type WishModel } from './wish.model';
import { readingsOf } from './wish.readings';
import { Slips } from './wish.slips';
import { fromTranslit, plain, soundOf } from './wish.text';
import { tokensOf } from './wish.tokens';

describe('a text', () => {
  it.each([
    ['soedini s podderzhkoy, s lyudmi', 'соедини с поддержкой, с люд'],
    ['jgthfnjh yt ye;ty', 'оператор не нужен'],
    ['get me a human', 'get me a human'],
    ['ghbdtn, gjpjdbnt xtkjdtrf', 'приветб позовите человека'],
    ['agnt plz', 'agnt plz'],
  ])('in Latin letters is read as it was meant: %s', (text, meant) => {
    expect(readingsOf(text).at(-1)).toContain(meant);
  });

  it('keeps the words of somebody else apart, unless there are no others', () => {
    expect(plain('Мне сказали «позовите оператора»')).not.toContain('позовите');
    expect(plain("what does 'talk to a human' mean")).not.toContain('human');
    expect(plain('«Позовите оператора»')).toContain('позовите');
    expect(plain("I'm sure that's all, can't you see")).toContain("can't");
  });

  it('sounds the same when it is misspelt', () => {
    expect(soundOf('апиратар')).toBe(soundOf('оператор'));
    expect(soundOf('persin')).toBe(soundOf('person'));
    expect(soundOf(fromTranslit('pozovite'))).toBe(soundOf('пазавите'));
  });
});

describe('a denial', () => {
  const denied = (text: string) =>
    tokensOf(plain(text))
      .filter((token) => token.denied)
      .map(({ word }) => word)
      .join(' ');

  it.each([
    ['не зовите оператора', 'зовите оператора'],
    ['оператора звать не надо', 'оператора звать надо'],
    ['не хочу бота хочу человека', 'хочу бота'],
    ['не могли бы вы позвать человека', ''],
    ['почему не соединяете с человеком', ''],
    ['нет, не оператор, а цена', 'оператор'],
    ["don't call an agent, tell me the price", 'call an agent'],
    ["a person won't be needed", 'a person be needed'],
    ["can't you connect me", ''],
    ["I don't want a bot I want a human", 'want a bot'],
    ['no bot but a human', 'bot'],
  ])('reaches as far as it means: %s', (text, words) => {
    expect(denied(text)).toBe(words);
  });
});

describe('a model', () => {
  const weights = new Int8Array(2 ** 18).fill(3, 7, 11);
  const scale = { slope: 1, offset: 0 };
  const card = { fingerprint: 'x', texts: { ru: 1 }, quality: {} };
  const model: WishModel = { weights, step: 0.5, bias: 0, calibration: { ru: scale, en: scale }, card };

  it('is the same after it was kept', () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  it('of other features, or no model at all, is none', () => {
    const text = Buffer.from(encodeModel(model)).toString('latin1');
    const other = Buffer.from(text.replace('"layout":', '"layout":9'), 'latin1');
    expect(decodeModel(other)).toBeUndefined();
    expect(decodeModel(Buffer.from(text.slice(0, -1), 'latin1'))).toBeUndefined();
    expect(decodeModel(Buffer.from('x'))).toBeUndefined();
  });
});

describe('features', () => {
  const extractor = new FeatureExtractor();
  const features = (text: string) => extractor.extract(text);

  it('are the same for the same text, whatever was read before, and each is there once in a text', () => {
    const [first, , again] = ['позовите оператора', 'другое', 'позовите оператора'].map(features);
    expect(again).toEqual(first);
    expect(new Set(first?.indexes).size).toBe(first?.indexes.length);
    expect(first?.ends.at(-1)).toBe(first?.indexes.length);
  });

  it('say in which language the text was read', () => {
    expect(['соедините', 'soedinite s operatorom', 'connect me'].map((text) => features(text).language)).toEqual([
      'ru',
      'ru',
      'en',
    ]);
  });
});

describe('slips', () => {
  it('are the same each time, and leave short words alone', () => {
    const copies = () => {
      const slips = new Slips();
      return ['Позовите оператора!', 'connect me to an operator', 'да нет'].map((text) => slips.misspelt(text));
    };
    expect(copies()).toEqual(copies());
    expect(new Set(copies().slice(0, 2)).has('Позовите оператора!')).toBe(false);
    expect(copies()[2]).toBe('да нет');
    expect(new Slips().inLatin('Ёж, щи')).toMatch(/^(?:e|yo)(?:zh|j), (?:sch|shch)i$/);
  });
});
