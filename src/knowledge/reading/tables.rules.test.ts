import { tablesAsMarkdown } from './tables.rules';

const of = (...rows: string[][]) => tablesAsMarkdown([{ name: '', rows }]);

it('knows questions and answers by the heads of their columns, whatever else is there', () => {
  const rows = [
    ['ID вопроса', 'Текст вопроса', 'Ответ оператора'],
    ['7', 'Где вы?', 'В центре.'],
    ['8', 'Когда?', 'Всегда.'],
  ];
  expect(of(...rows)).toBe('## Где вы?\n\nВ центре.\n\nID вопроса: 7\n\n## Когда?\n\nВсегда.\n\nID вопроса: 8');
});

it('pairs the columns of several languages', () => {
  const rows = [
    ['question_ru', 'answer_ru', 'question_en', 'answer_en'],
    ['Где?', 'Тут.', 'Where?', 'Here.'],
  ];
  expect(of(...rows)).toBe('## Где?\n\nТут.\n\n## Where?\n\nHere.');
});

it('knows them without heads when most of the first column are questions', () => {
  expect(of(['Where?', 'Here.'], ['When?', 'Now.'])).toBe('## Where?\n\nHere.\n\n## When?\n\nNow.');
});

it('adds the answers below a merged cell to their question, and leaves out questions without any', () => {
  const rows = [
    ['Question', 'Answer'],
    ['How?', 'First so.'],
    ['', 'Then so.'],
    ['Why?', ''],
  ];
  expect(of(...rows)).toBe('## How?\n\nFirst so.\n\nThen so.');
});

it('keeps a question a heading, whatever signs it holds', () => {
  const rows = [
    ['Q', 'A'],
    ['What is *this*\nand [that](x) #', 'A thing.'],
  ];
  expect(of(...rows)).toBe('## What is \\*this\\* and \\[that\\](x) \\#\n\nA thing.');
});

it('keeps other tables as tables, without what is empty in them', () => {
  const rows = [['Prices 2026', '', ''], [], ['City', '', 'Price'], ['Berlin', '', '3 | 4\n5'], ['', '', '']];
  expect(of(...rows)).toBe('Prices 2026\n\n| City | Price |\n| --- | --- |\n| Berlin | 3 \\| 4 / 5 |');
  const about = [
    ['Дата вопроса', 'Количество ответов'],
    ['1 мая', '3'],
  ];
  expect(of(...about)).toContain('| Дата вопроса | Количество ответов |');
});

it('is a list of paragraphs where there is one column only, and nothing where there is none', () => {
  expect(of(['One'], ['Two'])).toBe('One\n\nTwo');
  expect(() => of(['', ' '])).toThrow('empty');
});
