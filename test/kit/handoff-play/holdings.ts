import type { OperatorName } from './commands';
import type { Deed } from './diary';
import type { Standing } from './law';
import type { Stage } from './stage';

interface Held {
  readonly by: OperatorName;
  /** The batch in which it was taken by hand; 0: the queue has given it. */
  readonly since: number;
}

/** Who holds what, and whether the queue should have given it to them. */
export class Holdings {
  private readonly held = new Map<string, Held>();
  /** Who may have been there when the queue looked. */
  private readonly present = new Set<string>();

  constructor(private readonly operators: Stage['operators']) {}

  /** Notes that somebody was there at some moment of a batch. */
  meet(name: string): void {
    this.present.add(name);
  }

  /** Notes who is there now, when nothing is under way. */
  settle(present: readonly string[]): void {
    this.present.clear();
    for (const name of present) this.present.add(name);
  }

  /** Takes a passage down and says what is wrong with it. */
  take(deed: Deed, { holder }: Standing, batch: number): string[] {
    this.held.delete(deed.dialogueId);
    if (holder === null) return [];
    const byQueue = deed.by === 'clock';
    // Of what was taken by hand in this very batch the queue need not have known.
    const others = [...this.held.values()].filter((one) => one.by === holder && one.since < batch).length;
    this.held.set(deed.dialogueId, { by: holder, since: byQueue ? 0 : batch });
    if (!byQueue) return [];
    const { capacity, id, languages } = this.operators[holder];
    const language = deed.passages.at(-1)?.to.language ?? '';
    return [
      ...(others < capacity ? [] : [`${holder} is given more than they can hold`]),
      ...(this.present.has(holder) ? [] : [`${holder} is given a dialogue though they are not there`]),
      ...(deed.handoffs.at(-1)?.after.passed_over.includes(id) ? [`${holder} is given again what they let go`] : []),
      ...(languages.includes(language) ? [] : [`${holder} is given a user whose language they do not speak`]),
    ];
  }
}
