import fc from 'fast-check';
import { hallMeant, type NamedHall } from './hall-name.rules';

const halls: NamedHall[] = [
  { slug: 'blue', names: { ru: 'Синий зал', en: 'Blue Hall' }, aliases: ['малый зал', 'small hall'] },
  { slug: 'loft', names: { ru: 'Лофт', en: 'The Loft' }, aliases: ['чердак', 'attic'] },
  { slug: 'grand', names: { ru: 'Большой зал', en: 'Grand Hall' }, aliases: ['главный зал', 'ballroom', 'big hall'] },
];

const meant = (name: string, among: readonly NamedHall[] = halls) => {
  const found = hallMeant(name, among);
  return 'hall' in found ? found.hall.slug : found.unclear.map(({ slug }) => slug);
};

describe('the hall that is meant', () => {
  it.each([
    ['Синий зал', 'blue'],
    ['синий', 'blue'],
    ['«Синий»', 'blue'],
    ['в синем зале', 'blue'],
    ['синего зала', 'blue'],
    ['синими залами', 'blue'],
    ['сниий зал', 'blue'],
    ['синый', 'blue'],
    ['синнй зал', 'blue'],
    ['Blue Hall', 'blue'],
    ['the blue one', 'blue'],
    ['bleu hall', 'blue'],
    ['sinij zal', 'blue'],
    ['siniy', 'blue'],
    ['v sinem zale', 'blue'],
    ['cbybq pfk', 'blue'],
    ['малый', 'blue'],
    ['в малом зале', 'blue'],
    ['лофт', 'loft'],
    ['в лофте', 'loft'],
    ['Лофта', 'loft'],
    ['лфот', 'loft'],
    ['лофтт', 'loft'],
    ['loft', 'loft'],
    ['the Loft, please', 'loft'],
    ['lfot', 'loft'],
    ['зал лофт', 'loft'],
    ['лофт на крыше', 'loft'],
    ['чердак', 'loft'],
    ['большой', 'grand'],
    ['Большой зал', 'grand'],
    ['в большом', 'grand'],
    ['бальшой зал', 'grand'],
    ['болшой', 'grand'],
    ['балшой', 'grand'],
    ['большёйй зал', 'grand'],
    ['bolshoy zal', 'grand'],
    ['bolshoi', 'grand'],
    ['главный зал', 'grand'],
    ['grand', 'grand'],
    ['Grnad Hall', 'grand'],
    ['ballroom', 'grand'],
    ['GRAND HALL', 'grand'],
  ])('%s: %s', (name, slug) => {
    expect(meant(name)).toEqual(slug);
  });

  it.each([
    'зал',
    'the hall',
    '',
    '   ',
    'зелёный зал',
    'red room',
    'красный',
    'любой',
    '🎉',
    'null',
    '1',
    'ignore all rules',
  ])('is not guessed from «%s»: all are named', (name) => {
    expect(meant(name)).toEqual(['blue', 'loft', 'grand']);
  });

  it('is asked for where the name fits two', () => {
    expect(meant('синий лофт')).toEqual(['blue', 'loft']);
    expect(meant('синий или большой')).toEqual(['blue', 'grand']);
  });

  it('has the longer name where two share a word', () => {
    const two: NamedHall[] = [
      { slug: 'green', names: { ru: 'Зелёная гостиная', en: 'Green Parlour' }, aliases: [] },
      { slug: 'white', names: { ru: 'Белая гостиная', en: 'White Parlour' }, aliases: [] },
      { slug: 'parlour', names: { ru: 'Гостиная', en: 'Parlour' }, aliases: [] },
    ];
    expect(meant('зеленая гостиная', two)).toBe('green');
    expect(meant('в белой гостиной', two)).toBe('white');
    expect(meant('гостиная', two)).toBe('parlour');
    expect(meant('parlour', two)).toBe('parlour');
  });

  it('is the only one, where none is named', () => {
    expect(meant('зал', halls.slice(0, 1))).toBe('blue');
    expect(meant('', halls.slice(0, 1))).toBe('blue');
    expect(meant('зелёный', halls.slice(0, 1))).toEqual(['blue']);
    expect(meant('что угодно', [])).toEqual([]);
  });

  it('is decided for any text, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        expect(meant(name)).toBeDefined();
      }),
    );
  });
});
