import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type FreshDatabase, freshDatabase } from '../kit/fresh-database';

const root = path.join(__dirname, '../..');
const bin = path.join(root, 'node_modules/.bin');
let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

/** Runs Prisma's own command line with the engine of tools/schema-engine.mjs. */
async function prisma(...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env['PATH']}`,
    DATABASE_URL: fresh.url,
    PRISMA_HIDE_UPDATE_MESSAGE: 'true',
  };
  const { stdout } = await promisify(execFile)(path.join(bin, 'prisma'), args, { cwd: root, env });
  return stdout;
}

describe('the command line of Prisma', () => {
  it('finds nothing to do after the program has migrated', async () => {
    expect(await prisma('migrate', 'status')).toContain('Database schema is up to date');
  });

  it('compares the migrations with the schema in a shadow database', async () => {
    const same = ['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma', '--exit-code'];
    expect(await prisma('migrate', 'diff', ...same)).toContain('No difference detected');
    await expect(prisma('migrate', 'diff', '--from-empty', ...same.slice(2))).rejects.toMatchObject({ code: 2 });
    const { rows } = await fresh.database.pool.query(`select datname from pg_database where datname like '%shadow%'`);
    expect(rows).toEqual([]);
  });

  it('passes on what the database says', async () => {
    const script = ['db', 'execute', '--file', 'test/contracts/wrong.sql'];
    await expect(prisma(...script)).rejects.toMatchObject({ stderr: expect.stringContaining('no_such_table') });
  });
});
