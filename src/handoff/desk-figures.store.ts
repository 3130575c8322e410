import type { Database } from '../infra/database';

/** What a supervisor sees of a stretch of time: how many, how long (seconds), how well. */
export interface DeskFigures {
  readonly waiting: number;
  readonly withOperators: number;
  readonly messagesLeft: number;
  /** How long the one who has waited longest waits by now. */
  readonly longestWaitSeconds: number | null;
  readonly requested: number;
  readonly accepted: number;
  readonly timedOut: number;
  readonly cancelled: number;
  /** From the request to the acceptance, and to the operator's first answer: the median. */
  readonly medianAcceptSeconds: number | null;
  readonly medianFirstReplySeconds: number | null;
  readonly ratings: number;
  readonly averageRating: number | null;
  /** Answers of the bot that users say have helped, and have not. */
  readonly answersLiked: number;
  readonly answersDisliked: number;
}

/** How one operator fares. */
export interface OperatorFigures {
  readonly operatorId: string;
  readonly active: number;
  readonly accepted: number;
  readonly medianFirstReplySeconds: number | null;
  readonly ratings: number;
  readonly averageRating: number | null;
}

const seconds = (from: string, to: string) =>
  `percentile_cont(0.5) within group (order by extract(epoch from ${to} - ${from}))::float8`;

const nowSql = `
  select count(*) filter (where d.status = 'WAITING' and h.left_message_at is null)::int as waiting,
    count(*) filter (where d.status = 'OPERATOR')::int as "withOperators",
    count(*) filter (where d.status = 'WAITING' and h.left_message_at is not null)::int as "messagesLeft",
    extract(epoch from now() - min(h.requested_at)
      filter (where d.status = 'WAITING' and h.left_message_at is null))::float8 as "longestWaitSeconds"
  from handoffs h join dialogues d on d.id = h.dialogue_id
  where h.ended_at is null and ($1::text is null or d.bot_id = $1)`;

const sinceSql = `
  select count(*)::int as requested, count(h.accepted_at)::int as accepted,
    count(*) filter (where h.outcome = 'TIMED_OUT')::int as "timedOut",
    count(*) filter (where h.outcome = 'CANCELLED_BY_USER')::int as cancelled,
    ${seconds('h.requested_at', 'h.accepted_at')} as "medianAcceptSeconds",
    ${seconds('h.requested_at', 'h.first_reply_at')} as "medianFirstReplySeconds",
    count(h.rating)::int as ratings, avg(h.rating)::float8 as "averageRating"
  from handoffs h join dialogues d on d.id = h.dialogue_id
  where h.requested_at >= $2 and ($1::text is null or d.bot_id = $1)`;

const feedbackSql = `
  select count(*) filter (where m.feedback = 1)::int as "answersLiked",
    count(*) filter (where m.feedback = -1)::int as "answersDisliked"
  from messages m join dialogues d on d.id = m.dialogue_id
  where m.feedback is not null and m.created_at >= $2 and ($1::text is null or d.bot_id = $1)`;

const operatorsSql = `
  select h.operator_id as "operatorId",
    count(*) filter (where h.ended_at is null and d.status = 'OPERATOR')::int as active,
    count(*) filter (where h.requested_at >= $2)::int as accepted,
    ${seconds('h.accepted_at', 'h.first_reply_at')} as "medianFirstReplySeconds",
    count(h.rating)::int as ratings, avg(h.rating)::float8 as "averageRating"
  from handoffs h join dialogues d on d.id = h.dialogue_id
  where h.operator_id is not null and (h.requested_at >= $2 or h.ended_at is null) and ($1::text is null or d.bot_id = $1)
  group by h.operator_id order by h.operator_id`;

/** The figures of the desk, from the database. */
export class DeskFiguresStore {
  constructor(private readonly database: Database) {}

  /** Of one bot or of all, since a moment. */
  async figures(botId: string | null, since: Date): Promise<DeskFigures> {
    const [now, past, feedback] = await Promise.all([
      this.database.pool.query(nowSql, [botId]),
      this.database.pool.query(sinceSql, [botId, since]),
      this.database.pool.query(feedbackSql, [botId, since]),
    ]);
    return Object.assign({}, now.rows[0], past.rows[0], feedback.rows[0]) as DeskFigures;
  }

  async ofOperators(botId: string | null, since: Date): Promise<OperatorFigures[]> {
    return (await this.database.pool.query(operatorsSql, [botId, since])).rows;
  }
}
