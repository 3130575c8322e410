import { Preview } from './preview';

function heard(...attempts: string[][]): string[] {
  const pieces: string[] = [];
  const preview = new Preview((piece) => pieces.push(piece));
  for (const attempt of attempts) {
    preview.restart();
    for (const piece of attempt) preview.write(piece);
  }
  return pieces;
}

describe('Preview', () => {
  it('passes the pieces of one attempt on as they are', () => {
    expect(heard(['Доставка ', 'стоит ', '300 ₽'])).toEqual(['Доставка ', 'стоит ', '300 ₽']);
  });

  it('passes on only what a second attempt says beyond the first', () => {
    expect(heard(['Delivery ', 'costs'], ['Deli', 'very costs ', '3 euro'])).toEqual([
      'Delivery ',
      'costs',
      ' ',
      '3 euro',
    ]);
  });

  it('stays silent when a second attempt says something else', () => {
    expect(heard(['Delivery '], ['Shipping ', 'costs ', '3 euro'])).toEqual(['Delivery ']);
  });

  it('takes up a third attempt that begins like the first', () => {
    expect(heard(['A b '], ['X y z '], ['A b ', 'c'])).toEqual(['A b ', 'c']);
  });
});
