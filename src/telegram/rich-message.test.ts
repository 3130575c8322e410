import { outgoingMessage } from '../../test/kit/outgoing-message';
import type { OutgoingMessage } from '../dialogues/channel';
import { richMessage } from '../standins/telegram/rich-message';
import { visibleWords } from '../standins/telegram/rich-words';
import { longestText, renderParts } from './render';

const sourcesLine = (titles: readonly string[]) => `Источник: ${titles.join(' · ')}`;

function partsOf(text: string, more: Partial<OutgoingMessage> = {}) {
  return renderParts(outgoingMessage(text, more), sourcesLine);
}

/** The blocks of the only part, as the Bot API has taken them. */
function richOf(text: string, more: Partial<OutgoingMessage> = {}) {
  const [part] = partsOf(text, more);
  return part?.rich && richMessage({ blocks: part.rich }, { draft: false }).blocks;
}

const delivery = { marker: 1, title: 'Доставка', passage: 'Доставка занимает **два дня**.' };

describe('a message is rich', () => {
  it('where a table shows more than its lines do', () => {
    const [table] = richOf('| Город | Дней |\n|:--|--:|\n| Москва | **2** |') ?? [];
    const cell = { align: 'left', valign: 'top' };
    expect(table).toMatchObject({
      type: 'table',
      cells: [
        [
          { text: 'Город', is_header: true, ...cell },
          { text: 'Дней', is_header: true, align: 'right' },
        ],
        [
          { text: 'Москва', ...cell },
          { text: { type: 'bold', text: '2' }, align: 'right' },
        ],
      ],
    });
  });

  it('where the numbers of sources can be pressed; the footnote holds title and passage, folded below the line of sources', () => {
    expect(richOf('Два дня [1], не пять [2].', { sources: [delivery] })).toEqual([
      {
        type: 'paragraph',
        text: ['Два дня ', { type: 'reference_link', text: '[1]', reference_name: 'source-1' }, ', не пять [2].'],
      },
      {
        type: 'details',
        summary: { type: 'italic', text: 'Источник: [1] Доставка' },
        blocks: [
          {
            type: 'paragraph',
            text: {
              type: 'reference',
              name: 'source-1',
              text: [{ type: 'bold', text: '[1] Доставка' }, '\n', 'Доставка занимает два дня.'],
            },
          },
        ],
      },
    ]);
  });

  it.each([
    ['prose', 'Доставка занимает *два дня*, [подробнее](https://example.com/).'],
    ['a list', '- один\n- два'],
    ['a line of code', '```sh\nnpm start\n```'],
  ])('and is not, where it would show nothing more: %s', (_name, text) => {
    expect(richOf(text)).toBeUndefined();
  });

  it('and is not, when its source has no number in the text, or when it goes below a file', () => {
    expect(richOf('Два дня.', { sources: [{ marker: null, title: 'Доставка' }] })).toBeUndefined();
    const files = [{ kind: 'PHOTO', fileId: 'a' }];
    expect(richOf('Два дня [1].', { sources: [delivery], files })).toBeUndefined();
  });

  it('with everything that CommonMark has, and leads only where links may lead', () => {
    const text =
      '# Заголовок\n\n> цитата **жирная**\n\n1. раз\n   - [x] сделано\n2. два `код` ~~нет~~\n\n---\n\n```js\nlet a = "<b>";\n```\n\n' +
      '[да](https://example.com/) [нет](javascript:alert(1)) ![вид](https://example.com/a.png) <b>html</b> [там][ref]\n\n[ref]: https://example.org/';
    const blocks = richOf(text) ?? [];
    expect(blocks.map(({ type }) => type)).toEqual(['heading', 'blockquote', 'list', 'divider', 'pre', 'paragraph']);
    const addresses = [...JSON.stringify(blocks).matchAll(/"url":"([^"]+)"/g)].map((match) => match[1]);
    expect(addresses).toEqual(['https://example.com/', 'https://example.com/a.png', 'https://example.org/']);
    expect(visibleWords({ blocks })).toContain('<b>html</b>');
  });

  it.each([
    ['21 columns', `|${' a |'.repeat(21)}\n|${' - |'.repeat(21)}\n|${' b |'.repeat(21)}`],
    ['500 rows', `| a |\n|-|\n${'| b |\n'.repeat(500)}`],
  ])('only within the limits of Telegram: %s', (_name, text) => {
    expect(partsOf(text).every((part) => part.rich === undefined)).toBe(true);
    expect(partsOf(text).length).toBeGreaterThan(0);
  });

  it('with as much as its plain form holds: a long text is cut between blocks, each time at the same places', () => {
    const chapter = (n: number) => `## Глава ${n}\n\n${`Слово за словом, ${n}. `.repeat(60)}`;
    const text = Array.from({ length: 8 }, (_, n) => chapter(n)).join('\n\n');
    const parts = partsOf(text, { sources: [delivery] });
    expect(parts.length).toBeGreaterThan(2);
    expect(partsOf(text, { sources: [delivery] })).toEqual(parts);
    for (const { rich, plain } of parts) {
      expect(plain.length).toBeLessThanOrEqual(longestText);
      expect(visibleWords(richMessage({ blocks: rich }, { draft: false })).match(/Глава \d/g)).toEqual(
        plain.match(/Глава \d/g),
      );
    }
    expect(parts.map(({ plain }) => plain).join('\n')).toContain('Глава 7');
  });
});
