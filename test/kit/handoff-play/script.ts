import {
  type Command,
  type DeskCommand,
  deskMoves,
  dialogueCount,
  type OperatorName,
  operatorNames,
  type UserCommand,
} from './commands';
import type { Random } from './random';

/** What happens at once, and how much time passes before it. */
export interface Batch {
  readonly minutes: number;
  readonly commands: readonly Command[];
}

// How often who acts, and what they do then.
const actors = { desk: 50, user: 20, bot: 20, clock: 10 } as const;
// Now and then nobody is at the desk for a while: only then does anybody wait until they are given up.
const actorsAtNight = { desk: 0, user: 25, bot: 20, clock: 55 } as const;
const quietBatches = 12;
const texts = {
  question: 30,
  '/operator': 5,
  '/bot': 6,
  '/message': 2,
  '/rate 5': 1,
  '/rate 2': 1,
  '/help': 1,
} as const;
const turns = { begin: 6, answer: 10, 'hand over': 1, fail: 1 } as const;
const presences = ['ONLINE', 'ONLINE', 'AWAY', 'OFFLINE'] as const;
const questions = ['Когда приедет посылка номер', 'When will you bring the parcel number'] as const;

// Past the reminders, the offer, the time for an answer; the last one is past everything.
const stretches = [0.5, 1, 3, 7, 11, 16, 1_441, 1_441] as const;
const largestBatch = 24;

/** Makes up what happens, from a seed alone: what came of it changes nothing of what comes next. */
export class Script {
  private number = 0;
  private quiet = 0;
  /** Who does most at the moment; else nobody would get on with what they have. */
  private keen: OperatorName = 'Maria';

  constructor(private readonly random: Random) {}

  /** What happens next: sometimes one thing, mostly a crowd around one dialogue. */
  batch(): Batch {
    const { random } = this;
    this.quiet = random.percent(2) ? quietBatches : Math.max(0, this.quiet - 1);
    const size = random.percent(20) ? 1 : 1 + random.below(largestBatch);
    const hot = random.below(dialogueCount);
    const commands = Array.from({ length: size }, () =>
      this.command(random.percent(50) ? hot : random.below(dialogueCount)),
    );
    return { minutes: random.percent(this.quiet > 0 ? 80 : 30) ? random.of(stretches) : 0, commands };
  }

  private command(dialogue: number): Command {
    const { random } = this;
    const by = random.weighed(this.quiet > 0 ? actorsAtNight : actors);
    if (by === 'desk') return this.deskCommand(dialogue);
    if (by === 'user') return this.userCommand(dialogue);
    if (by === 'bot') return { by, does: random.weighed(turns), dialogue };
    return random.percent(60) ? { by, does: 'look', dialogue } : { by, does: 'assign' };
  }

  private userCommand(dialogue: number): UserCommand {
    const said = this.random.weighed(texts);
    this.number += 1;
    const text = said === 'question' ? `${questions[dialogue % 2]} ${this.number}?` : said;
    return { by: 'user', does: 'write', dialogue, text, number: this.number };
  }

  private deskCommand(dialogue: number): Command {
    const { random } = this;
    if (random.percent(5)) this.keen = random.of(operatorNames);
    const by = random.percent(60) ? this.keen : random.of(operatorNames);
    if (random.percent(8)) return { by, does: 'presence', presence: random.of(presences) };
    const does: DeskCommand['does'] = random.weighed(deskMoves);
    return { by, does, dialogue, to: random.of(operatorNames.filter((name) => name !== by)) };
  }
}
