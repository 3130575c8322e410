import { cutIntoPassages, wholeBlockCharacters } from './passages.rules';

const words = (count: number, word = 'слово') => Array.from({ length: count }, (_, i) => `${word}${i}`).join(' ');

describe('cutting a document into passages', () => {
  it('makes a passage of each section and knows the way to it', () => {
    const { title, passages } = cutIntoPassages(
      '# Оплата\n\nКоротко.\n\n## Карты\nМир.\n\n### Рассрочка\nНа 4 месяца.\n\n## Возврат\n5 дней.',
    );
    expect(title).toBe('Оплата');
    expect(passages).toEqual([
      { heading: '', text: 'Коротко.' },
      { heading: 'Карты', text: 'Мир.' },
      { heading: 'Карты › Рассрочка', text: 'На 4 месяца.' },
      { heading: 'Возврат', text: '5 дней.' },
    ]);
  });

  it('reads headings as plain text and leaves deep ones inside their section', () => {
    const { title, passages } = cutIntoPassages('# **The** `best` shop\n\n## A\n\none\n\n#### deep\n\ntwo');
    expect(title).toBe('The best shop');
    expect(passages).toEqual([{ heading: 'A', text: 'one\n\n#### deep\n\ntwo' }]);
  });

  it('keeps a heading that is the whole fact, and drops one that only has sections below it', () => {
    expect(cutIntoPassages('## Parent\n\n### Closed on Sundays\n').passages).toEqual([
      { heading: 'Parent › Closed on Sundays', text: 'Closed on Sundays' },
    ]);
  });

  it('keeps the first heading as a heading when the title is given and is another', () => {
    expect(cutIntoPassages('# Own\n\ntext', 'Given').passages).toEqual([{ heading: 'Own', text: 'text' }]);
    expect(cutIntoPassages('# Given\n\ntext', 'Given').passages).toEqual([{ heading: '', text: 'text' }]);
  });

  it('splits a long section between paragraphs', () => {
    const paragraphs = [words(60, 'a'), words(60, 'b'), words(60, 'c'), words(60, 'd')];
    const { passages } = cutIntoPassages(`## Long\n\n${paragraphs.join('\n\n')}`);
    expect(passages.map(({ heading }) => heading)).toEqual(['Long', 'Long']);
    expect(passages.map(({ text }) => text)).toEqual([
      paragraphs.slice(0, 3).join('\n\n'),
      paragraphs.slice(3).join('\n\n'),
    ]);
  });

  it('splits a long paragraph between sentences', () => {
    const sentences = Array.from({ length: 40 }, (_, i) => `Предложение номер ${i} стоит 1.5 рубля и т. д.`);
    const { passages } = cutIntoPassages(sentences.join(' '));
    expect(passages.length).toBeGreaterThan(1);
    expect(passages.map(({ text }) => text).join(' ')).toBe(sentences.join(' '));
    for (const { text } of passages) expect(text).toMatch(/^Предложение.*т\. д\.$/s);
  });

  it('keeps a table whole, and repeats its head where it is too long for that', () => {
    const table = (rows: number) =>
      `| Зона | Цена |\n| --- | --- |\n${Array.from({ length: rows }, (_, i) => `| Зона ${i} | ${i} рублей за посылку |`).join('\n')}`;
    expect(cutIntoPassages(`intro\n\n${table(40)}`).passages.at(-1)?.text).toBe(table(40));
    const cut = cutIntoPassages(table(100)).passages;
    expect(cut.length).toBeGreaterThan(2);
    for (const { text } of cut) expect(text).toMatch(/^\| Зона \| Цена \|\n\| --- \| --- \|\n\| Зона \d+/);
    expect(cut.map(({ text }) => text.split('\n').length - 2).reduce((a, b) => a + b)).toBe(100);
  });

  it('keeps lists and code whole, and splits long ones between items and lines', () => {
    const list = Array.from({ length: 30 }, (_, i) => `- item ${i} of the list, with some words`).join('\n');
    expect(cutIntoPassages(list).passages).toEqual([{ heading: '', text: list }]);
    const code = `\`\`\`sql\n${Array.from({ length: 120 }, (_, i) => `select ${i} from numbers;`).join('\n')}\n\`\`\``;
    const parts = cutIntoPassages(code).passages.map(({ text }) => text);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatch(/^```sql\nselect[^]*;\n```$/);
  });

  it('cuts even what has no place to cut, without breaking a character', () => {
    const { passages } = cutIntoPassages(`a${'😀'.repeat(3_000)}`);
    for (const { text } of passages) {
      expect(text.length).toBeLessThanOrEqual(wholeBlockCharacters);
      expect(text.isWellFormed()).toBe(true);
    }
    expect(passages.map(({ text }) => text).join('')).toBe(`a${'😀'.repeat(3_000)}`);
  });

  it.each(['', '   \n\n', '<!-- a note for the author -->', '# Only a title'])('finds no passage in %j', (text) => {
    expect(cutIntoPassages(text).passages).toEqual([]);
  });

  it('takes Windows line ends and a byte order mark', () => {
    expect(cutIntoPassages('\uFEFF# T\r\n\r\n## A\r\nx\r\n')).toEqual({
      title: 'T',
      passages: [{ heading: 'A', text: 'x' }],
    });
  });
});
