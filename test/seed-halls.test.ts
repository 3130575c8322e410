import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { slotFault } from '../src/bookings/calendar.rules';
import { hallOf } from '../src/bookings/hall';
import { builtProgram } from './kit/built-program';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database';

const root = path.join(__dirname, '..');

describe('npm run seed:halls', () => {
  let fresh: FreshDatabase | undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'besedka-seed-'));

  beforeAll(async () => {
    await builtProgram();
    fresh = await freshDatabase();
  }, 180_000);
  afterAll(async () => {
    await fresh?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function seed(): Promise<string> {
    const { PATH, HOME, TMPDIR } = process.env;
    const env = { PATH, HOME, TMPDIR, DATABASE_URL: fresh!.url, SECRET_KEY: 'a secret of tests', DATA_DIR: folder };
    const child = spawn(process.execPath, [path.join(root, 'tools/seed-halls.mjs')], { cwd: root, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
    const [code] = await once(child, 'close');
    expect([code, said]).toEqual([0, expect.stringMatching(/^3 halls; /)]);
    return said;
  }

  it('makes three halls and bookings of the next ten days that keep their rules, and nothing more when it is run again', async () => {
    const { prisma } = fresh!.database;
    const [before] = await prisma.$queryRaw<{ now: Date }[]>`select now() as now`;
    const first = await seed();
    const halls = new Map((await prisma.hall.findMany()).map((row) => [row.id, hallOf(row)]));
    const bookings = await prisma.booking.findMany({ include: { occupancy: true } });
    expect([...halls.values()].map(({ slug }) => slug).toSorted()).toEqual(['blue', 'grand', 'loft']);
    expect(bookings.length).toBeGreaterThan(15);
    expect(first).toContain(`${bookings.length} new bookings`);
    for (const { hallId, startsAt, endsAt, status, occupancy } of bookings) {
      expect(slotFault(halls.get(hallId)!, { startsAt, endsAt }, before!.now)).toBeNull();
      expect(+startsAt - +before!.now).toBeLessThan(11 * 86_400_000);
      expect(['PAID', 'AWAITING_PAYMENT']).toContain(status);
      expect(occupancy).toMatchObject({ startsAt, endsAt });
    }
    expect(new Set(bookings.map(({ hallId }) => hallId)).size).toBe(3);
    expect(new Set(bookings.map(({ status }) => status)).size).toBe(2);
    const again = await seed();
    // The first run may have been yesterday's by the clock of the halls; the one after it then finds all of its days.
    if (again.includes('; 0 new')) expect(await prisma.booking.count()).toBe(bookings.length);
    else expect(await seed()).toContain('; 0 new');
    expect(await prisma.hall.count()).toBe(3);
  }, 180_000);
});
