import { messageText } from './formatted-text';
import { parseHtml } from './html-entities';

const refusal = (html: string): string => {
  try {
    parseHtml(html);
  } catch (error) {
    return (error as { description: string }).description;
  }
  return 'taken';
};

describe('parse_mode HTML', () => {
  it('turns nested tags into entities that count UTF-16 units', () => {
    expect(parseHtml('😀 <b>жир <i>курсив</i></b> &lt;ok&gt; &#1078;&#x1F600;')).toEqual({
      text: '😀 жир курсив <ok> ж😀',
      entities: [
        { type: 'bold', offset: 3, length: 10 },
        { type: 'italic', offset: 7, length: 6 },
      ],
    });
  });

  it('reads links, code with a language, spoilers and foldable quotes', () => {
    const html =
      '<a href="https://example.com/?a=1&amp;b=2">link</a> <pre><code class="language-sql">select 1</code></pre>' +
      '<span class="tg-spoiler">x</span><blockquote expandable>y</blockquote>';
    expect(parseHtml(html).entities).toEqual([
      { type: 'text_link', offset: 0, length: 4, url: 'https://example.com/?a=1&b=2' },
      { type: 'pre', offset: 5, length: 8, language: 'sql' },
      { type: 'spoiler', offset: 13, length: 1 },
      { type: 'expandable_blockquote', offset: 14, length: 1 },
    ]);
  });

  it('keeps characters that are no references as they are', () => {
    expect(parseHtml('a & b &copy; &amp;amp; 1 > 0').text).toBe('a & b &copy; &amp; 1 > 0');
  });

  it.each([
    ['<br>', 'Unsupported start tag "br" at byte offset 0'],
    ['ж<h1>x</h1>', 'Unsupported start tag "h1" at byte offset 2'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<a href="x>y</a>', 'Unclosed start tag "a" at byte offset 0'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<constructor>x</constructor>', 'Unsupported start tag "constructor" at byte offset 0'],
  ])('refuses %s in the words of the real server', (html, complaint) => {
    expect(refusal(html)).toBe(`Bad Request: can't parse entities: ${complaint}`);
  });
});

describe('the text of a message', () => {
  it('is measured in UTF-16 units after its tags are read', () => {
    const fits = `<b>${'😀'.repeat(2048)}</b>`;
    expect(messageText({ text: fits, parseMode: 'HTML' }).text).toHaveLength(4096);
    expect(() => messageText({ text: `${fits}!`, parseMode: 'HTML' })).toThrow('message is too long');
    expect(() => messageText({ text: ' <b> </b>\n', parseMode: 'HTML' })).toThrow('message text is empty');
  });

  it('loses its outer space, and entities move along', () => {
    expect(messageText({ text: '\n <b> hi </b>', parseMode: 'html' })).toEqual({
      text: 'hi',
      entities: [{ type: 'bold', offset: 0, length: 2 }],
    });
  });

  it('has its addresses, commands and mentions recognised, but not inside code', () => {
    const { entities } = messageText({
      text: '/start https://a.example/x. <code>/no</code> @anna_bot &lt;/b&gt;',
      parseMode: 'HTML',
    });
    expect(entities.map(({ type, offset, length }) => [type, offset, length])).toEqual([
      ['bot_command', 0, 6],
      ['url', 7, 19],
      ['code', 28, 3],
      ['mention', 32, 9],
    ]);
  });
});
