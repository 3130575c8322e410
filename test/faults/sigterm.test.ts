import { DialogueLoad } from '../kit/dialogue-load';
import { openSpawnedHouse, type SpawnedHouse } from '../kit/spawned-house';
import { until } from '../kit/until';

const longestStopMs = 30_000;

describe('faults: SIGTERM in the middle of work', () => {
  let house: SpawnedHouse;

  beforeAll(async () => {
    house = await openSpawnedHouse();
  }, 180_000);
  afterAll(() => house?.close());
  beforeEach(() => {
    house.model.control.reset();
    house.model.control.echo = true;
  });

  const running = () => house.model.control.requests.filter(({ outcome }) => outcome === 'running').length;

  /** What /readyz says; 0 when nobody listens any more. */
  const readiness = async (): Promise<number> => {
    try {
      return (await fetch(`${house.product.url}/readyz`)).status;
    } catch {
      return 0; // refused: the server is closed
    }
  };

  it('says that it is not ready, finishes what is under way, ends with 0, and has lost and doubled nothing', async () => {
    const load = new DialogueLoad(house, { dialogues: 60, messages: 3, firstChat: 900_000 });
    house.model.control.paceMs = 300;
    const all = load.bringAll();
    await until('the model is answering several', () => running() >= 8, 60_000);
    expect(await readiness()).toBe(200);
    house.product.signal('SIGTERM');
    const ended = house.product.ending();
    await until('not ready', async () => (await readiness()) !== 200, 60_000);
    const { code, ms } = await ended;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(longestStopMs);
    const cut = house.model.control.requests.filter(({ outcome }) => outcome === 'client left').length;
    process.stderr.write(`SIGTERM: ended in ${Math.round(ms)} ms, ${cut} answers were cut\n`);
    expect(cut).toBe(0);
    house.model.control.paceMs = 0;
    await house.product.start();
    await all;
    await load.settled(60_000);
    expect(load.wrong()).toEqual([]);
    expect(load.doubled()).toEqual([]);
  }, 180_000);

  it('puts back what does not come to an end, and it is answered after the next start', async () => {
    const load = new DialogueLoad(house, { dialogues: 4, messages: 1, firstChat: 910_000 });
    house.model.control.failNext({ kind: 'silent' }, 1_000);
    await load.bringAll();
    await until('the model is silent to all of them', () => running() === 4);
    const { code, ms } = await house.product.stop();
    process.stderr.write(`SIGTERM with a silent model: ended with ${code} in ${Math.round(ms)} ms\n`);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(longestStopMs);
    house.model.control.reset();
    house.model.control.echo = true;
    await house.product.start();
    await load.settled(60_000);
    expect(load.wrong()).toEqual([]);
    expect(load.doubled()).toEqual([]);
  }, 180_000);
});
