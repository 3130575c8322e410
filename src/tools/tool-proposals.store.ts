import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { Prisma, ToolProposal, ToolProposalStatus } from '../infra/prisma-client/client';

/** A proposal to be kept. */
export interface NewToolProposal {
  readonly dialogueId: string;
  readonly turnSeq: number;
  readonly tool: string;
  readonly content: Prisma.InputJsonValue;
  readonly hash: string;
  readonly preview: string;
  readonly language: string;
}

/** How a proposal ends. */
export interface Decision {
  readonly status: Exclude<ToolProposalStatus, 'OPEN'>;
  readonly result?: Prisma.InputJsonValue;
}

/** What waits for the user's word, in the database. Its clock says what is too old. */
export class ToolProposalStore {
  constructor(private readonly database: Database) {}

  /** A proposal of a dialogue; one whose time is over is EXPIRED, whether or not that is noted already. */
  async find(dialogueId: string, hash: string): Promise<ToolProposal | null> {
    await this.expire(dialogueId);
    return this.database.prisma.toolProposal.findUnique({ where: { dialogueId_hash: { dialogueId, hash } } });
  }

  /** What waits for the user's word in a dialogue. */
  async openOf(dialogueId: string): Promise<ToolProposal | null> {
    await this.expire(dialogueId);
    return this.database.prisma.toolProposal.findFirst({ where: { dialogueId, status: 'OPEN' } });
  }

  /** Opens a proposal in the place of the one that was open. A repeat changes nothing. */
  static async open(tx: Tx, { content, ...proposal }: NewToolProposal): Promise<void> {
    const { dialogueId, hash } = proposal;
    await tx.$executeRaw`
      update tool_proposals set status = 'REPLACED', decided_at = now()
      where dialogue_id = ${dialogueId} and status = 'OPEN' and hash <> ${hash}`;
    const { turnSeq, tool, preview, language } = proposal;
    await tx.$executeRaw`
      insert into tool_proposals (id, dialogue_id, turn_seq, tool, content, hash, preview, language, expires_at)
      values (${newId('toolproposal')}, ${dialogueId}, ${turnSeq}, ${tool}, ${JSON.stringify(content)}::jsonb, ${hash},
        ${preview}, ${language}, now() + interval '24 hours')
      on conflict (dialogue_id, hash) do nothing`;
  }

  /** Ends a proposal that is open; false when it is not (any more). */
  static async decide(tx: Tx, id: string, { status, result }: Decision): Promise<boolean> {
    const data = { status, decidedAt: new Date(), ...(result === undefined ? {} : { result }) };
    return (await tx.toolProposal.updateMany({ where: { id, status: 'OPEN' }, data })).count === 1;
  }

  /** Notes that the time of proposals is over; of one dialogue, or of all. */
  async expire(dialogueId: string | null = null): Promise<void> {
    await this.database.pool.query(
      `update tool_proposals set status = 'EXPIRED', decided_at = now()
       where status = 'OPEN' and expires_at <= now() and ($1::text is null or dialogue_id = $1)`,
      [dialogueId],
    );
  }
}
