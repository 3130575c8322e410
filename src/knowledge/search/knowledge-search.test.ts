import { type FreshDatabase, freshDatabase } from '../../../test/kit/fresh-database';
import { IndexedPassages } from '../../../test/kit/indexed-passages';
import { openLog } from '../../infra/log';
import { KnowledgeSearch } from './knowledge-search';

let fresh: FreshDatabase;
let search: KnowledgeSearch;
let knows: IndexedPassages;

const newSearch = () => new KnowledgeSearch({ database: fresh.database, embedder: null, log: openLog('silent') });

beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 20 });
  search = newSearch();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  knows = await IndexedPassages.open(fresh.database);
});

const find = (query: string, options: { indexId?: string; by?: KnowledgeSearch } = {}) =>
  (options.by ?? search).find({ botId: knows.botId, indexId: options.indexId, query, limit: 10 });
const texts = async (query: string, options = {}) => (await find(query, options)).map(({ text }) => text);

describe('what is found', () => {
  it('is as new as the database: added, replaced and removed', async () => {
    expect(await texts('доставка')).toEqual([]);
    const [id = ''] = await knows.put([{ text: 'Доставка бесплатна.' }]);
    expect(await texts('доставка')).toEqual(['Доставка бесплатна.']);
    await knows.put([{ id, text: 'Доставка стоит денег.' }]);
    expect(await texts('доставка')).toEqual(['Доставка стоит денег.']);
    await knows.put([{ text: 'Оплата при доставке.' }]);
    expect(await texts('доставка')).toHaveLength(2);
    await knows.remove(id);
    expect(await texts('доставка')).toEqual(['Оплата при доставке.']);
  });

  it('is what another process has changed', async () => {
    const other = newSearch();
    await other.warm(knows.botId);
    await knows.put([{ text: 'Гарантия два года.' }]);
    expect(await texts('гарантия', { by: other })).toEqual(['Гарантия два года.']);
  });

  it('comes from the version in force, or from the one that is asked for', async () => {
    await knows.put([{ text: 'Старый тариф.' }]);
    const first = await knows.activeIndex();
    const second = await knows.newIndex({ number: 2 });
    await knows.put([{ text: 'Новый тариф.' }], second);
    expect(await texts('тариф')).toEqual(['Старый тариф.']);
    expect(await texts('тариф', { indexId: second })).toEqual(['Новый тариф.']);
    await knows.activate(second);
    expect(await texts('тариф')).toEqual(['Новый тариф.']);
    expect(await texts('тариф', { indexId: first })).toEqual(['Старый тариф.']);
  });

  it('never comes from the index of another bot', async () => {
    await knows.put([{ text: 'Секретная канарейка.' }]);
    const theirs = await knows.activeIndex();
    knows = await IndexedPassages.open(fresh.database);
    expect(await texts('канарейка', { indexId: theirs })).toEqual([]);
  });

  it('is whole for everybody who asks while the index changes', async () => {
    const documents = Array.from({ length: 300 }, (_, i) => ({ text: `Пункт ${i}: тариф и доставка.` }));
    const writes = [0, 100, 200].map((from) => knows.put(documents.slice(from, from + 100)));
    const asked = Promise.all(Array.from({ length: 12 }, () => texts('тариф')));
    await Promise.all(writes);
    for (const found of await asked) expect([0, 10]).toContain(found.length);
    expect(await texts('пункт 299')).toContain('Пункт 299: тариф и доставка.');
  });

  it('was written before passages had terms', async () => {
    await knows.put([{ heading: 'Возврат', text: 'Четырнадцать дней.' }]);
    await fresh.database.prisma.passage.updateMany({ where: { botId: knows.botId }, data: { terms: Buffer.alloc(0) } });
    expect(await texts('возврат')).toEqual(['Четырнадцать дней.']);
  });

  it('changes in a large index without building it anew', async () => {
    const many = Array.from({ length: 4_500 }, (_, i) => ({ text: `Пункт номер${i} о доставке.` }));
    const ids: string[] = [];
    for (let from = 0; from < many.length; from += 500) ids.push(...(await knows.put(many.slice(from, from + 500))));
    expect((await texts('номер4400'))[0]).toBe('Пункт номер4400 о доставке.');
    await knows.put([{ text: 'Канарейка поёт.' }]);
    expect(await texts('канарейки')).toEqual(['Канарейка поёт.']);
    await knows.remove(ids[4_400] ?? '');
    expect(await texts('номер4400')).not.toContain('Пункт номер4400 о доставке.');
    await knows.put([{ id: ids[7] ?? '', text: 'Пингвин плывёт.' }]);
    expect(await texts('пингвины')).toEqual(['Пингвин плывёт.']);
    expect(await texts('номер7')).not.toContain('Пункт номер7 о доставке.');
  }, 180_000);
});

describe('a word is found', () => {
  it.each([
    ['with a slip of the fingers', 'сколкьо стоит доствака', 'Доставка бесплатна.'],
    ['with a slip and another ending', 'про достваку', 'Доставка бесплатна.'],
    ['typed on the other keyboard', 'ljcnfdrf', 'Доставка бесплатна.'],
    ['written by its sound', 'dostavka', 'Доставка бесплатна.'],
    ['as another part of speech', 'гарантийный случай', 'Гарантия два года.'],
    ['in an irregular form', 'who has written it', 'Tolstoy wrote a novel.'],
    ['by another word of the same sense', 'what is the price', 'The cost is ten dollars.'],
  ])('%s', async (_, query, text) => {
    const others = ['Оплата картой.', 'Часы работы магазина.', 'We accept cards.'];
    await knows.put(
      [
        'Доставка бесплатна.',
        'Гарантия два года.',
        'Tolstoy wrote a novel.',
        'The cost is ten dollars.',
        ...others,
      ].map((one) => ({ text: one })),
    );
    expect((await texts(query))[0]).toBe(text);
  });
});

describe('the reasons', () => {
  it('are the words that were found, as what, and where', async () => {
    await knows.put([{ heading: 'Доставка', text: 'Курьер привезёт за день.' }, { text: 'Оплата картой.' }]);
    const [hit] = await find('доставка курьеором');
    expect(hit?.why).toEqual({
      words: ['доставка'],
      similar: [{ asked: 'курьеором', found: 'курьер' }],
      heading: true,
      byWords: hit?.score,
      byMeaning: null,
    });
  });

  it('are weak for a question about something else, though a usual word is there', async () => {
    await knows.put(
      ['Доставка заказа бесплатна.', 'Заказ можно отменить.', 'Заказ хранится семь дней.', 'Оплата заказа картой.'].map(
        (text) => ({ text }),
      ),
    );
    const [right] = await find('сколько дней хранится заказ');
    const [wrong] = await find('можно ли заказ пиццы с ананасами в Воронеже');
    expect(right?.score).toBeGreaterThan(0.3);
    expect(wrong?.score ?? 0).toBeLessThan((right?.score ?? 0) / 2);
  });
});
