import type { Database, Tx } from '../infra/database';
import type { Operator } from '../infra/prisma-client/client';

/** An invitation as it is kept: the secret itself is not. */
export interface NewInvite {
  readonly secretHash: string;
  readonly botId: string;
  readonly operatorId: string;
  readonly expiresAt: Date;
}

/** Invitations of operators to Telegram, and whom they have linked, in the database. */
export class TelegramInviteStore {
  constructor(private readonly database: Database) {}

  static async add(tx: Tx, invite: NewInvite): Promise<void> {
    await tx.telegramInvite.create({ data: invite });
  }

  /** Uses an invitation up and answers whose it was; null when there is none that is good. */
  static async use(tx: Tx, invite: { secretHash: string; botId: string }): Promise<string | null> {
    const [used] = await tx.telegramInvite.updateManyAndReturn({
      where: { ...invite, usedAt: null, expiresAt: { gt: new Date() } },
      data: { usedAt: new Date() },
    });
    return used?.operatorId ?? null;
  }

  /** Whose a used invitation was, if it linked this Telegram user: whoever opens their link twice is welcome twice. */
  static async usedBy(
    tx: Tx,
    invite: { secretHash: string; botId: string; telegramId: string },
  ): Promise<string | null> {
    const { secretHash, botId, telegramId } = invite;
    const used = await tx.telegramInvite.findFirst({ where: { secretHash, botId, operator: { telegramId } } });
    return used?.operatorId ?? null;
  }

  /** Links an operator to a Telegram user, and takes that user from whoever was linked before. */
  static async link(tx: Tx, operatorId: string, telegramId: string): Promise<Operator> {
    await tx.operator.updateMany({ where: { telegramId, id: { not: operatorId } }, data: { telegramId: null } });
    return tx.operator.update({ where: { id: operatorId }, data: { telegramId } });
  }

  /** Takes the link from an operator, and the invitations that are still out. */
  static async unlink(tx: Tx, operatorId: string): Promise<void> {
    await tx.telegramInvite.deleteMany({ where: { operatorId, usedAt: null } });
    await tx.deskRelay.deleteMany({ where: { operatorId } });
    await tx.operator.update({ where: { id: operatorId }, data: { telegramId: null } });
  }

  static async operatorIn(tx: Tx, id: string): Promise<Operator | null> {
    return tx.operator.findUnique({ where: { id } });
  }

  async operatorOf(telegramId: string): Promise<Operator | null> {
    return this.database.prisma.operator.findUnique({ where: { telegramId } });
  }
}
