import { sureHistory } from './budget.rules';
import { asModelMessage, type Remembered, tokensTogether } from './history.rules';
import { fallingOut, isLong } from './recap.rules';

/** Turns of a question and an answer, each of so many words. */
const dialogue = (turns: number, words: number): Remembered[] =>
  Array.from({ length: 2 * turns }, (_, index) => ({
    id: `message_${index + 1}`,
    seq: index + 1,
    role: index % 2 === 0 ? 'USER' : 'BOT',
    text: 'word '.repeat(words),
  }));

describe('fallingOut', () => {
  it('leaves a short dialogue alone', () => {
    const short = dialogue(6, 20);
    expect(isLong(short, 8_192)).toBe(false);
    expect(fallingOut(short, 8_192)).toEqual([]);
  });

  it('takes whole turns from the beginning, until what is left is far from too much', () => {
    const said = dialogue(30, 30);
    const out = fallingOut(said, 8_192);
    expect(out).toEqual(said.slice(0, out.length));
    expect(out.length % 2).toBe(0);
    const left = said.slice(out.length);
    expect(isLong(left, 8_192)).toBe(false);
    expect(tokensTogether(left.map(asModelMessage))).toBeLessThan(sureHistory(8_192) / 2);
    expect(left.length).toBeGreaterThan(8);
  });

  it('sums up many short messages, too', () => {
    const said = dialogue(30, 1);
    expect(said.slice(fallingOut(said, 8_192).length)).toHaveLength(20);
  });

  it('keeps the newest turn, however long it is', () => {
    const said = [...dialogue(2, 20), ...dialogue(1, 5_000).map((one) => ({ ...one, seq: one.seq + 4 }))];
    expect(fallingOut(said, 8_192).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(fallingOut(dialogue(1, 5_000), 8_192)).toEqual([]);
  });

  it('takes no more at once than one summary can tell', () => {
    const said = dialogue(100, 100);
    const out = fallingOut(said, 8_192);
    expect(tokensTogether(out.map(asModelMessage))).toBeLessThan(2_600);
    expect(out.length).toBeGreaterThan(10);
  });

  it('lets a large model remember more word for word', () => {
    expect(isLong(dialogue(15, 100), 8_192)).toBe(true);
    expect(isLong(dialogue(15, 100), 131_072)).toBe(false);
  });
});
