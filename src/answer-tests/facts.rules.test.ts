import { missingFacts } from './facts.rules';

describe('a fact of an answer', () => {
  it.each([
    ['Стоимость — 1 200 €', '1200'],
    ['The fee is 1,200 euros.', '1 200'],
    ['Ставка 4,35 % годовых', '4.35'],
    ['Таблица `account_balances`', 'account_balances'],
    ['Обратитесь к Ёлкиной Анне', 'елкин'],
    ['Это «простой» договор', 'простой договор'],
    ['PSI is 0.08', '0.08'],
    ['в кредитном комитете', 'кредитн'],
    ['first line\nsecond line', 'line second'],
  ])('is in %j as %j', (text, way) => {
    expect(missingFacts([[way]], [text])).toEqual([]);
  });

  it.each([
    ['The fee is 12,000 euros.', '1200'],
    ['PSI is 0.081', '0.08'],
    ['PSI is 10.08', '0.08'],
    ['table account_balances_old', 'account_balances'],
    ['Начальник отдела', 'дела'],
  ])('of %j is not %j', (text, way) => {
    expect(missingFacts([[way]], [text])).toEqual([[way]]);
  });

  it('may be said in several ways and in several texts; what is missing is named whole', () => {
    const facts = [['PD', 'probability of default'], ['Gini'], ['0.62', '62 %']];
    expect(missingFacts(facts, ['The probability of default', 'Gini is 0.61'])).toEqual([['0.62', '62 %']]);
  });
});
