import type { Command, DeskCommand } from './commands';
import { type Deed, type DialogueEntry, type Diary, type HandoffEntry, inWords } from './diary';
import { Holdings } from './holdings';
import { isOperator, moveOf, outcomeOf, passageName, type Standing } from './law';
import { Ledger } from './ledger';
import type { Result } from './players';
import type { Stage } from './stage';

/** A command and what came of it. */
export interface Told {
  readonly command: Command;
  readonly result: Result;
}

interface Stored {
  readonly dialogue: DialogueEntry;
  readonly open: readonly HandoffEntry[];
  /** Its place among those of its bot that are as it is. */
  readonly place: number;
  /** Which operators are there. */
  readonly present: readonly string[];
}

const storedSql = `
  select to_jsonb(d) as dialogue, open, row_number() over (
    partition by d.bot_id, d.status order by (open->0->>'requested_at')::timestamptz, open->0->>'id')::int as place,
    array(select name from operators where presence = 'ONLINE') as present
  from dialogues d cross join lateral (
    select coalesce(jsonb_agg(h), '[]') as open from handoffs h where h.dialogue_id = d.id and h.ended_at is null) handoffs`;

/** Watches a play and says, after each batch, what should not have happened. */
export class Judge {
  /** How often each passage was made. */
  readonly passages = new Map<string, number>();
  private readonly ledgers: ReadonlyMap<string, Ledger>;
  private readonly holdings: Holdings;
  private batch = 0;

  constructor(
    private readonly stage: Stage,
    private readonly diary: Diary,
  ) {
    this.ledgers = new Map(stage.dialogueIds.map((id) => [id, new Ledger(stage.operators)]));
    this.holdings = new Holdings(stage.operators);
  }

  /** What is wrong after a batch of which all is over. */
  async faultsOf(told: readonly Told[]): Promise<string[]> {
    this.batch += 1;
    for (const { command } of told) {
      if (command.does === 'presence' && command.presence === 'ONLINE') this.holdings.meet(command.by);
    }
    const seen = new Map([...this.ledgers].map(([id, { standing }]) => [id, [standing]]));
    const deeds = await this.diary.read();
    const faults = deeds.flatMap((deed) => {
      const wrong = this.take(deed);
      seen.get(deed.dialogueId)?.push(this.ledger(deed.dialogueId).standing);
      return wrong.map((fault) => `${fault}: ${inWords(deed)}`);
    });
    const results = told.flatMap((one) => this.faultsOfResult(one, seen));
    return [...faults, ...results, ...this.faultsOfClaims(told, deeds), ...(await this.faultsOfState())];
  }

  private take(deed: Deed): string[] {
    const ledger = this.ledger(deed.dialogueId);
    const before = ledger.standing;
    const faults = ledger.take(deed);
    if (deed.passages.length === 0) return faults;
    const name = passageName(deed.by, `${before.status} > ${ledger.standing.status}`);
    this.passages.set(name, (this.passages.get(name) ?? 0) + 1);
    return [...faults, ...this.holdings.take(deed, ledger.standing, this.batch)];
  }

  /** A result must be right for one of the states in which the dialogue was meanwhile. */
  private faultsOfResult({ command, result }: Told, seen: ReadonlyMap<string, readonly Standing[]>): string[] {
    const line = `${JSON.stringify(command)} comes to ${result}`;
    if (result === 'idle') return [];
    if (!isDesk(command)) return result === 'ok' ? [] : [line];
    // Of two who take one suggestion the second one comes too late.
    if (command.does === 'take' && result === 'CONFLICT') return [];
    const standings = seen.get(this.dialogueId(command)) ?? [];
    if (standings.some((standing) => outcomeOf(command, standing) === result)) return [];
    return [`${line} where the dialogue was ${standings.map(({ status, holder }) => holder ?? status).join(', ')}`];
  }

  /** Who is told that they have done something has done it, and nobody else. */
  private faultsOfClaims(told: readonly Told[], deeds: readonly Deed[]): string[] {
    const done = deeds.flatMap(({ by, dialogueId, passages, messages }) => {
      if (!isOperator(by)) return [];
      const moves = passages.map(({ from, to }) => moveOf(by, this.standingOf(from), this.standingOf(to)));
      const words = messages.filter(({ role }) => role === 'OPERATOR').map(() => 'speak');
      return [...moves, ...words].map((move) => `${by} ${move} ${dialogueId}`);
    });
    const claimed = told.flatMap(({ command, result }) => {
      if (!isDesk(command) || result !== 'ok' || command.does === 'note' || command.does === 'amend') return [];
      const move = command.does === 'reply' || command.does === 'take' ? 'speak' : command.does;
      return [`${command.by} ${move} ${this.dialogueId(command)}`];
    });
    const count = (all: readonly string[], one: string) => all.filter((each) => each === one).length;
    return [...new Set([...done, ...claimed])].flatMap((one) => {
      const [made, heard] = [count(done, one), count(claimed, one)];
      // To ask again for what is done already is no fault, and no deed.
      const repeatable = / (?:accept|request) /.test(one);
      return made === heard || (repeatable && made < heard) ? [] : [`${one}: ${made} times done, ${heard} times told`];
    });
  }

  private async faultsOfState(): Promise<string[]> {
    const { pool } = this.stage.database;
    const { rows } = await pool.query<Stored>({ name: 'stored', text: storedSql });
    this.holdings.settle(rows[0]?.present ?? []);
    const faults = rows.flatMap(({ dialogue, open }) => {
      const several = open.length > 1 ? [`has ${open.length} open handoffs`] : [];
      return [...several, ...this.ledger(dialogue.id).compare(dialogue, open[0] ?? null)].map(
        (fault) => `${dialogue.id} ${fault}`,
      );
    });
    return [...faults, ...(await this.faultsOfPlaces(rows))];
  }

  private async faultsOfPlaces(rows: readonly Stored[]): Promise<string[]> {
    const waiting = rows.filter(({ dialogue }) => dialogue.status === 'WAITING');
    const ids = rows.flatMap(({ open }) => open.map(({ id }) => id));
    const told = await this.stage.processes.clock.domain.queue.positions(ids);
    const right = waiting.every(({ open, place }) => told.get(open[0]?.id ?? '') === place);
    const places = waiting.map(({ open, place }) => `${open[0]?.id} ${place}`).join(', ');
    return right && told.size === waiting.length ? [] : [`of ${places} the queue says ${JSON.stringify([...told])}`];
  }

  private standingOf({ status, operator_id }: DialogueEntry): Standing {
    return { status, holder: Object.values(this.stage.operators).find(({ id }) => id === operator_id)?.name ?? null };
  }

  private ledger(dialogueId: string): Ledger {
    return this.ledgers.get(dialogueId)!;
  }

  private dialogueId({ dialogue }: DeskCommand): string {
    return this.stage.dialogueIds[dialogue]!;
  }
}

function isDesk(command: Command): command is DeskCommand {
  return isOperator(command.by) && command.does !== 'presence';
}
