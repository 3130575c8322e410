import type { Candidate } from '../../handoff/queue.rules';
import type { Database } from '../../infra/database';
import type { Dialogue, Handoff, Message, Operator, User } from '../../infra/prisma-client/client';

/** A dialogue that people have, wait to have or had last, as operators see it. */
export interface DeskView {
  readonly dialogue: Dialogue & { readonly user: User; readonly operator: Operator | null };
  /** The open handoff, or the last one. */
  readonly handoff: Handoff & { readonly operator: Operator | null };
}

/** A message and who said it, if an operator did. */
export type DeskLine = Message & { readonly operator: Operator | null };

/** A dialogue that somebody could take. */
export interface WaitingForDesk {
  readonly dialogueId: string;
  readonly language: string;
  readonly passedOver: readonly string[];
}

/** An operator with a Telegram account, and how much they have to do. */
export type LinkedOperator = Operator & Candidate & { readonly telegramId: string };

/** A stretch of a dialogue. */
export interface Stretch {
  /** Messages with a number above this one. */
  readonly after: number;
  /** Messages that were there before this moment. */
  readonly before?: Date | undefined;
  readonly limit: number;
}

/** What operators in Telegram see of dialogues, read from the database. */
export class DeskViewStore {
  constructor(private readonly database: Database) {}

  /** Null when no person was ever asked for. */
  async of(dialogueId: string): Promise<DeskView | null> {
    const dialogue = await this.database.prisma.dialogue.findUnique({
      where: { id: dialogueId },
      include: {
        user: true,
        operator: true,
        handoffs: { orderBy: { id: 'desc' }, take: 1, include: { operator: true } },
      },
    });
    if (!dialogue) return null;
    const { handoffs, ...rest } = dialogue;
    const [handoff] = handoffs;
    return handoff ? { dialogue: rest, handoff } : null;
  }

  /** The first messages of a stretch, in order. */
  async first(dialogueId: string, { after, before, limit }: Stretch): Promise<DeskLine[]> {
    return this.database.prisma.message.findMany({
      where: { dialogueId, seq: { gt: after }, ...(before && { createdAt: { lt: before } }) },
      include: { operator: true },
      orderBy: { seq: 'asc' },
      take: limit,
    });
  }

  /** The last messages of a stretch, in order. */
  async last(dialogueId: string, { after, before, limit }: Stretch): Promise<DeskLine[]> {
    const rows = await this.database.prisma.message.findMany({
      where: { dialogueId, seq: { gt: after }, ...(before && { createdAt: { lt: before } }) },
      include: { operator: true },
      orderBy: { seq: 'desc' },
      take: limit,
    });
    return rows.toReversed();
  }

  async message(id: string): Promise<Message | null> {
    return this.database.prisma.message.findUnique({ where: { id } });
  }

  /** The id of the message that came from a source, if it is stored. */
  async fromSource(dialogueId: string, source: string): Promise<string | null> {
    const message = await this.database.prisma.message.findUnique({
      where: { dialogueId_source: { dialogueId, source } },
      select: { id: true },
    });
    return message?.id ?? null;
  }

  /** Whether something that an operator said is still on its way to the user. */
  async isSending(dialogueId: string): Promise<boolean> {
    const pending = { dialogueId, role: 'OPERATOR', delivery: 'PENDING' } as const;
    return (await this.database.prisma.message.count({ where: pending })) > 0;
  }

  async operator(id: string): Promise<Operator | null> {
    return this.database.prisma.operator.findUnique({ where: { id } });
  }

  /** The operators who have a Telegram account. */
  async linkedOperators(): Promise<LinkedOperator[]> {
    const rows = await this.database.prisma.operator.findMany({
      where: { telegramId: { not: null } },
      include: { _count: { select: { dialogues: { where: { status: 'OPERATOR' } } } } },
      orderBy: { id: 'asc' },
    });
    return rows.flatMap(({ _count, telegramId, ...operator }) =>
      telegramId === null ? [] : [{ ...operator, telegramId, active: _count.dialogues }],
    );
  }

  /** What operators are called at Telegram (without the @), as far as it is known, by operator. */
  async usernames(): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.database.pool.query<{ id: string; username: string }>(
      `select o.id, u.username from operators o
       join users u on u.channel = 'TELEGRAM' and u.external_id = o.telegram_id where u.username is not null`,
    );
    return new Map(rows.map(({ id, username }) => [id, username]));
  }

  /** Those of a bot who wait, the longest first. */
  async waiting(botId: string): Promise<WaitingForDesk[]> {
    const rows = await this.database.prisma.handoff.findMany({
      where: { endedAt: null, dialogue: { botId, status: 'WAITING' } },
      include: { dialogue: true },
      orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
      take: 50,
    });
    return rows.map(({ dialogueId, passedOver, dialogue }) => ({
      dialogueId,
      language: dialogue.language,
      passedOver,
    }));
  }

  /** How many dialogues of a bot an operator has. */
  async held(botId: string, operatorId: string): Promise<number> {
    return this.database.prisma.dialogue.count({ where: { botId, operatorId, status: 'OPERATOR' } });
  }

  /** The dialogues that an operator has and sees in a chat of their own, oldest first. */
  async relayed(of: { botId: string; operatorId: string; chatId: string }): Promise<(Dialogue & { user: User })[]> {
    const { botId, operatorId, chatId } = of;
    return this.database.prisma.dialogue.findMany({
      where: { botId, operatorId, status: 'OPERATOR', deskPlaces: { some: { chatId } } },
      include: { user: true },
      orderBy: { id: 'asc' },
    });
  }
}
