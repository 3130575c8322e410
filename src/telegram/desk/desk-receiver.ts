import type { Receiver } from '../../assistant/receiver';
import type { InboxItem } from '../../dialogues/inbox-item';
import type { TelegramBots } from '../bots';
import { type DeskIncoming, type DeskPress, type DeskWords, parseDeskUpdate } from './desk-update.rules';
import type { GroupBinding } from './group-binding';
import type { GroupDesk } from './group-desk';
import type { InviteDoor } from './invite-door';
import type { PrivateDesk } from './private-desk';

/** What receiving updates of operators needs. */
export interface DeskReceiverDeps {
  readonly bots: TelegramBots;
  readonly group: GroupDesk;
  readonly binding: GroupBinding;
  readonly own: PrivateDesk;
  readonly door: InviteDoor;
  /** Receives what is not of an operator. */
  readonly users: Receiver;
}

/** Takes what operators do in Telegram out of what comes in; all else is of users. */
export class DeskReceiver implements Receiver {
  constructor(private readonly deps: DeskReceiverDeps) {}

  async receive(item: InboxItem): Promise<string | null> {
    const botId = item.botId ?? '';
    const username = this.deps.bots.find(botId)?.username ?? null;
    const taken = await this.take(parseDeskUpdate(item.payload, { botId, username }));
    return taken ? null : this.deps.users.receive(item);
  }

  private async take(incoming: DeskIncoming): Promise<boolean> {
    switch (incoming.kind) {
      case 'words':
        return this.words(incoming);
      case 'press':
        return this.press(incoming);
      case 'membership':
        if (incoming.chat.isPrivate) return false;
        await this.deps.binding.membership(incoming);
        return true;
      default:
        return false;
    }
  }

  private async words(words: DeskWords): Promise<boolean> {
    if (words.chat.isPrivate) return (await this.deps.door.enter(words)) || this.deps.own.words(words);
    await this.deps.group.words(words);
    return true;
  }

  private press(press: DeskPress): Promise<boolean> {
    return press.chat.isPrivate ? this.deps.own.press(press) : this.deps.group.press(press);
  }
}
