import { countTokens } from '../language-model/tokens';
import { resultForModel } from './tool-text.rules';

describe('what a tool has found, for the model', () => {
  it('is JSON with the words first', () => {
    const { content, words } = resultForModel({ text: 'Свободно: 14:00', data: { free: ['14:00'] } }, 200);
    expect(content).toBe('{"text":"Свободно: 14:00","free":["14:00"]}');
    expect(words).toContain('Свободно: 14:00');
  });

  it.each([64, 120, 400])('keeps to %d tokens: first the data goes, then the end of the words', (tokens) => {
    const long = { text: 'В субботу свободно с 14:00 до 17:30. '.repeat(200), data: { all: 'x y z '.repeat(500) } };
    const { content, words } = resultForModel(long, tokens);
    expect(countTokens(content)).toBeLessThanOrEqual(tokens);
    expect(Object.keys(JSON.parse(content))).toEqual(['text']);
    expect(long.text.startsWith(words)).toBe(true);
    expect(words.length).toBeGreaterThan(40);
  });

  it('bears words that are all signs', () => {
    const { content } = resultForModel({ text: '"\n\\'.repeat(2_000), data: {} }, 100);
    expect(countTokens(content)).toBeLessThanOrEqual(100);
    expect(() => JSON.parse(content)).not.toThrow();
  });
});
