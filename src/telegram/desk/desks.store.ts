import { attentionQueues } from '../../handoff/attention.store';
import type { Database, Tx } from '../../infra/database';
import { LaneStore } from '../../infra/lanes.store';
import type { DeskRelay, TelegramDesk } from '../../infra/prisma-client/client';

/** A group that becomes the desk of a bot. */
export interface NewDesk {
  readonly botId: string;
  readonly chatId: string;
  readonly title: string;
  /** The operator who wanted it. */
  readonly boundBy: string;
}

/** The desks of the bots in Telegram, and whom operators without one are talking to, in the database. */
export class DeskStore {
  constructor(private readonly database: Database) {}

  async of(botId: string): Promise<TelegramDesk | null> {
    return this.database.prisma.telegramDesk.findUnique({ where: { botId } });
  }

  /** Makes a group the desk of a bot, in place of another one; whoever waits is shown there. */
  async bind(desk: NewDesk): Promise<void> {
    const { botId, ...bound } = desk;
    const data = { ...bound, brokenAt: null, fault: null };
    await this.database.prisma.telegramDesk.upsert({ where: { botId }, create: { botId, ...data }, update: data });
    // Not in the same transaction: who came to the people meanwhile would be looked at before the desk is there, and not woken by it.
    await this.database.transaction((tx) => wakeOpen(tx, botId));
  }

  /** Takes the desk from a bot, if it is in this group; whoever waits is shown elsewhere. */
  async unbind(botId: string, chatId: string): Promise<boolean> {
    const { count } = await this.database.prisma.telegramDesk.deleteMany({ where: { botId, chatId } });
    if (count > 0) await this.database.transaction((tx) => wakeOpen(tx, botId));
    return count > 0;
  }

  /** Notes that nothing can be shown in a group; answers false when that was known. */
  async markBroken(desk: TelegramDesk, fault: string): Promise<boolean> {
    const { botId, chatId } = desk;
    const { count } = await this.database.prisma.telegramDesk.updateMany({
      where: { botId, chatId, OR: [{ fault: null }, { fault: { not: fault } }] },
      data: { brokenAt: new Date(), fault },
    });
    if (count === 0) {
      await this.database.prisma.telegramDesk.updateMany({ where: { botId, chatId }, data: { brokenAt: new Date() } });
    }
    return count > 0;
  }

  /** Notes that a group can be written to (again); whoever waits is shown there. */
  async markWhole(botId: string, chatId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const broken = { botId, chatId, brokenAt: { not: null } };
      const { count } = await tx.telegramDesk.updateMany({ where: broken, data: { brokenAt: null, fault: null } });
      if (count > 0) await wakeOpen(tx, botId);
      return count > 0;
    });
  }

  /** Lets all open handoffs of a bot be looked at again: somebody has come who can see them. */
  async wake(botId: string): Promise<void> {
    await this.database.transaction((tx) => wakeOpen(tx, botId));
  }

  /** Whom the operator is talking to in their own chat with the bot. */
  async relayOf(botId: string, operatorId: string): Promise<DeskRelay | null> {
    return this.database.prisma.deskRelay.findUnique({ where: { botId_operatorId: { botId, operatorId } } });
  }

  /** Turns an operator to a dialogue, or to none; the dialogue is shown to them from then on. */
  async talk(relay: { botId: string; operatorId: string; dialogueId: string | null }): Promise<void> {
    const { botId, operatorId, dialogueId } = relay;
    await this.database.transaction(async (tx) => {
      await tx.deskRelay.upsert({
        where: { botId_operatorId: { botId, operatorId } },
        create: { botId, operatorId, dialogueId },
        update: { dialogueId },
      });
      if (dialogueId !== null) await LaneStore.wake(tx, attentionQueues.telegram, dialogueId);
    });
  }
}

async function wakeOpen(tx: Tx, botId: string): Promise<void> {
  const open = await tx.handoff.findMany({
    where: { endedAt: null, dialogue: { botId } },
    select: { dialogueId: true },
    orderBy: { dialogueId: 'asc' },
  });
  for (const { dialogueId } of open) await LaneStore.wake(tx, attentionQueues.telegram, dialogueId);
}
