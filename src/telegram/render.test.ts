import * as fc from 'fast-check';
import { outgoingMessage } from '../../test/kit/outgoing-message';
import { readTelegramHtml } from '../../test/kit/telegram-html';
import { cleanText } from '../infra/clean-text';
import { renderMarkdown } from './markdown';
import { longestText, renderParts } from './render';
import { visibleText } from './styled-text';

const sourcesLine = (titles: readonly string[]) => `Источник: ${titles.join(', ')}`;

function partsOf(text: string) {
  return renderParts(outgoingMessage(text), sourcesLine);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const signsOf = (text: string) =>
  [...graphemes.segment(text)].map(({ segment }) => segment.trim()).filter((sign) => sign !== '');
const isSendable = (visible: string) =>
  visible.trim() !== '' && visible.length <= longestText && visible.isWellFormed();
const withoutSpace = (text: string) => text.replace(/\s+/g, '');

describe('Markdown as Telegram shows it', () => {
  const examples: [what: string, markdown: string, html: string][] = [
    [
      'emphasis',
      '**жирно** *курсив* ~~зачёркнуто~~ `код`',
      '<b>жирно</b> <i>курсив</i> <s>зачёркнуто</s> <code>код</code>',
    ],
    ['emphasis inside emphasis', '***оба* один**', '<b><i>оба</i> один</b>'],
    ['one tilde', 'через ~5 или ~10 минут', 'через ~5 или ~10 минут'],
    ['a heading', '# Доставка\nДва дня', '<b>Доставка</b>\nДва дня'],
    ['a link', '[сайт](https://example.com/a?b=1&c="2")', '<a href="https://example.com/a?b=1&amp;c=%222%22">сайт</a>'],
    ['a link by reference', 'см. [1]\n\n[1]: https://example.com/', 'см. <a href="https://example.com/">1</a>'],
    ['a citation that nothing defines', 'Два дня [1].', 'Два дня [1].'],
    ['a definition that nothing refers to', '[1]: Доставка', '[1]: Доставка'],
    [
      'an address',
      'https://example.com и a@example.com',
      '<a href="https://example.com/">https://example.com</a> и <a href="mailto:a@example.com">a@example.com</a>',
    ],
    ['a script for a link', '[жми](javascript:alert(1))', 'жми (javascript:alert(1))'],
    ['a telephone for a link', '[+7 900](tel:+7900)', '+7 900 (tel:+7900)'],
    ['a picture', '![кот](https://example.com/cat.png)', '<a href="https://example.com/cat.png">кот</a>'],
    [
      'a picture that is a link',
      '[![кот](https://a.example/c.png)](https://b.example/)',
      '<a href="https://b.example/">кот</a>',
    ],
    ['raw HTML', 'a <b onclick="x">b</b> & <script>', 'a &lt;b onclick="x"&gt;b&lt;/b&gt; &amp; &lt;script&gt;'],
    ['a block of code', '```ts\na < b\n```', '<pre><code class="language-ts">a &lt; b</code></pre>'],
    ['code with a forged language', '```"><b>\nx\n```', '<pre>x</pre>'],
    ['a quotation', '> раз\n>\n> > два', '<blockquote>раз\n\nдва</blockquote>'],
    ['lists', '1. раз\n   - два\n   - три\n2. четыре', '1. раз\n   ◦ два\n   ◦ три\n2. четыре'],
    ['tasks', '- [x] готово\n- [ ] нет', '• ☑ готово\n• ☐ нет'],
    ['a rule', 'раз\n\n---\n\nдва', 'раз\n\n———\n\nдва'],
    [
      'a table',
      '| Зал | Цена |\n|---|--:|\n| Большой | **5** |',
      '<pre>Зал     │ Цена\n────────┼─────\nБольшой │    5</pre>',
    ],
    ['code inside emphasis', '**`x` y**', '<code>x</code><b> y</b>'],
    ['a footnote', 'раз[^1]\n\n[^1]: два', 'раз[1]\n\n[1] два'],
    ['invisible characters', 'при\u200bвет\u{E0041}&#8203;!', 'привет!'],
    ['a family', '👨‍👩‍👧 ❤️', '👨‍👩‍👧 ❤️'],
    ['half a pair of surrogates', 'a\ud83d', 'a\ufffd'],
  ];
  test.each(examples)('%s', (_what, markdown, html) => {
    expect(partsOf(markdown).map((part) => part.html)).toEqual([html]);
    readTelegramHtml(html);
  });

  it('has a plain form in which links keep their addresses', () => {
    expect(partsOf('**раз** [два](https://example.com/) https://a.example')[0]?.plain).toBe(
      'раз два (https://example.com/) https://a.example',
    );
  });

  it('ends with the sources, and the buttons are below the last part', () => {
    const parts = renderParts(
      outgoingMessage(`${'слово '.repeat(1_000)}[1]`, {
        sources: [
          { marker: 1, title: 'Доставка <b>' },
          { marker: null, title: 'Возврат' },
        ],
        buttons: [[{ text: 'Позвать человека', action: 'operator' }]],
      }),
      sourcesLine,
    );
    expect(parts).toHaveLength(2);
    expect(parts[0]?.buttons).toBeUndefined();
    expect(parts[1]?.html).toMatch(/\[1\]\n\n<i>Источник: \[1\] Доставка &lt;b&gt;, Возврат<\/i>$/);
    expect(parts[1]?.buttons).toEqual([[{ text: 'Позвать человека', action: 'operator' }]]);
  });

  it('makes nothing of nothing', () => {
    expect(partsOf('')).toEqual([]);
    expect(partsOf(' \n\u200b')).toEqual([]);
  });

  it('stays quick on texts made to be slow', () => {
    for (const sign of ['>', '*a_b', '[a][b]', '[a](', '- ', '| a ', '`']) {
      const began = performance.now();
      const parts = partsOf(sign.repeat(60_000 / sign.length));
      expect(performance.now() - began).toBeLessThan(20_000);
      for (const part of parts) readTelegramHtml(part.html);
    }
  });

  it('does not lose a text that is nested without end', () => {
    const [part] = partsOf(`${'> '.repeat(100)}раз`);
    expect(part?.plain).toContain('раз');
  });
});

describe('a long text', () => {
  it('is cut between paragraphs rather than lines, sentences or words', () => {
    const paragraph = 'Это предложение. И ещё одно.\nСтрока. '.repeat(70).trim();
    const parts = partsOf(`${paragraph}\n\n${paragraph}`);
    expect(parts.map((part) => part.plain)).toEqual([paragraph, paragraph]);
  });

  it('is cut between sentences when there is nothing better', () => {
    const [first, second] = partsOf('Одно предложение здесь. '.repeat(300));
    expect(first?.plain.endsWith('здесь.')).toBe(true);
    expect(second?.plain.startsWith('Одно')).toBe(true);
  });

  it('closes what is open at the cut and opens it again', () => {
    const parts = partsOf(`**${'слово '.repeat(1_500).trim()}**`);
    expect(parts).toHaveLength(3);
    for (const { html } of parts) expect(html).toMatch(/^<b>слово .*слово<\/b>$/);
  });

  it('keeps the indentation of code at the cut', () => {
    const line = `    if (x) { return ${'y'.repeat(60)}; }\n`;
    const parts = partsOf(`\`\`\`js\nbegin\n${line.repeat(100)}\`\`\``);
    expect(parts.length).toBeGreaterThan(1);
    for (const { html } of parts.slice(1)) expect(html).toMatch(/^<pre><code class="language-js"> {4}if/);
  });

  it('does not cut a family in two', () => {
    const family = '👨‍👩‍👧‍👦';
    for (const { plain } of partsOf(family.repeat(1_000))) expect(plain.replaceAll(family, '')).toBe('');
  });

  it('stays below the size that the Bot API takes, tags included', () => {
    const link = `[а](https://example.com/${'x'.repeat(1_500)}) `;
    const parts = partsOf(link.repeat(13));
    expect(parts.length).toBeGreaterThan(0);
    for (const { html } of partsOf('[а](https://example.com/xxxxxxxxxxxxxxxxxxxxxxxxxxxx) '.repeat(360))) {
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(32_768);
    }
  });
});

const word = fc.constantFrom(
  'привет',
  'Доставка',
  'word',
  'it’s',
  '42',
  '—',
  '😀',
  '👩🏽‍💻',
  '🇷🇺',
  '👨‍👩‍👧‍👦',
  '❤️',
  'é',
  'ӝ',
  '<b>',
  '&amp;',
  '&',
  '>',
  '1️⃣',
  '\ud83d',
  '\u0000',
  '\u200b',
  '\u{E0061}',
  'https://example.com/путь?q=1',
  'a@b.example',
  'слово.',
  'конец!',
  '\\*',
  '|',
);
const inline = fc.oneof(
  { weight: 6, arbitrary: word },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('**', '*', '`', '~~', '_', '***'), word)
      .map(([mark, text]) => `${mark}${text} ${text}${mark}`),
  },
  { weight: 1, arbitrary: word.map((text) => `[${text}](https://example.com/${text.length})`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('**', '[', '](', '```', '~~', '![x](', '<i', '\n', '  \n', '[^1]', '[x](javascript:1)'),
  },
);
const line = fc.array(inline, { maxLength: 6 }).map((words) => words.join(' '));
const block = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      '',
      '# ',
      '> ',
      '- ',
      '1. ',
      '   - ',
      '```py\n',
      '| a | b |\n|---|---|\n| ',
      '---\n',
      '    ',
    ),
    line,
    fc.constantFrom(...Array<number>(60).fill(1), 80),
  )
  .map(([prefix, text, times]) => `${prefix}${`${text} `.repeat(times)}`);
const markdown = fc
  .tuple(
    fc.array(block, { maxLength: 3 }),
    fc.constantFrom('\n\n', '\n'),
    fc.constantFrom(...Array<number>(80).fill(1), 24),
  )
  .map(([blocks, between, times]) => `${blocks.join(between)}${between}`.repeat(times));
const random = fc.oneof(
  { weight: 18, arbitrary: markdown },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 700 }))
      .map(([text, times]) => text.repeat(times)),
  },
);

describe('10,000 random texts', () => {
  it('become parts that Telegram takes, cut between signs, with nothing lost but white space', () => {
    let cuts = 0;
    fc.assert(
      fc.property(random, (text) => {
        const parts = partsOf(text);
        const seen = parts.map((part) => readTelegramHtml(part.html));
        expect(seen.filter((visible) => !isSendable(visible))).toEqual([]);
        expect(Math.max(0, ...parts.map((part) => part.plain.length))).toBeLessThanOrEqual(longestText);
        cuts += Math.max(0, seen.length - 1);
        if (seen.length < 2 && text.length > 100) return;
        const whole = visibleText(renderMarkdown(cleanText(text)));
        expect(withoutSpace(seen.join(''))).toBe(withoutSpace(whole));
        if (seen.length > 1) expect(seen.flatMap(signsOf).join('|')).toBe(signsOf(whole).join('|'));
      }),
      { numRuns: 10_000, seed: 20_261_121 },
    );
    expect(cuts).toBeGreaterThan(100);
  }, 300_000);
});
