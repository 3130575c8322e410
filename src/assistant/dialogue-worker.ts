import type { Inbox } from '../dialogues/inbox';
import type { InboxItem } from '../dialogues/inbox-item';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
import type { Assistant } from './assistant';
import type { Receiver } from './receiver';

/** What working on a dialogue's inbox needs. */
export interface DialogueWorkerDeps {
  readonly inbox: Inbox;
  readonly receivers: Readonly<Record<InboxItem['source'], Receiver>>;
  readonly assistant: Assistant;
  readonly log: Log;
}

/** Reads what came in for a dialogue, in order, and takes the turn for all of it. */
export class DialogueWorker {
  constructor(private readonly deps: DialogueWorkerDeps) {}

  /** Every step can be done again: a message is stored once, and an answer settles what it answers. */
  async work(lease: Lease): Promise<LaneOutcome> {
    const { inbox } = this.deps;
    const items = await inbox.read(lease.lane, lease.attempts);
    const [first] = items;
    if (first && inbox.isPoisonous(first, lease.attempts)) {
      await this.park(first);
      return { again: true };
    }
    try {
      for (const dialogueId of await this.receive(items)) await this.deps.assistant.takeTurn(dialogueId, lease.signal);
    } catch (error) {
      if (!lease.signal.aborted) await inbox.noteFailure(items, error);
      throw error;
    }
    return inbox.done(lease.lane, items);
  }

  private async receive(items: readonly InboxItem[]): Promise<Set<string>> {
    const dialogueIds = new Set<string>();
    for (const item of items) {
      const dialogueId = await this.deps.receivers[item.source].receive(item);
      if (dialogueId !== null) dialogueIds.add(dialogueId);
    }
    return dialogueIds;
  }

  private async park(item: InboxItem): Promise<void> {
    const { id, lane, source } = item;
    this.deps.log.error({ item: id, lane, source }, 'an update failed every time and is put aside; its lane goes on');
    await this.deps.inbox.park(item);
    try {
      for (const dialogueId of await this.receive([item])) await this.deps.assistant.giveUp(dialogueId);
    } catch (error) {
      this.deps.log.warn({ err: error, item: id }, 'nobody could be told of an update that was put aside');
    }
  }
}
