import type { Database } from '../infra/database';
import type { Bot, Prisma } from '../infra/prisma-client/client';

/** Bots in the database. */
export class BotStore {
  constructor(private readonly database: Database) {}

  async all(): Promise<Bot[]> {
    return this.database.prisma.bot.findMany({ orderBy: { slug: 'asc' } });
  }

  async keep(slug: string, bot: Prisma.BotUncheckedCreateInput): Promise<Bot> {
    const { id: _id, ...current } = bot;
    return this.database.prisma.bot.upsert({ where: { slug }, create: bot, update: current });
  }

  async disableAllBut(slugs: readonly string[]): Promise<void> {
    await this.database.prisma.bot.updateMany({
      where: { slug: { notIn: [...slugs] }, enabled: true },
      data: { enabled: false },
    });
  }

  async changeUsername(id: string, telegramUsername: string): Promise<void> {
    await this.database.prisma.bot.update({ where: { id }, data: { telegramUsername } });
  }
}
