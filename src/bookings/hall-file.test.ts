import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { readHallFile } from './hall-file';

const shipped = path.join(__dirname, '../../bots/halls/halls.yaml');

describe('A file of halls', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'besedka-halls-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const withFirst = (changes: object) => {
    const file = path.join(folder, 'halls.yaml');
    const [first, ...others] = parse(readFileSync(shipped, 'utf8')).halls;
    writeFileSync(file, stringify({ halls: [{ ...first, ...changes }, ...others] }));
    return readHallFile(file);
  };

  it('comes with three halls, each told in both languages', async () => {
    const halls = await readHallFile(shipped);
    expect(halls.map(({ slug }) => slug)).toEqual(['blue', 'loft', 'grand']);
    for (const { names, descriptions, rules } of halls) {
      for (const texts of [names, descriptions, rules]) expect(Object.keys(texts)).toEqual(['ru', 'en']);
    }
  });

  it('that is not there has no halls', async () => {
    expect(await readHallFile(path.join(folder, 'none.yaml'))).toEqual([]);
  });

  it('may leave out what is usual', async () => {
    const [hall] = await withFirst({ aliases: undefined, stepMinutes: undefined, minMinutes: undefined });
    expect(hall).toMatchObject({ aliases: [], stepMinutes: 30, minMinutes: 60 });
  });

  it.each([
    ['opens before it closes', { openingHours: { mon: ['22:00', '09:00'] } }],
    ['timeZone', { timeZone: 'Moscow' }],
    ['pricePerHour', { pricePerHour: 2500.5 }],
    ['currency', { currency: 'rubles' }],
    ['minMinutes', { minMinutes: 900 }],
    ['stepMinutes', { stepMinutes: 50 }],
    ['Unrecognized key', { prise: 1 }],
  ])('stops the start with its name and the fault: %s', async (fault, changes) => {
    await expect(withFirst(changes)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(new RegExp(`halls\\.yaml: [^]*${fault}`)),
    });
  });
});
