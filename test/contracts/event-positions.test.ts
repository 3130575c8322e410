import { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from '../kit/fresh-database';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 25 });
});

afterAll(async () => {
  await fresh.drop();
});

async function session(): Promise<Client> {
  const client = new Client({ connectionString: fresh.url });
  await client.connect();
  return client;
}

const insert = `insert into events (kind, dialogue_id) values ('DIALOGUE_CHANGED', $1)`;

async function positions(prefix: string): Promise<Record<string, number>> {
  const { rows } = await fresh.database.pool.query<{ id: string; position: string }>(
    'select dialogue_id as id, position from events where starts_with(dialogue_id, $1)',
    [prefix],
  );
  return Object.fromEntries(rows.map(({ id, position }) => [id, Number(position)]));
}

describe('positions of events', () => {
  it('follow the order of commits, not of inserts', async () => {
    const [early, late] = await Promise.all([session(), session()]);
    await early.query('begin');
    await early.query(insert, ['order-early']);
    await late.query('begin');
    await late.query(insert, ['order-late']);
    await late.query('commit');
    await early.query('commit');
    await Promise.all([early.end(), late.end()]);

    const given = await positions('order-');
    expect(given['order-late']).toBeLessThan(given['order-early']!);
  });

  it('do not make an open transaction hold up the commits of others', async () => {
    const open = await session();
    await open.query('begin');
    await open.query(insert, ['open-1']);

    await fresh.database.pool.query(insert, ['open-2']);
    expect(await positions('open-')).toEqual({ 'open-2': expect.any(Number) });

    await open.query('commit');
    await open.end();
    expect(Object.keys(await positions('open-'))).toHaveLength(2);
  });

  it('keep the order of inserts inside one transaction', async () => {
    await fresh.database.transaction(async (tx) => {
      for (const id of ['inside-1', 'inside-2', 'inside-3']) {
        await tx.event.create({ data: { kind: 'MESSAGE_ADDED', dialogueId: id } });
      }
    });

    const given = await positions('inside-');
    expect(given['inside-2']).toBe(given['inside-1']! + 1);
    expect(given['inside-3']).toBe(given['inside-2']! + 1);
  });

  it('leave no gap for a reader who reads on from the last one while twenty write', async () => {
    const writers = 20;
    const each = 25;
    let writing = true;
    const read: string[] = [];
    let last = 0n;
    const readOn = async () => {
      const { rows } = await fresh.database.pool.query<{ position: string; id: string }>(
        `select position, dialogue_id as id from events
         where position > $1 and starts_with(dialogue_id, 'many-') order by position`,
        [last],
      );
      for (const { position, id } of rows) {
        read.push(id);
        last = BigInt(position);
      }
    };
    const reader = (async () => {
      while (writing) await readOn();
      await readOn();
    })();

    const write = async (writer: number) => {
      for (let n = 0; n < each; n++) {
        await fresh.database.transaction(async (tx) => {
          await tx.event.create({ data: { kind: 'MESSAGE_ADDED', dialogueId: `many-${writer}-${n}` } });
          // Some transactions stay open longer than others, so that inserts and commits come in different orders.
          if (n % 3 === 0) await tx.$queryRaw`select pg_sleep(random() * 0.01)::text`;
        });
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    writing = false;
    await reader;

    expect(read).toHaveLength(writers * each);
    expect(new Set(read).size).toBe(writers * each);
  });
});
