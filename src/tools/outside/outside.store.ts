import type { Database, Tx } from '../../infra/database';
import { newId } from '../../infra/ids';
import type { HttpTool, Prisma } from '../../infra/prisma-client/client';
import type { OutsideKind } from './outside-service';

/** A service of others in the database: an HTTP tool or an MCP server, the columns are the same. */
export type OutsideRow = HttpTool;

/** A service as it is made. */
export type NewOutside = Omit<Prisma.HttpToolUncheckedCreateInput, 'id'>;

/** What bot.yaml says of a service. */
export interface FileEntry {
  readonly name: string;
  readonly definition: object;
  readonly secrets: string | null;
}

type Change = Pick<Prisma.HttpToolUncheckedUpdateInput, 'name' | 'definition' | 'secrets' | 'enabled'>;

/** Services of others in the database. */
export class OutsideStore {
  constructor(
    private readonly database: Database,
    private readonly kind: OutsideKind,
  ) {}

  async all(): Promise<OutsideRow[]> {
    return tableOf(this.database.prisma, this.kind).findMany({ orderBy: { name: 'asc' } });
  }

  async ofBot(botId: string): Promise<OutsideRow[]> {
    return tableOf(this.database.prisma, this.kind).findMany({ where: { botId }, orderBy: { name: 'asc' } });
  }

  async find(id: string): Promise<OutsideRow | null> {
    return tableOf(this.database.prisma, this.kind).findUnique({ where: { id } });
  }

  /** Takes up what a bot's file says; whether somebody has switched a service off over the API stays. Answers names that are taken. */
  async keepFile(botId: string, entries: readonly FileEntry[]): Promise<string[]> {
    const names = entries.map(({ name }) => name);
    return this.database.prisma.$transaction(async (tx) => {
      const table = tableOf(tx, this.kind);
      const taken = await table.findMany({ where: { botId, origin: 'api', name: { in: names } } });
      if (taken.length > 0) return taken.map(({ name }) => name);
      await table.deleteMany({ where: { botId, origin: 'file', name: { notIn: names } } });
      for (const { name, definition, secrets } of entries) {
        const update = { definition, secrets };
        const create = { id: newId(idTypes[this.kind]), botId, name, origin: 'file', createdBy: 'file', ...update };
        await table.upsert({ where: { botId_name: { botId, name } }, create, update });
      }
      return [];
    });
  }

  static async countOf(tx: Tx, kind: OutsideKind, botId: string): Promise<number> {
    return tableOf(tx, kind).count({ where: { botId } });
  }

  /** Adds a service and answers its id; null where the bot has one of that name. */
  static async add(tx: Tx, kind: OutsideKind, row: NewOutside): Promise<string | null> {
    const id = newId(idTypes[kind]);
    const { count } = await tableOf(tx, kind).createMany({ data: [{ id, ...row }], skipDuplicates: true });
    return count === 0 ? null : id;
  }

  static async change(tx: Tx, kind: OutsideKind, { id, ...data }: Change & { readonly id: string }): Promise<void> {
    await tableOf(tx, kind).update({ where: { id }, data });
  }

  static async remove(tx: Tx, kind: OutsideKind, id: string): Promise<boolean> {
    return (await tableOf(tx, kind).deleteMany({ where: { id } })).count > 0;
  }

  /** The service as it is now, locked until the transaction ends. */
  static async lock(tx: Tx, kind: OutsideKind, id: string): Promise<OutsideRow | null> {
    if (kind === 'http') await tx.$queryRaw`select 1 from http_tools where id = ${id} for update`;
    else await tx.$queryRaw`select 1 from mcp_servers where id = ${id} for update`;
    return tableOf(tx, kind).findUnique({ where: { id } });
  }
}

const idTypes = { http: 'httptool', mcp: 'mcpserver' } as const;

/** The two tables have the same columns, which their generated types do not say. */
function tableOf(tx: Tx, kind: OutsideKind): Tx['httpTool'] {
  return kind === 'http' ? tx.httpTool : (tx.mcpServer as unknown as Tx['httpTool']);
}
