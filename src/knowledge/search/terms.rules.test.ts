import fc from 'fast-check';
import { readTerms, termsOf } from './terms.rules';
import { wordsOf } from './words.rules';

function whole(bytes: Uint8Array) {
  const terms = readTerms(bytes);
  const words: string[] = [];
  const places: string[] = [];
  terms?.eachWord((letters, start, end) => words.push(new TextDecoder().decode(letters.subarray(start, end))));
  terms?.eachPlace((word) => places.push(words[word] ?? ''));
  return { sizes: [terms?.title, terms?.heading, terms?.text], words, places };
}

describe('the terms of a passage', () => {
  it('are its words, each once, and where they stand', () => {
    expect(whole(termsOf({ title: 'Доставка', heading: 'В Казань', text: 'Доставка в Казань 390 ₽' }))).toEqual({
      sizes: [1, 2, 4],
      words: ['доставка', 'в', 'казань', '390'],
      places: ['доставка', 'в', 'казань', 'доставка', 'в', 'казань', '390'],
    });
  });

  it('are read as they were written, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.string({ unit: 'grapheme' }), (text, heading) => {
        const { places } = whole(termsOf({ title: '', heading, text }));
        expect(places).toEqual([...wordsOf(heading), ...wordsOf(text)]);
      }),
    );
  });

  it('are not read when they were written otherwise', () => {
    expect(readTerms(new Uint8Array())).toBeUndefined();
    expect(readTerms(Uint8Array.of(250, 1, 2))).toBeUndefined();
  });
});
