import { Diary } from '../kit/handoff-play/diary';
import { faultsOfAll } from '../kit/handoff-play/epilogue';
import { Judge } from '../kit/handoff-play/judge';
import { allPassages } from '../kit/handoff-play/law';
import { Players } from '../kit/handoff-play/players';
import { Random } from '../kit/handoff-play/random';
import { Script } from '../kit/handoff-play/script';
import { openStage, type Stage } from '../kit/handoff-play/stage';

// The same seed makes up the same commands; who comes first within a batch is up to the machine.
const seed = Number(process.env['HANDOFF_SEED'] ?? Date.now() % 1_000_000);
const steps = Number(process.env['HANDOFF_STEPS'] ?? 20_000);

describe('three operators, eight users, the bot and the clock, all at once', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterAll(async () => {
    await stage?.close();
  });

  it(`keep every promise of the handoff (HANDOFF_SEED=${seed} HANDOFF_STEPS=${steps})`, async () => {
    const diary = new Diary(stage.database);
    await diary.open();
    const [script, players, judge] = [new Script(new Random(seed)), new Players(stage), new Judge(stage, diary)];
    let done = 0;
    for (let batch = 1; done < steps; batch++) {
      const { minutes, commands } = script.batch();
      if (minutes > 0) await players.passTime(minutes);
      const told = await Promise.all(
        commands.map(async (command) => ({ command, result: await players.carryOut(command) })),
      );
      const faults = await judge.faultsOf(told);
      if (faults.length > 0) {
        const story = told.map(({ command, result }) => `${JSON.stringify(command)} → ${result}`);
        expect({ seed, batch, minutes, story, faults }).toMatchObject({ faults: [] });
      }
      done += told.filter(({ result }) => result !== 'idle').length;
    }
    expect(await faultsOfAll(stage.database)).toEqual([]);
    // A play in which little happens proves little.
    expect([...judge.passages.keys()].toSorted()).toEqual([...allPassages].toSorted());
  }, 600_000);
});
