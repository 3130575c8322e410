import type { Database } from '../../infra/database';

/** Whose a payment is. */
export interface Payer {
  readonly botId: string;
  /** Telegram's id of the user who has booked; null: nobody in Telegram has, or they are forgotten. */
  readonly telegramId: string | null;
}

/** Whom payments concern, in the database. */
export class PayerStore {
  constructor(private readonly database: Database) {}

  /** Undefined: there is no such payment. */
  async ofPayment(paymentId: string): Promise<Payer | undefined> {
    const { rows } = await this.database.pool.query(
      `select h.bot_id as "botId", u.external_id as "telegramId"
       from payments p join bookings b on b.id = p.booking_id join halls h on h.id = b.hall_id
         left join users u on u.id = b.user_id and u.channel = 'TELEGRAM'
       where p.id = $1`,
      [paymentId],
    );
    return (rows as Payer[])[0];
  }
}
