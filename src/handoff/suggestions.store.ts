import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { Prisma, Suggestion } from '../infra/prisma-client/client';

/** What the bot would have said, as it is kept. */
export interface NewSuggestion {
  readonly dialogueId: string;
  /** The user's message that it answers. */
  readonly seq: number;
  readonly kind: Suggestion['kind'];
  readonly text: string;
  readonly language: string;
  readonly citations: readonly object[];
}

/** Suggestions for operators in the database. */
export class SuggestionStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Suggestion[]> {
    return this.database.prisma.suggestion.findMany({ where: { id: { in: [...ids] } } });
  }

  /** The newest one of each dialogue that nobody has decided on. */
  async pendingOf(dialogueIds: readonly string[]): Promise<Suggestion[]> {
    return this.database.prisma.suggestion.findMany({
      where: { dialogueId: { in: [...dialogueIds] }, status: 'PENDING' },
      orderBy: [{ dialogueId: 'asc' }, { seq: 'desc' }, { id: 'desc' }],
      distinct: ['dialogueId'],
    });
  }

  static async findIn(tx: Tx, id: string): Promise<Suggestion | null> {
    return tx.suggestion.findUnique({ where: { id } });
  }

  /** Keeps a suggestion in the place of those that were not decided on; a repeat changes nothing. Answers whether it is new. */
  static async add(tx: Tx, suggestion: NewSuggestion): Promise<boolean> {
    const { dialogueId, seq, kind, text, language, citations } = suggestion;
    const row = { id: newId('suggestion'), dialogueId, seq, kind, text, language };
    const data = [{ ...row, citations: citations.map((citation) => ({ ...citation })) }];
    if ((await tx.suggestion.createMany({ data, skipDuplicates: true })).count === 0) return false;
    await tx.suggestion.updateMany({
      where: { dialogueId, status: 'PENDING', id: { not: row.id } },
      data: { status: 'OUTDATED', decidedAt: new Date() },
    });
    return true;
  }

  /** Decides on a suggestion that is still open; false when somebody has. */
  static async decide(tx: Tx, id: string, data: Prisma.SuggestionUncheckedUpdateManyInput): Promise<boolean> {
    const decided = { ...data, decidedAt: new Date() };
    return (await tx.suggestion.updateMany({ where: { id, status: 'PENDING' }, data: decided })).count === 1;
  }
}
