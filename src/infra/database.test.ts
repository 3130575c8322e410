import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

describe('database', () => {
  it('finds Russian words by their stems and by their likeness', async () => {
    const { rows } = await fresh.database.pool.query(
      `select to_tsvector('russian', 'Доставка заказов')::text as words`,
    );
    expect(rows).toEqual([{ words: `'доставк':1 'заказ':2` }]);
  });
});
