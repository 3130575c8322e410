import { missingTerms, termsIn } from './glossary.rules';

const terms = [
  { ru: 'карта', en: 'card' },
  { ru: 'карта лояльности', en: 'Loyalty Pass' },
  { ru: 'тариф «Старт»', en: 'Start plan' },
  { ru: 'пункт выдачи', en: 'pickup point' },
  { ru: 'рынок', en: 'market' },
  { ru: 'счёт', en: 'invoice' },
  { ru: 'день', en: 'day' },
];
const english = { from: 'ru', to: 'en' };
const russian = { from: 'en', to: 'ru' };

const found = (text: string, between = english) => termsIn(text, terms, between).map(({ to }) => to);

describe('terms of a text', () => {
  it.each([
    ['Потерял карту', ['card']],
    ['Где ближайшие пункты выдачи?', ['pickup point']],
    ['в пунктах выдачи есть счета', ['pickup point', 'invoice']],
    ['на рынке и у рынка', ['market']],
    ['дни', ['day']],
    ['Перейти на тарифе "старт"', ['Start plan']],
    ['пункт для выдачи', []],
    ['картина, рыночный, картавый', []],
    ['', []],
  ])('are found in whatever form: «%s»', (text, expected) => {
    expect(found(text).toSorted()).toEqual(expected.toSorted());
  });

  it('are the longest where they overlap', () => {
    expect(found('Хочу карту лояльности')).toEqual(['Loyalty Pass']);
    expect(found('Хочу карту лояльности и ещё карту')).toEqual(['Loyalty Pass', 'card']);
  });

  it('are found in English, in the plural too', () => {
    expect(found('Are there pickup points?', russian)).toEqual(['пункт выдачи']);
    expect(found('two days', russian)).toEqual(['день']);
    expect(found('cardinal', russian)).toEqual([]);
  });

  it('are none for a language that the glossary does not have', () => {
    expect(found('Хочу карту', { from: 'ru', to: 'de' })).toEqual([]);
  });
});

describe('missing terms', () => {
  const missing = (translation: string, to: string) => missingTerms(translation, [{ from: 'x', to }]).length === 1;

  it.each([
    ['В пунктах выдачи не принимают', 'пункт выдачи'],
    ['оплатите картами лояльности', 'карта лояльности'],
    ['перейдите на тариф «Старт»', 'тариф «Старт»'],
    ['осталось пять дней', 'день'],
    ['выставим два счета', 'счёт'],
    ['сумма займа', 'заём'],
    ['Pickup Points are closed', 'pickup point'],
  ])('are not those that are there, inflected: «%s»', (translation, to) => {
    expect(missing(translation, to)).toBe(false);
  });

  it.each([
    ['В магазинах не принимают', 'пункт выдачи'],
    ['The delivery point is closed', 'pickup point'],
    ['заплатите бонусами', 'карта лояльности'],
  ])('are those that are called otherwise: «%s»', (translation, to) => {
    expect(missing(translation, to)).toBe(true);
  });
});
