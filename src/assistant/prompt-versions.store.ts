import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { Prisma, PromptVersion } from '../infra/prisma-client/client';

/** Versions of what personas are told, in the database. */
export class PromptVersionStore {
  constructor(private readonly database: Database) {}

  /** The versions of a bot, newest first. */
  async ofBot(botId: string): Promise<PromptVersion[]> {
    return this.database.prisma.promptVersion.findMany({ where: { botId }, orderBy: { id: 'desc' } });
  }

  async find(id: string): Promise<PromptVersion | null> {
    return this.database.prisma.promptVersion.findUnique({ where: { id } });
  }

  async active(): Promise<PromptVersion[]> {
    return this.database.prisma.promptVersion.findMany({ where: { active: true } });
  }

  static async add(
    tx: Tx,
    version: Omit<Prisma.PromptVersionUncheckedCreateInput, 'id' | 'number'>,
  ): Promise<PromptVersion> {
    const { botId, persona } = version;
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`prompts:${botId}`}, 0))`;
    const last = await tx.promptVersion.findFirst({ where: { botId, persona }, orderBy: { number: 'desc' } });
    return tx.promptVersion.create({ data: { id: newId('prompt'), number: (last?.number ?? 0) + 1, ...version } });
  }

  /** Puts a version into force; null: what the bot's folder says. */
  static async activate(tx: Tx, of: { botId: string; persona: string }, id: string | null): Promise<void> {
    await tx.promptVersion.updateMany({ where: { ...of, active: true }, data: { active: false } });
    if (id !== null) await tx.promptVersion.update({ where: { id }, data: { active: true } });
  }
}
