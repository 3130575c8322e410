import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { newId } from '../infra/ids';
import type { LaneOutcome } from '../infra/lanes';
import { openLog } from '../infra/log';
import { ModelAway } from '../language-model/language-model';
import type { DeskStep, DeskTry, DeskWork } from './desk-step';
import { DeskWorker } from './desk-worker';
import { Tries } from './tries';

/** A step with one piece of work, which ends as told. */
class LedStep implements DeskStep {
  readonly tries: DeskTry[] = [];

  constructor(
    private readonly key: string,
    private readonly end: (tries: number) => boolean | Error,
  ) {}

  async due(): Promise<readonly DeskWork[]> {
    return [{ key: this.key, run: (one) => this.run(one) }];
  }

  private async run(one: DeskTry): Promise<boolean> {
    this.tries.push(one);
    const end = this.end(this.tries.length);
    if (typeof end === 'boolean') return end;
    throw end;
  }
}

let fresh: FreshDatabase;
let lane: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  const { prisma } = fresh.database;
  const [bot, user] = [newId('bot'), newId('user')];
  await prisma.bot.create({
    data: { id: bot, slug: 'desk', name: 'Desk', defaultLanguage: 'ru', languages: ['ru'], personas: [] },
  });
  await prisma.user.create({
    data: { id: user, channel: 'API', realm: 'test', externalId: '1', displayName: 'Anna', language: 'ru' },
  });
  lane = newId('dialogue');
  await prisma.dialogue.create({ data: { id: lane, botId: bot, userId: user, language: 'ru', persona: 'desk' } });
});
afterAll(() => fresh.drop());

function work(steps: readonly DeskStep[], tries = new Tries()): () => Promise<LaneOutcome> {
  const worker = new DeskWorker({ database: fresh.database, steps, tries, log: openLog('silent') });
  return () => worker.work({ lane, attempts: 1, signal: new AbortController().signal });
}

describe('the desk worker', () => {
  it('does what is due once, however often it is woken', async () => {
    const step = new LedStep('a', () => true);
    const again = work([step]);
    expect(await again()).toEqual({ again: false });
    expect(await again()).toEqual({ again: false });
    expect(step.tries).toHaveLength(1);
  });

  it('does the rest when the model is away for one, and tries that again: not before its time, and in the end without the model', async () => {
    const [away, other] = [new LedStep('a', () => new ModelAway('gone')), new LedStep('b', () => true)];
    let now = 0;
    const again = work([away, other], new Tries([30], () => now));
    expect(await again()).toEqual({ dueInMs: 30 });
    expect(other.tries).toHaveLength(1);
    now = 29;
    expect(await again()).toEqual({ dueInMs: 1 });
    expect(away.tries).toHaveLength(1);
    now = 30;
    expect(await again()).toEqual({ again: false });
    expect(away.tries.map((one) => one.last)).toEqual([false, true]);
    expect(await again()).toEqual({ again: false });
    expect(other.tries).toHaveLength(1);
  });

  it('leaves a fault of ours to the queue, after all else is done', async () => {
    const [broken, other] = [
      new LedStep('a', (tries) => (tries === 1 ? new TypeError('oops') : true)),
      new LedStep('b', () => true),
    ];
    const again = work([broken, other]);
    await expect(again()).rejects.toThrow('oops');
    expect(other.tries).toHaveLength(1);
    expect(await again()).toEqual({ again: false });
    expect(broken.tries).toHaveLength(2);
  });

  it('has nothing to do for a dialogue that is gone', async () => {
    const step = new LedStep('a', () => true);
    const worker = new DeskWorker({
      database: fresh.database,
      steps: [step],
      tries: new Tries(),
      log: openLog('silent'),
    });
    const lease = { lane: newId('dialogue'), attempts: 1, signal: new AbortController().signal };
    expect(await worker.work(lease)).toEqual({ again: false });
    expect(step.tries).toEqual([]);
  });
});
