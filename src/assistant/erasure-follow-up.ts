import { setTimeout as pause } from 'node:timers/promises';
import { type Channel, NotNow, type OutgoingMessage, Rejected, Unreachable } from '../dialogues/channel';
import type { Channels } from '../dialogues/deliveries';
import type { Farewell, Leftovers } from '../dialogues/erasure';
import type { InboxItem } from '../dialogues/inbox-item';
import type { ShownPlace, UserRecordStore } from '../dialogues/user-records.store';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { Receiver } from './receiver';

/** What doing the rest of an erasure needs. */
export interface ErasureFollowUpDeps {
  readonly records: Pick<UserRecordStore, 'forgetLanes' | 'note'>;
  readonly channels: Channels;
  /** Takes what operators saw in Telegram away, as far as Telegram allows. */
  readonly removePlace: (place: ShownPlace) => Promise<void>;
  /** Forgets the copies in memory that are kept for a dialogue. */
  readonly forgetCopies: (dialogueId: string) => Promise<void>;
  readonly locales: Locales;
  readonly log: Log;
}

const farewellTries = 4;
const longestPauseMs = 30_000;
// The lane in which the wish came in is given back in a moment.
const laneTries = 60;
const lanePauseMs = 500;

/** Does what is left after a user was erased: the last word, the operators' chats, copies, lanes. Each step is noted when it is done. */
export class ErasureFollowUp implements Receiver {
  constructor(private readonly deps: ErasureFollowUpDeps) {}

  async receive(item: InboxItem): Promise<null> {
    const { records, forgetCopies } = this.deps;
    let left = item.payload as Partial<Leftovers>;
    if (left.farewell) {
      await this.sayGoodbye(left.farewell);
      left = { ...left, farewell: null };
      await records.note(item.id, left);
    }
    for (const place of left.places ?? []) await this.remove(place);
    for (const dialogueId of left.dialogueIds ?? []) await forgetCopies(dialogueId);
    await this.forgetLanes(left.lanes ?? []);
    await records.note(item.id, null);
    return null;
  }

  /** The user's dialogue is gone, and with it every place in which an outcome could be kept: it is tried a few times. */
  private async sayGoodbye({ channel, botId, externalId, language }: Farewell): Promise<void> {
    const way: Channel = this.deps.channels[channel];
    const text = this.deps.locales.t(language, 'replies:erasure.done');
    const nothingElse = { buttons: [], sources: [], files: [], replyTo: null };
    const message: OutgoingMessage = { id: 'farewell', role: 'BOT', text, language, ...nothingElse };
    for (const part of way.parts(message)) {
      for (let attempt = 1; attempt <= farewellTries; attempt += 1) {
        if (await this.send(way, { botId, externalId }, part)) break;
        await pause(Math.min(1_000 * 2 ** attempt, longestPauseMs));
      }
    }
  }

  /** False when it is worth another try. */
  private async send(way: Channel, to: { botId: string; externalId: string }, part: unknown): Promise<boolean> {
    try {
      await way.send(to, part);
      return true;
    } catch (error) {
      if (error instanceof NotNow) {
        await pause(Math.min(error.retryAfterMs, longestPauseMs));
        return false;
      }
      this.deps.log.warn({ err: error }, 'a user who was erased could not be told so');
      return error instanceof Unreachable || error instanceof Rejected;
    }
  }

  private async remove(place: ShownPlace): Promise<void> {
    try {
      await this.deps.removePlace(place);
    } catch (error) {
      this.deps.log.warn({ err: error }, 'what operators saw of a user who was erased stays in Telegram');
    }
  }

  private async forgetLanes(lanes: readonly string[]): Promise<void> {
    for (let attempt = 1; attempt <= laneTries; attempt += 1) {
      if (await this.deps.records.forgetLanes(lanes)) return;
      await pause(lanePauseMs);
    }
    this.deps.log.warn('a lane of a user who was erased is still being worked on');
  }
}
