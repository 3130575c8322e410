import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../infra/page';
import { type Dialogue, type DialogueStatus, Prisma } from '../infra/prisma-client/client';

/** Which dialogues somebody wants to see. */
export interface DialogueFilter {
  readonly status?: readonly DialogueStatus[] | undefined;
  readonly botId?: string | undefined;
  readonly operatorId?: string | undefined;
  readonly userId?: string | undefined;
  readonly language?: string | undefined;
  readonly search?: string | undefined;
  readonly tag?: string | undefined;
}

/** A change of who answers. */
export interface Passage {
  readonly dialogueId: string;
  readonly from: readonly DialogueStatus[];
  readonly to: DialogueStatus;
  readonly operatorId: string | null;
  /** While an operator has the dialogue, only if it is this one. */
  readonly holder?: string | null | undefined;
  /** Only in this epoch. */
  readonly epoch?: number | null | undefined;
  /** The bot's memory of the dialogue ends here. */
  readonly forget?: boolean | undefined;
}

/** The orders in which dialogues are listed. */
export type DialogueOrder = 'UPDATED_DESC' | 'UPDATED_ASC' | 'WAITING_LONGEST';

// «Waiting longest» puts dialogues that wait first, by the time of their handoff, and all others behind them.
const orders = {
  UPDATED_DESC: { key: Prisma.sql`d.updated_at`, descending: true },
  UPDATED_ASC: { key: Prisma.sql`d.updated_at`, descending: false },
  WAITING_LONGEST: { key: Prisma.sql`coalesce(h.requested_at, 'infinity')`, descending: false },
} as const;

type Row = { id: string; key: string };

/** Dialogues in the database. */
export class DialogueStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Dialogue[]> {
    return this.database.prisma.dialogue.findMany({ where: { id: { in: [...ids] } } });
  }

  async find(id: string): Promise<Dialogue | null> {
    return this.database.prisma.dialogue.findUnique({ where: { id } });
  }

  /** A dialogue as the caller's transaction sees it. */
  static async findIn(tx: Tx, id: string): Promise<Dialogue | null> {
    return tx.dialogue.findUnique({ where: { id } });
  }

  /** A dialogue as it is until the caller's transaction ends: nobody else can change it meanwhile. */
  static async lockIn(tx: Tx, id: string): Promise<Dialogue | null> {
    await tx.$executeRaw`select from dialogues where id = ${id} for update`;
    return DialogueStore.findIn(tx, id);
  }

  /** A dialogue and its user as the caller's transaction sees them. */
  static async findWithUser(
    tx: Tx,
    id: string,
  ): Promise<Prisma.DialogueGetPayload<{ include: { user: true } }> | null> {
    return tx.dialogue.findUnique({ where: { id }, include: { user: true } });
  }

  /** The dialogue of a user with a bot, made when there is none. */
  static async keep(
    tx: Tx,
    dialogue: { botId: string; userId: string; language: string; persona: string },
  ): Promise<Dialogue> {
    const key = { botId_userId: { botId: dialogue.botId, userId: dialogue.userId } };
    const known = await tx.dialogue.findUnique({ where: key });
    if (known) return known;
    await tx.dialogue.createMany({ data: [{ id: newId('dialogue'), ...dialogue }], skipDuplicates: true });
    return tx.dialogue.findUniqueOrThrow({ where: key });
  }

  /** The dialogue of a Telegram user, by the channel's own id. */
  static async ofUser(
    tx: Tx,
    of: { botId: string; channel: 'TELEGRAM'; externalId: string },
  ): Promise<Dialogue | null> {
    return tx.dialogue.findFirst({
      where: { botId: of.botId, user: { channel: of.channel, externalId: of.externalId } },
    });
  }

  /** All dialogues of a user. */
  static async allOfUser(tx: Tx, userId: string): Promise<Dialogue[]> {
    return tx.dialogue.findMany({ where: { userId }, orderBy: { id: 'asc' } });
  }

  /** Changes a dialogue that still is as expected; null when it is not. One statement, so of several at once one wins. */
  static async changeIf(
    tx: Tx,
    where: Prisma.DialogueWhereInput,
    data: Prisma.DialogueUncheckedUpdateManyInput,
  ): Promise<Dialogue | null> {
    const [changed] = await tx.dialogue.updateManyAndReturn({ where, data });
    return changed ?? null;
  }

  /**
   * Changes who answers, if the dialogue is in one of the states and held as expected: one conditional statement, so of
   * several at once one wins. All that was said so far is settled.
   */
  static async passOn(tx: Tx, passage: Passage): Promise<boolean> {
    const { dialogueId, from, to, operatorId, holder = null, epoch = null, forget = false } = passage;
    const changed = await tx.$executeRaw`
      update dialogues set status = ${to}::"DialogueStatus", operator_id = ${operatorId}, epoch = epoch + 1,
        settled_seq = next_seq - 1, doubts = 0,
        context_seq = case when ${forget} then next_seq - 1 else context_seq end,
        summary = case when ${forget} then null else summary end,
        summary_seq = case when ${forget} then 0 else summary_seq end,
        closed_at = case when ${to} = 'CLOSED' then now() end
      where id = ${dialogueId} and status::text = any(${[...from]})
        and (${holder}::text is null or status <> 'OPERATOR' or operator_id = ${holder})
        and (${epoch}::int is null or epoch = ${epoch})`;
    return changed === 1;
  }

  /** A page of dialogues in the order asked for. */
  async page(request: PageRequest, filter: DialogueFilter, order: DialogueOrder): Promise<Page<Dialogue>> {
    const plan = planPage(request, keyOfCursor);
    const { key, descending } = orders[order];
    const down = descending !== plan.backward;
    const conditions = conditionsOf(filter);
    const beyond = plan.from
      ? Prisma.sql`and (${key}, d.id) ${down ? Prisma.sql`<` : Prisma.sql`>`} (${plan.from.key}::timestamptz, ${plan.from.id})`
      : Prisma.empty;
    const direction = down ? Prisma.sql`desc` : Prisma.sql`asc`;
    const from = Prisma.sql`from dialogues d join users u on u.id = d.user_id
      left join handoffs h on h.dialogue_id = d.id and h.ended_at is null where ${conditions}`;
    const rows = await this.database.prisma.$queryRaw<Row[]>`
      select d.id, (${key})::text as key ${from} ${beyond}
      order by ${key} ${direction}, d.id ${direction} limit ${plan.limit + 1}`;
    const dialogues = new Map((await this.byIds(rows.map((row) => row.id))).map((one) => [one.id, one]));
    const present = rows.flatMap((row) => {
      const dialogue = dialogues.get(row.id);
      return dialogue ? [{ ...row, dialogue }] : [];
    });
    const page = toPage(plan, present, {
      cursor: (row) => encodeCursor([row.key, row.id]),
      total: async () => {
        const counted = await this.database.prisma.$queryRaw<{ n: bigint }[]>`select count(*) as n ${from}`;
        return Number(counted[0]?.n ?? 0);
      },
    });
    return { ...page, edges: page.edges.map(({ node, cursor }) => ({ node: node.dialogue, cursor })) };
  }

  /** How many dialogues each operator has now. */
  async countsOfOperators(ids: readonly string[]): Promise<Map<string, number>> {
    const groups = await this.database.prisma.dialogue.groupBy({
      by: ['operatorId'],
      where: { operatorId: { in: [...ids] }, status: 'OPERATOR' },
      _count: true,
    });
    return new Map(groups.map((group) => [group.operatorId ?? '', group._count]));
  }
}

function conditionsOf(filter: DialogueFilter): Prisma.Sql {
  const { search } = filter;
  const pattern = search && `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const conditions = [
    Prisma.sql`true`,
    filter.status && Prisma.sql`d.status::text = any(${[...filter.status]})`,
    filter.botId && Prisma.sql`d.bot_id = ${filter.botId}`,
    filter.operatorId && Prisma.sql`d.operator_id = ${filter.operatorId}`,
    filter.userId && Prisma.sql`d.user_id = ${filter.userId}`,
    filter.language && Prisma.sql`d.language = ${filter.language}`,
    filter.tag && Prisma.sql`${filter.tag} = any(d.tags)`,
    pattern &&
      Prisma.sql`(u.display_name ilike ${pattern} or u.username ilike ${pattern} or d.subject ilike ${pattern}
        or exists (select from messages m where m.dialogue_id = d.id and m.text ilike ${pattern}))`,
  ].filter((one) => one !== undefined && one !== '');
  return Prisma.join(conditions, ' and ');
}

function keyOfCursor(cursor: string): { key: string; id: string } | undefined {
  const [key, id] = decodeCursor(cursor, 2) ?? [];
  if (typeof key !== 'string' || typeof id !== 'string') return undefined;
  return key === 'infinity' || !Number.isNaN(Date.parse(key)) ? { key, id } : undefined;
}
