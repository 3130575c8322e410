import { pagesAsMarkdown } from './pdf-lines.rules';

/** Lines one below the other; a line is a text, or a text with the size of its letters and the gap above it. */
function page(...lines: (string | [text: string, size: number, gap?: number])[]) {
  let y = 800;
  return lines.map((line) => {
    const [text, size, gap = 3] = typeof line === 'string' ? [line, 10] : line;
    y -= size + gap;
    return { text, size, x: 50, y };
  });
}

it('makes headings of what is larger, and one heading of one that takes two lines', () => {
  const lines = page(
    ['The rules', 24],
    ['of our house', 24],
    ['Quiet hours', 14, 20],
    ['After eleven nobody drills and nobody sings.', 10, 10],
  );
  expect(pagesAsMarkdown([lines])).toBe(
    '# The rules of our house\n\n## Quiet hours\n\nAfter eleven nobody drills and nobody sings.',
  );
});

it('puts paragraphs together, and words that were cut at the end of a line', () => {
  const lines = page(
    'Тишину соблюдают после один-',
    'надцати вечера.',
    ['Из-за ремонта лифт', 10, 15],
    'стоит.',
    ['soft\u00AD', 10, 15],
    'ened',
  );
  expect(pagesAsMarkdown([lines])).toBe(
    'Тишину соблюдают после одиннадцати вечера.\n\nИз-за ремонта лифт стоит.\n\nsoftened',
  );
});

it('keeps lists as lists', () => {
  expect(pagesAsMarkdown([page('Bring:', '• a key', '• a lamp that', 'burns', '1. first', '2) second')])).toBe(
    'Bring:\n\n- a key\n- a lamp that burns\n\n1. first\n\n2) second',
  );
});

it('goes on across pages inside a sentence, without what stands on every page', () => {
  const pages = ['one', 'two', 'three'].map((word, index) =>
    page(
      'Rules of the house',
      [index === 0 ? 'A sentence that goes' : `on over ${word}`, 10, 30],
      [`Page ${index + 1} of 3`, 8, 600],
    ),
  );
  expect(pagesAsMarkdown(pages)).toBe('A sentence that goes on over two on over three');
});

it('takes no text for a sign of Markdown', () => {
  expect(pagesAsMarkdown([page('# 5 is the number', ['> ten', 10, 30])])).toBe('\\# 5 is the number\n\n\\> ten');
});
