import type { PoolClient } from 'pg';
import { analystDocument, analystSection, codeOf, rowsOf } from './kit/analyst-folder';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database';

let fresh: FreshDatabase;
let client: PoolClient;

/** The tables of the document, in an order in which each comes after those that it refers to. */
function tables(): string[] {
  const left = codeOf(analystDocument('database', 'en'));
  const made = new Set<string>();
  const ordered: string[] = [];
  while (left.length > 0) {
    const at = left.findIndex((code) =>
      [...code.matchAll(/REFERENCES (\w+)/g)].every(([, name = '']) => made.has(name)),
    );
    expect(at).toBeGreaterThanOrEqual(0);
    const [code = ''] = left.splice(at, 1);
    made.add(/CREATE TABLE (\w+)/.exec(code)?.[1] ?? '');
    ordered.push(code);
  }
  return ordered;
}

beforeAll(async () => {
  fresh = await freshDatabase();
  client = await fresh.database.pool.connect();
  await client.query('create schema dwh');
  await client.query('set search_path = dwh');
  for (const code of tables()) await client.query(code);
});
afterAll(async () => {
  client.release(true);
  await fresh.drop();
});

/** What the database says of keys: the table, its columns, and for foreign keys the table that they lead to. */
async function keys(type: 'p' | 'f'): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `select conrelid::regclass || ': ' || string_agg(attname, ', ' order by position)
       || case when contype = 'f' then ' → ' || confrelid::regclass else '' end as line
     from pg_constraint, unnest(conkey) with ordinality as key(number, position), pg_attribute
     where contype = $1 and connamespace = 'dwh'::regnamespace and attrelid = conrelid and attnum = number
     group by conrelid, confrelid, contype, conname`,
    [type],
  );
  return rows.map(({ line }) => line).toSorted((a, b) => (a < b ? -1 : 1));
}

describe('the database schema of the bank', () => {
  it('has the primary keys that the document lists', async () => {
    const listed = rowsOf(analystSection('database', 'Database schema')).map(([table, , key]) => `${table}: ${key}`);
    expect(listed.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(await keys('p'));
  });

  it('has the foreign keys that the document lists', async () => {
    const listed = rowsOf(analystSection('database', 'Primary and foreign keys')).flatMap(([names = '', links = '']) =>
      names.split(', ').flatMap((table) => links.split(', ').map((link) => `${table}: ${link}`)),
    );
    expect(listed.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(await keys('f'));
  });
});

describe('the SQL examples', () => {
  const examples = analystDocument('sql', 'en')
    .split(/^## /m)
    .slice(1)
    .map((section) => ({ name: section.split('\n')[0] ?? '', queries: codeOf(section) }));

  it.each(examples)('run in that database: $name', async ({ queries }) => {
    expect(queries).toHaveLength(1);
    for (const query of queries) expect((await client.query(query)).fields.length).toBeGreaterThan(0);
  });

  it('are enough', () => expect(examples.length).toBeGreaterThanOrEqual(8));

  it('add up the money of a client, and neither debts nor what is closed', async () => {
    await client.query(`
      insert into segments values ('MASS', 'Mass', 6);
      insert into products values ('P', 'GFS Giro', 'Everyday', null);
      insert into clients (client_id, full_name, birth_date, client_type, segment_code, employment_type, housing_type, registered_at)
        values (7, 'Client', '1990-01-01', 'SALARY', 'MASS', 'permanent', 'rent', now());
      insert into accounts
        select n, 7, 'P', type, 'DE' || n, status, '2020-01-01', null
        from (values (1, 'CUR', 'ACTIVE'), (2, 'SAV', 'ACTIVE'), (3, 'CRD', 'ACTIVE'), (4, 'TRM', 'CLOSED'), (5, 'CUR', 'ACTIVE'))
          as account (n, type, status);
      insert into account_balances
        select n, day, balance, balance
        from (values (1, 100), (2, 200), (3, -50), (4, 1000), (5, -30)) as account (n, balance),
          (values (date '2025-12-31'), (date '2025-12-30')) as days (day)`);
    const run = async (heading: string) =>
      (await client.query(codeOf(analystSection('sql', `SQL query: ${heading}`))[0] ?? '')).rows;
    expect(await run('total of account balances')).toEqual([{ client_id: '7', total_balance: '300.00' }]);
    const [average] = await run('average balance of a client');
    expect(Number(average.avg_balance_90d)).toBe(300);
    expect(await run('clients with savings')).toEqual([]);
  });
});
