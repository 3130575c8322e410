import type { Cache } from '../../infra/cache';
import type { Dialogue } from '../../infra/prisma-client/client';
import type { Sealing } from '../../infra/sealing';
import type { Remembered } from './history.rules';

/** What a copy is a copy of; where a dialogue is no longer like that, its copy is none. */
type Version = Pick<Dialogue, 'botId' | 'contextSeq' | 'edits'> & {
  readonly dialogueId: string;
  /** It begins after this message … */
  readonly from: number;
  /** … and ends with this one. */
  readonly upTo: number;
};

interface Copy extends Version {
  readonly messages: readonly Remembered[];
}

/** The dialogue as its turn has read it from the database, and the messages that are wanted: after `from`, up to `upTo`. */
export interface Wanted {
  readonly dialogue: Pick<Dialogue, 'id' | 'botId' | 'contextSeq' | 'edits'>;
  readonly from: number;
  readonly upTo: number;
}

const livesMs = 600_000;
// Longer ones are read from the database; the cache is not for them.
const longestCopy = 64_000;

/**
 * A copy of what the next turn of a dialogue will want to know, for ten minutes, to save a look into the database. It is sealed, so that
 * nobody reads or forges it in Redis, and it says of which state of which dialogue it is: whatever the cache answers, a turn takes what
 * the database would have said or nothing.
 */
export class ShortTerm {
  constructor(private readonly deps: { cache: Cache; sealing: Sealing }) {}

  /** The wanted messages; undefined when there is no copy of just them. */
  async recall({ dialogue, from, upTo }: Wanted): Promise<readonly Remembered[] | undefined> {
    const copy = this.open(await this.deps.cache.get(keyOf(dialogue.id)));
    if (!copy || copy.dialogueId !== dialogue.id || copy.botId !== dialogue.botId) return undefined;
    if (copy.contextSeq !== dialogue.contextSeq || copy.edits !== dialogue.edits) return undefined;
    if (copy.from > from || copy.upTo !== upTo) return undefined;
    return copy.messages.filter(({ seq }) => seq > from);
  }

  /** Keeps all that is remembered of the messages after `from` up to `upTo`. */
  async keep({ dialogue, from, upTo }: Wanted, messages: readonly Remembered[]): Promise<void> {
    const { id: dialogueId, botId, contextSeq, edits } = dialogue;
    const kept = messages.map(({ id, seq, role, text }) => ({ id, seq, role, text }));
    const copy: Copy = { dialogueId, botId, contextSeq, edits, from, upTo, messages: kept };
    const text = JSON.stringify(copy);
    if (text.length > longestCopy) return this.forget(dialogueId);
    await this.deps.cache.set(keyOf(dialogueId), this.deps.sealing.seal(text), livesMs);
  }

  /** Takes the copy away at once. */
  forget(dialogueId: string): Promise<void> {
    return this.deps.cache.delete(keyOf(dialogueId));
  }

  private open(sealed: string | undefined): Copy | undefined {
    if (sealed === undefined) return undefined;
    try {
      return JSON.parse(this.deps.sealing.open(sealed)) as Copy;
    } catch {
      return undefined; // sealed by nobody of us: as good as no copy
    }
  }
}

function keyOf(dialogueId: string): string {
  return `said:${dialogueId}`;
}
