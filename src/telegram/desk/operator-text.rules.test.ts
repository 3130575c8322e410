import * as fc from 'fast-check';
import { renderMarkdown } from '../markdown';
import { visibleText } from '../styled-text';
import { typedAsMarkdown } from './operator-text.rules';

const read = (typed: string) => visibleText(renderMarkdown(typedAsMarkdown(typed)));
const withoutSpace = (text: string) => text.replace(/\s+/g, '');

describe('what an operator typed', () => {
  it('stays as it is where it reads as it was typed', () => {
    for (const typed of ['Привет! Как дела?', 'a_b_c, 5 * 5', 'https://example.com/a_b?c=1', '1. раз\n2. два']) {
      expect(typedAsMarkdown(typed)).toBe(typed);
    }
  });

  it.each([
    '2*3*4 = 24',
    '# не заголовок',
    '> не цитата',
    '- раз\n- два',
    '<b>нет</b>',
    '[1](x) `нет` ~~нет~~',
    '**не** жирно',
    '| a | b |\n| --- | --- |\n| 1 | 2 |',
    '    четыре пробела',
    '[a]: b',
    '\\*',
    'www.example.com_ *',
  ])('is not taken for formatting: %s', (typed) => {
    expect(withoutSpace(read(typed))).toBe(withoutSpace(typed));
  });

  it('is read as it was typed, whatever it is', () => {
    const signs = fc.constantFrom(...'abя 1.-_*~`#>[]()!|\\<&:;/\n'.split(''));
    fc.assert(
      fc.property(fc.string({ unit: signs, maxLength: 40 }), (typed) => {
        expect(withoutSpace(read(typed))).toBe(withoutSpace(typed));
      }),
      { numRuns: 3_000 },
    );
  });
});
