import type { Database, Tx } from '../infra/database';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { ApiClient, Operator, Prisma, User } from '../infra/prisma-client/client';

/** Users, operators and API clients in the database. */
export class PeopleStore {
  constructor(private readonly database: Database) {}

  async usersByIds(ids: readonly string[]): Promise<User[]> {
    return this.database.prisma.user.findMany({ where: { id: { in: [...ids] } } });
  }

  /** Users whose name, user name or external id holds the text, newest first. */
  async users(request: PageRequest, search: string | undefined): Promise<Page<User>> {
    const plan = planPage(request, (cursor) => decodeCursor(cursor, 1)?.[0] as string | undefined);
    const where: Prisma.UserWhereInput = search
      ? {
          OR: [
            { displayName: { contains: search, mode: 'insensitive' } },
            { username: { contains: search, mode: 'insensitive' } },
            { externalId: search },
          ],
        }
      : {};
    const beyond = plan.from === undefined ? {} : { id: plan.backward ? { gt: plan.from } : { lt: plan.from } };
    const rows = await this.database.prisma.user.findMany({
      where: { AND: [where, beyond] },
      orderBy: { id: plan.backward ? 'asc' : 'desc' },
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: (user) => encodeCursor([user.id]),
      total: () => this.database.prisma.user.count({ where }),
    });
  }

  /** Finds a user by the channel's own id, or makes one, and keeps the profile current. */
  async keepUser(tx: Tx, user: Prisma.UserUncheckedCreateInput): Promise<User> {
    const { channel, realm, externalId, username = null, displayName, telegramLanguage = null } = user;
    const key = { channel_realm_externalId: { channel, realm, externalId } };
    const known = await tx.user.findUnique({ where: key });
    if (!known) {
      await tx.user.createMany({ data: [user], skipDuplicates: true });
      return tx.user.findUniqueOrThrow({ where: key });
    }
    const profile = { username, displayName, telegramLanguage };
    const same = Object.entries(profile).every(([field, value]) => known[field as keyof User] === value);
    return same ? known : tx.user.update({ where: { id: known.id }, data: profile });
  }

  async changeUser(tx: Tx, id: string, data: Prisma.UserUpdateInput): Promise<User> {
    return tx.user.update({ where: { id }, data });
  }

  async findUser(id: string): Promise<User | null> {
    return this.database.prisma.user.findUnique({ where: { id } });
  }

  async operators(): Promise<Operator[]> {
    return this.database.prisma.operator.findMany({ orderBy: { id: 'asc' } });
  }

  async operatorsByIds(ids: readonly string[]): Promise<Operator[]> {
    return this.database.prisma.operator.findMany({ where: { id: { in: [...ids] } } });
  }

  async operatorByEmail(email: string): Promise<Operator | null> {
    return this.database.prisma.operator.findUnique({ where: { email } });
  }

  async addOperator(tx: Tx, operator: Prisma.OperatorUncheckedCreateInput): Promise<boolean> {
    return (await tx.operator.createMany({ data: [operator], skipDuplicates: true })).count === 1;
  }

  async changeOperator(id: string, data: Prisma.OperatorUpdateInput): Promise<Operator> {
    return this.database.prisma.operator.update({ where: { id }, data });
  }

  async operatorIn(tx: Tx, id: string): Promise<Operator | null> {
    return tx.operator.findUnique({ where: { id } });
  }

  async changeOperatorIn(tx: Tx, id: string, data: Prisma.OperatorUpdateInput): Promise<void> {
    await tx.operator.update({ where: { id }, data });
  }

  async countAdmins(tx: Tx = this.database.prisma): Promise<number> {
    return tx.operator.count({ where: { role: 'ADMIN' } });
  }

  /** Lets one transaction at a time change who is what. */
  async lockRoles(tx: Tx): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('operator roles'))`;
  }

  /** Whether there are bots with all these ids. */
  async haveBots(tx: Tx, ids: readonly string[]): Promise<boolean> {
    const known = new Set(ids);
    return (await tx.bot.count({ where: { id: { in: [...known] } } })) === known.size;
  }

  async clientsByIds(ids: readonly string[]): Promise<ApiClient[]> {
    return this.database.prisma.apiClient.findMany({ where: { id: { in: [...ids] } } });
  }

  async addClient(tx: Tx, client: Prisma.ApiClientUncheckedCreateInput): Promise<void> {
    await tx.apiClient.create({ data: client });
  }

  async keepClient(client: Prisma.ApiClientUncheckedCreateInput): Promise<void> {
    const { id, ...data } = client;
    await this.database.prisma.apiClient.upsert({ where: { id }, create: client, update: data });
  }

  async revokeClient(tx: Tx, id: string): Promise<boolean> {
    const data = { revokedAt: new Date() };
    return (await tx.apiClient.updateMany({ where: { id, revokedAt: null }, data })).count === 1;
  }

  /** Notes that a client was seen, at most once a minute. */
  async touchClient(id: string): Promise<void> {
    await this.database.pool.query(
      `update api_clients set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [id],
    );
  }
}
