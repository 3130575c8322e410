import { readColleague, readOperatorWords } from './desk-words.rules';

describe('what an operator writes', () => {
  it.each([
    ['Здравствуйте!', { kind: 'say', text: 'Здравствуйте!' }],
    ['// между нами', { kind: 'note', text: 'между нами' }],
    ['//between us', { kind: 'note', text: 'between us' }],
    ['//', { kind: 'note', text: '' }],
    ['/note  между\nнами', { kind: 'note', text: 'между\nнами' }],
    ['/Close', { kind: 'command', name: 'close', argument: '' }],
    ['/transfer Олег посмотри', { kind: 'command', name: 'transfer', argument: 'Олег посмотри' }],
    ['и/или', { kind: 'say', text: 'и/или' }],
    ['/ нет', { kind: 'say', text: '/ нет' }],
  ])('is read: %s', (text, read) => {
    expect(readOperatorWords(text)).toEqual(read);
  });
});

describe('a colleague', () => {
  const colleague = (id: string, name: string, username?: string) => ({
    id,
    name,
    username,
    email: `${id}@example.org`,
  });
  const all = [
    colleague('oleg', 'Олег', 'oleg_k'),
    colleague('anna', 'Анна Мария', 'anna'),
    colleague('ann2', 'Анна'),
    colleague('ivan', 'Иван Петров'),
    colleague('iva2', 'Иван Сидоров'),
  ];
  const read = (argument: string) => {
    const named = readColleague(argument, all);
    return named.kind === 'one' ? [named.colleague.id, named.rest] : named.kind;
  };

  it.each([
    ['@oleg_k глянь', ['oleg', 'глянь']],
    ['@OLEG_K', ['oleg', '']],
    ['ivan@example.org, глянь', ['ivan', 'глянь']],
    ['олег глянь', ['oleg', 'глянь']],
    ['Анна Мария: глянь', ['anna', 'глянь']],
    ['Анна глянь', ['ann2', 'глянь']],
    ['Иван Петров', ['ivan', '']],
    ['Иван', 'many'],
    ['Олега', 'none'],
    ['', 'none'],
  ])('is found by «%s»', (argument, found) => {
    expect(read(argument)).toEqual(found);
  });
});
