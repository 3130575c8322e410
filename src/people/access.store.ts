import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { AccessEntry } from '../infra/prisma-client/client';
import type { AccessRule } from './access.rules';

/** An invitation as it is kept: the secret itself is not. */
export interface NewAccessInvite {
  readonly secretHash: string;
  readonly botId: string;
  readonly usesLeft: number;
  readonly expiresAt: Date;
  readonly createdBy: string;
}

/** Who may write to which bot, in the database. */
export class AccessStore {
  constructor(private readonly database: Database) {}

  async ofBot(botId: string): Promise<AccessEntry[]> {
    return this.database.prisma.accessEntry.findMany({ where: { botId }, orderBy: { id: 'asc' } });
  }

  async byId(id: string): Promise<AccessEntry | null> {
    return this.database.prisma.accessEntry.findUnique({ where: { id } });
  }

  /** Whether one of the rules is on the bot's list. */
  async has(botId: string, rules: readonly AccessRule[]): Promise<boolean> {
    const found = await this.database.prisma.accessEntry.findFirst({
      where: { botId, OR: rules.map(({ kind, value }) => ({ kind, value })) },
      select: { id: true },
    });
    return found !== null;
  }

  /** Puts somebody on the list and answers the entry's id; one that is there already stays as it is. */
  static async keep(tx: Tx, entry: AccessRule & { botId: string; addedBy: string }): Promise<string> {
    const { botId, kind, value } = entry;
    await tx.accessEntry.createMany({ data: [{ id: newId('access'), ...entry }], skipDuplicates: true });
    const kept = await tx.accessEntry.findUniqueOrThrow({ where: { botId_kind_value: { botId, kind, value } } });
    return kept.id;
  }

  static async hasIn(tx: Tx, { botId, kind, value }: AccessRule & { botId: string }): Promise<boolean> {
    return (await tx.accessEntry.count({ where: { botId, kind, value } })) > 0;
  }

  static async remove(tx: Tx, id: string): Promise<AccessEntry | null> {
    const entry = await tx.accessEntry.findUnique({ where: { id } });
    if (entry) await tx.accessEntry.delete({ where: { id } });
    return entry;
  }

  static async addInvite(tx: Tx, invite: NewAccessInvite): Promise<void> {
    await tx.accessInvite.create({ data: invite });
  }

  /** Uses an invitation once; false when there is none that is good. */
  static async useInvite(tx: Tx, invite: { secretHash: string; botId: string }): Promise<boolean> {
    const used = await tx.accessInvite.updateMany({
      where: { ...invite, usesLeft: { gt: 0 }, expiresAt: { gt: new Date() } },
      data: { usesLeft: { decrement: 1 } },
    });
    return used.count === 1;
  }
}
