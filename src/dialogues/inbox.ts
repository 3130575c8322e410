import type { Database, Tx } from '../infra/database';
import { GroupCommit } from '../infra/group-commit';
import { InboxStore } from './inbox.store';
import type { InboxItem, NewInboxItem } from './inbox-item';

// A reading takes at most this many; a longer burst is answered in several turns.
const burst = 50;
// After a failure the items of a lane are tried one by one, so that only the poisonous one is parked.
const triesBeforeParking = 5;

/**
 * Everything that comes in, durable before it is acknowledged. A burst of items is one transaction: whatever arrives
 * while a commit is under way goes into the next one.
 */
export class Inbox {
  private readonly store_: InboxStore;
  private readonly intake: GroupCommit<NewInboxItem>;

  constructor(deps: { database: Database }) {
    this.store_ = new InboxStore(deps.database);
    this.intake = new GroupCommit((items) => this.store_.insert(items));
  }

  /** Stores an item and wakes its lane; resolves after the commit. A repeat is dropped in silence. */
  store(item: NewInboxItem): Promise<void> {
    return this.intake.add(item);
  }

  /** Stores an item in the caller's transaction. */
  storeIn(tx: Tx, item: NewInboxItem): Promise<void> {
    return this.store_.insertIn(tx, item);
  }

  /** What waits in a lane, in order: a burst, or after a failure the first item alone. */
  read(lane: string, laneAttempts: number): Promise<InboxItem[]> {
    return this.store_.read(lane, laneAttempts > 1 ? 1 : burst);
  }

  /** True when an item has been tried alone so often that it would block its lane for ever. */
  isPoisonous(item: InboxItem, laneAttempts: number): boolean {
    return laneAttempts > 1 && item.attempts > triesBeforeParking;
  }

  /** Marks items as handled; answers whether more waits in the lane. */
  async done(lane: string, items: readonly InboxItem[]): Promise<{ again: boolean }> {
    return {
      again: await this.store_.done(
        lane,
        items.map((item) => item.id),
      ),
    };
  }

  /** Puts an item aside, visible and replayable, so that the lane goes on. */
  park(item: InboxItem): Promise<void> {
    return this.store_.park(item.id);
  }

  /** Remembers why an item failed. */
  noteFailure(items: readonly InboxItem[], error: unknown): Promise<void> {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return this.store_.noteFailure(
      items.map((item) => item.id),
      reason.slice(0, 1_000),
    );
  }
}
