import { Rejected } from '../../dialogues/channel';
import type { ShownPlace } from '../../dialogues/user-records.store';
import type { TelegramBots } from '../bots';
import { ChatLost, DeskApi, MessageGone, TopicGone } from './desk-api';

/** Takes away what operators saw of a user who is erased: their topic, or else the messages that Telegram lets a bot delete. */
export class PlaceRemoval {
  private readonly api: DeskApi;

  constructor(deps: { telegram: TelegramBots }) {
    this.api = new DeskApi({ bots: deps.telegram });
  }

  async remove({ botId, chatId, threadId, messageIds }: ShownPlace): Promise<void> {
    if (threadId !== null) return unlessGone(this.api.removeTopic({ botId, chatId, threadId }));
    for (const messageId of messageIds) await unlessGone(this.api.remove({ botId, chatId, messageId }));
  }
}

/** Telegram lets bots delete messages of the last two days only; what is gone or too old is no fault. */
async function unlessGone(removing: Promise<void>): Promise<void> {
  try {
    await removing;
  } catch (error) {
    const isOver = [ChatLost, MessageGone, TopicGone, Rejected].some((kind) => error instanceof kind);
    if (!isOver) throw error;
  }
}
