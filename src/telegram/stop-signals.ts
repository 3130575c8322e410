import { type StopWish, stopTopic } from '../assistant/shown-answer';
import type { NewInboxItem } from '../dialogues/inbox-item';
import type { Bus } from '../infra/bus';
import { stopOf } from './update.rules';

/** What takes updates in. */
export interface UpdateStore {
  store(item: NewInboxItem): Promise<void>;
}

/**
 * An inbox that passes on at once what cannot wait in line: that a user wants to hear no more of an answer. The lane of the
 * dialogue is busy with just that answer.
 */
export function withStopSignals(inbox: UpdateStore, bus: Pick<Bus, 'publish'>): UpdateStore {
  return {
    async store(item) {
      await inbox.store(item);
      const stop = stopOf(item.payload);
      if (!stop || item.botId === null) return;
      const wish: StopWish = { botId: item.botId, externalId: stop.chatId, draft: stop.draft };
      await bus.publish(stopTopic, wish);
    },
  };
}
