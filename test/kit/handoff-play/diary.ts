import type { Database } from '../../../src/infra/database';
import type { Actor } from './commands';

/** A dialogue as the diary saw it. */
export interface DialogueEntry {
  readonly id: string;
  readonly status: 'BOT' | 'WAITING' | 'OPERATOR' | 'CLOSED';
  readonly operator_id: string | null;
  readonly epoch: number;
  readonly next_seq: number;
  readonly settled_seq: number;
  readonly language: string;
}

/** A handoff as the diary saw it. */
export interface HandoffEntry {
  readonly id: string;
  readonly dialogue_id: string;
  readonly operator_id: string | null;
  readonly assigned: boolean;
  readonly passed_over: readonly string[];
  readonly requested_at: string;
  readonly waiting_since: string;
  readonly reminders: number;
  readonly offered_at: string | null;
  readonly left_message_at: string | null;
  readonly accepted_at: string | null;
  readonly given_at: string | null;
  readonly ended_at: string | null;
  readonly outcome: string | null;
  readonly rating: number | null;
  readonly last_question: string | null;
}

/** A message as the diary saw it. */
export interface MessageEntry {
  readonly dialogue_id: string;
  readonly seq: number;
  readonly role: 'USER' | 'BOT' | 'OPERATOR' | 'SYSTEM' | 'NOTE';
  readonly operator_id: string | null;
  readonly text: string;
}

/** What one transaction did to one dialogue. */
export interface Deed {
  /** Deeds on a dialogue have numbers in their order. */
  readonly number: number;
  readonly by: Actor;
  readonly at: Date;
  readonly dialogueId: string;
  /** The dialogue before and after each change of who answers: one at most, where all is well. */
  readonly passages: readonly { readonly from: DialogueEntry; readonly to: DialogueEntry }[];
  readonly handoffs: readonly { readonly before: HandoffEntry | null; readonly after: HandoffEntry }[];
  readonly messages: readonly MessageEntry[];
}

type Entry = { number: string; by: Actor; tx: string; at: Date } & (
  | { about: 'dialogues'; before: DialogueEntry; after: DialogueEntry }
  | { about: 'handoffs'; before: HandoffEntry | null; after: HandoffEntry }
  | { about: 'messages'; before: null; after: MessageEntry }
);

// Whoever prepares a play is called by the product's own name and leaves no trace.
const diarySql = `
  create table diary (
    number bigserial primary key,
    by text not null default current_setting('application_name'),
    tx xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    about text not null, before jsonb, after jsonb not null);
  create function keep_diary() returns trigger language plpgsql as $$
  begin
    insert into diary (about, before, after) values (tg_table_name, to_jsonb(old), to_jsonb(new));
    return null;
  end $$;
  create trigger dialogue_diary after update on dialogues for each row
    when ((old.status, old.operator_id, old.epoch) is distinct from (new.status, new.operator_id, new.epoch))
    execute function keep_diary();
  create trigger handoff_diary after insert or update on handoffs for each row
    when (current_setting('application_name') <> 'besedka') execute function keep_diary();
  create trigger message_diary after insert on messages for each row execute function keep_diary();`;

const readSql =
  'select number, by, tx::text as tx, at, about, before, after from diary where number > $1 order by number';

/**
 * What the database itself saw of who answers, kept by triggers in the transactions under watch: a witness that does not depend on what
 * the program believes it has done. Whoever changes a dialogue holds its row, so the deeds on a dialogue are in their true order.
 */
export class Diary {
  private last = '0';

  constructor(private readonly database: Database) {}

  /** Begins to keep it. */
  async open(): Promise<void> {
    await this.database.pool.query(diarySql);
  }

  /** What was done since the last reading, oldest first; nothing may be under way. */
  async read(): Promise<Deed[]> {
    const { rows } = await this.database.pool.query<Entry>({ name: 'diary', text: readSql, values: [this.last] });
    this.last = rows.at(-1)?.number ?? this.last;
    const deeds = new Map<string, Entry[]>();
    for (const entry of rows) {
      const key = `${entry.tx} ${dialogueOf(entry)}`;
      deeds.set(key, [...(deeds.get(key) ?? []), entry]);
    }
    return [...deeds.values()].map(deedOf).toSorted((a, b) => a.number - b.number);
  }
}

function dialogueOf(entry: Entry): string {
  return entry.about === 'dialogues' ? entry.after.id : entry.after.dialogue_id;
}

function deedOf(entries: readonly Entry[]): Deed {
  const first = entries[0]!;
  // From here on the dialogue's row was held; a handoff alone can be touched before.
  const holding = entries.find((entry) => entry.about !== 'handoffs') ?? first;
  return {
    number: Number(holding.number),
    by: first.by,
    at: first.at,
    dialogueId: dialogueOf(first),
    passages: entries.flatMap((entry) =>
      entry.about === 'dialogues' ? [{ from: entry.before, to: entry.after }] : [],
    ),
    handoffs: entries.flatMap((entry) =>
      entry.about === 'handoffs' ? [{ before: entry.before, after: entry.after }] : [],
    ),
    messages: entries.flatMap((entry) => (entry.about === 'messages' ? [entry.after] : [])),
  };
}

/** A deed in a line. */
export function inWords({ by, passages, handoffs, messages }: Deed): string {
  const steps = passages.map(({ from, to }) => `${standing(from)} → ${standing(to)}`);
  const changes = handoffs.map(({ before, after }) => {
    const changed = Object.entries(after).filter(
      ([key, value]) => String(value) !== String(before?.[key as keyof HandoffEntry]),
    );
    return before ? `handoff ${JSON.stringify(Object.fromEntries(changed))}` : `new handoff ${after.id}`;
  });
  const words = messages.map(({ seq, role, text }) => `${role} ${seq} «${text.split('\n')[0]}»`);
  return `${by}: ${[...steps, ...changes, ...words].join('; ')}`;
}

function standing({ status, operator_id, epoch }: DialogueEntry): string {
  return `${operator_id ?? status} (${epoch})`;
}
