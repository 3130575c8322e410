import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import type { Prisma, ToolCall, ToolCallStatus } from '../infra/prisma-client/client';

/** The place of a call: of which turn it is the how-manieth. */
export interface CallPlace {
  readonly dialogueId: string;
  readonly turnSeq: number;
  readonly number: number;
}

/** A call that begins. */
export interface NewCall extends CallPlace {
  readonly hash: string;
  readonly name: string;
  readonly arguments: Prisma.InputJsonValue;
}

/** How a call ended. */
export interface CallEnd {
  readonly status: Exclude<ToolCallStatus, 'RUNNING'>;
  readonly result: Prisma.InputJsonValue | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** The trail of tool calls in the database. */
export class ToolCallStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<ToolCall[]> {
    return this.database.prisma.toolCall.findMany({ where: { id: { in: [...ids] } } });
  }

  /** Notes that a call begins; where the same call of the turn is known already, answers that one. */
  async begin(call: NewCall): Promise<{ id: string; known: ToolCall | null }> {
    const id = newId('toolcall');
    const made = await this.database.prisma.toolCall.createMany({ data: [{ id, ...call }], skipDuplicates: true });
    if (made.count === 1) return { id, known: null };
    const { dialogueId, turnSeq, number, hash } = call;
    const key = { dialogueId_turnSeq_number_hash: { dialogueId, turnSeq, number, hash } };
    const known = await this.database.prisma.toolCall.findUnique({ where: key });
    return { id: known?.id ?? id, known };
  }

  /** Notes how a call ended. Nothing happens where the dialogue was deleted meanwhile. */
  async end(id: string, { result, ...end }: CallEnd): Promise<void> {
    const data = { ...end, ...(result === null ? {} : { result }) };
    await this.database.prisma.toolCall.updateMany({ where: { id }, data });
  }

  /** The calls of a dialogue, the newest first. */
  async page(dialogueId: string, request: PageRequest): Promise<Page<ToolCall>> {
    const plan = planPage(request, idOfCursor);
    const beyond = plan.from === undefined ? {} : { id: plan.backward ? { gt: plan.from } : { lt: plan.from } };
    const rows = await this.database.prisma.toolCall.findMany({
      where: { dialogueId, ...beyond },
      orderBy: { id: plan.backward ? 'asc' : 'desc' },
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: (call) => encodeCursor([call.id]),
      total: () => this.database.prisma.toolCall.count({ where: { dialogueId } }),
    });
  }

  /** Forgets calls that are older than so many days. */
  async forgetOlderThan(days: number): Promise<void> {
    await this.database.pool.query(`delete from tool_calls where created_at < now() - make_interval(days => $1)`, [
      days,
    ]);
  }
}

function idOfCursor(cursor: string): string | undefined {
  const [id] = decodeCursor(cursor, 1) ?? [];
  return typeof id === 'string' ? id : undefined;
}
