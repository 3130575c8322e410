import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { Prisma, TunedModel } from '../infra/prisma-client/client';

/** An answer that people have found good, with what was asked before it. */
export interface ApprovedRow {
  readonly question: string | null;
  readonly answer: string;
  readonly language: string;
  readonly displayName: string;
  readonly username: string | null;
}

const mostAnswers = 10_000;
const leastRating = 4;

/** What fine-tuning reads and keeps. */
export class FineTuningStore {
  constructor(private readonly database: Database) {}

  /**
   * Answers of a bot's dialogues that count as approved: the bot's with a thumb up, operators' in handoffs that users rated
   * 4 or 5, and approved entries of knowledge. The question is what the user wrote since somebody last answered.
   */
  async approved(botId: string): Promise<ApprovedRow[]> {
    const { rows } = await this.database.pool.query<ApprovedRow>(
      `with approved as (
        select m.dialogue_id, m.seq, m.text, coalesce(m.language, d.language) as language, u.display_name, u.username
        from messages m join dialogues d on d.id = m.dialogue_id join users u on u.id = d.user_id
        where d.bot_id = $1 and (
          m.role = 'BOT' and m.feedback = 1
          or m.role = 'OPERATOR' and exists (
            select 1 from handoffs h where h.dialogue_id = d.id and h.rating >= $2
              and m.created_at between h.accepted_at and coalesce(h.ended_at, now())
          )
        )
      )
      select (
          select string_agg(asked.text, E'\\n' order by asked.seq) from messages asked
          where asked.dialogue_id = approved.dialogue_id and asked.role = 'USER' and asked.text <> '' and asked.text not like '/%'
            and asked.seq < approved.seq and asked.seq > coalesce((
              select max(before.seq) from messages before where before.dialogue_id = approved.dialogue_id
                and before.seq < approved.seq and before.role in ('BOT', 'OPERATOR')
            ), 0)
        ) as question, text as answer, language, display_name as "displayName", username
      from approved
      union all
      select p.question, p.answer, p.language, coalesce(u.display_name, ''), u.username
      from knowledge_proposals p left join dialogues d on d.id = p.dialogue_id left join users u on u.id = d.user_id
      where p.bot_id = $1 and p.status = 'APPROVED'
      limit $3`,
      [botId, leastRating, mostAnswers],
    );
    return rows;
  }

  async ofRun(trainingRunId: string): Promise<TunedModel | null> {
    return this.database.prisma.tunedModel.findUnique({ where: { trainingRunId } });
  }

  async add(model: Omit<Prisma.TunedModelUncheckedCreateInput, 'id'>): Promise<TunedModel> {
    return this.database.prisma.tunedModel.create({ data: { id: newId('tuned'), ...model } });
  }

  async change(id: string, data: Prisma.TunedModelUncheckedUpdateInput): Promise<TunedModel> {
    return this.database.prisma.tunedModel.update({ where: { id }, data });
  }

  async find(id: string): Promise<TunedModel | null> {
    return this.database.prisma.tunedModel.findUnique({ where: { id } });
  }

  /** The models that came of runs for a bot, newest first. */
  async ofBot(botId: string): Promise<TunedModel[]> {
    return this.database.prisma.tunedModel.findMany({
      where: { botId, model: { not: null } },
      orderBy: { id: 'desc' },
    });
  }

  /** Lets a model answer for a bot; null: the deployment's own. */
  static async use(tx: Tx, botId: string, model: string | null): Promise<void> {
    await tx.bot.update({ where: { id: botId }, data: { model } });
  }
}
