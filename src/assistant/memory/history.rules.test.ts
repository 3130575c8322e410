import { countTokens } from '../../language-model/tokens';
import { cutToTokens } from './cut.rules';
import { latestTurns, turnsOf } from './history.rules';

const mark = '[cut]';
const said = (...texts: string[]) =>
  texts.map(
    (text) => ({ role: text.startsWith('U') ? 'USER' : text.startsWith('O') ? 'OPERATOR' : 'BOT', text }) as const,
  );
const contents = (texts: readonly { content: string }[]) => texts.map(({ content }) => content);

describe('turnsOf', () => {
  it('keeps a burst and all that answers it together', () => {
    const turns = turnsOf(said('Hello', 'U1', 'U2', 'B1', 'O1', 'U3', 'B2', 'U4'));
    expect(turns.map((turn) => turn.map(({ text }) => text))).toEqual([
      ['Hello'],
      ['U1', 'U2', 'B1', 'O1'],
      ['U3', 'B2'],
      ['U4'],
    ]);
  });
});

describe('latestTurns', () => {
  const long = (name: string) => `${name} ${'word '.repeat(40)}`;

  it('keeps the newest turns whole, and no half of an older one', () => {
    const history = said(long('U1'), long('B1'), long('U2'), 'B2', 'U3', 'B3');
    expect(contents(latestTurns(history, 100, mark))).toEqual([long('U2'), 'B2', 'U3', 'B3']);
    expect(contents(latestTurns(history, 40, mark))).toEqual(['U3', 'B3']);
  });

  it('reads what operators said as said by the assistant', () => {
    expect(latestTurns(said('U1', 'O1'), 100, mark).map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('keeps of a last turn without room for all of it the newest, cut with a mark', () => {
    const [only, ...others] = latestTurns(said('U1', long('B1')), 40, mark);
    expect(others).toEqual([]);
    expect(only?.content).toMatch(/^B1 word.*\[cut\]/);
  });
});

describe('cutToTokens', () => {
  const letter =
    'Здравствуйте! Заказ не пришёл. Я ждал три дня. Курьер не звонил. Поддержка молчит. Что мне теперь делать?';

  it('leaves a text alone that fits', () => {
    expect(cutToTokens(letter, 200, mark)).toBe(letter);
  });

  it('cuts at sentences and keeps the last of them', () => {
    const cut = cutToTokens(
      `${letter.slice(0, -24)}${' Так прошло ещё несколько дней.'.repeat(20)} Что мне делать?`,
      60,
      mark,
    );
    expect(cut).toMatch(
      /^Здравствуйте! Заказ не пришёл\. .*[.!?] \[cut\] (?:Так прошло ещё несколько дней\. )?Что мне делать\?$/,
    );
    expect(countTokens(cut)).toBeLessThanOrEqual(60);
  });

  it('cuts a run without a break anywhere, and to almost nothing where there is almost no room', () => {
    expect(countTokens(cutToTokens('я'.repeat(5_000), 50, mark))).toBeLessThanOrEqual(50);
    expect(countTokens(cutToTokens(letter, 3, mark))).toBeLessThanOrEqual(3);
    expect(cutToTokens(letter, 0, mark)).toBe('');
  });
});
