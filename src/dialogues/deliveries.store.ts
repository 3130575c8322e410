import type { Database, Tx } from '../infra/database';
import { LaneStore } from '../infra/lanes.store';
import type { DeliveryStatus, Prisma } from '../infra/prisma-client/client';
import type { Button, Invoice } from './channel';

/** The queue whose lanes are dialogues with something to send. */
export const deliveryQueue = 'deliveries';

const whole = {
  message: { include: { dialogue: { include: { user: true } }, operator: true } },
} satisfies Prisma.DeliveryInclude;

/** A message that is on its way, with all that sending it needs. */
export type PendingDelivery = Prisma.DeliveryGetPayload<{ include: typeof whole }>;

/** Deliveries in the database. */
export class DeliveryStore {
  constructor(private readonly database: Database) {}

  /** Puts a message on its way in the caller's transaction. */
  static async add(
    tx: Tx,
    delivery: {
      messageId: string;
      dialogueId: string;
      buttons: readonly (readonly Button[])[];
      invoice?: Invoice | undefined;
    },
  ): Promise<void> {
    const { messageId, dialogueId, invoice } = delivery;
    const buttons = delivery.buttons.map((row) => row.map((button) => ({ ...button })));
    await tx.delivery.create({
      data: { messageId, dialogueId, extras: { buttons, ...(invoice && { invoice: { ...invoice } }) } },
    });
    await LaneStore.wake(tx, deliveryQueue, dialogueId);
  }

  /** Puts a message on its way again since it was edited. */
  static async amend(tx: Tx, message: { id: string; dialogueId: string }): Promise<void> {
    await tx.$executeRaw`
      update deliveries set edition = edition + 1, done_at = null, attempts = 0 where message_id = ${message.id}`;
    await LaneStore.wake(tx, deliveryQueue, message.dialogueId);
  }

  /** The channel's id of a message of a dialogue, or undefined: of the user's own by its source, of ours by what was sent. */
  async channelIdOf(messageId: string): Promise<string | undefined> {
    const { rows } = await this.database.pool.query(
      `select coalesce(substring(m.source from '^telegram:([0-9]+)$'), d.sent_parts[1]) as id
       from messages m left join deliveries d on d.message_id = m.id where m.id = $1`,
      [messageId],
    );
    return (rows[0] as { id: string | null } | undefined)?.id ?? undefined;
  }

  /** The message of a dialogue that has this id in its channel: what the user wrote, or what was sent to them. */
  static async withChannelId(tx: Tx, dialogueId: string, channelId: string): Promise<string | null> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select id from messages where dialogue_id = ${dialogueId} and source = ${`telegram:${channelId}`}
      union all
      select message_id from deliveries where dialogue_id = ${dialogueId} and ${channelId} = any(sent_parts) limit 1`;
    return rows[0]?.id ?? null;
  }

  /** The text of the latest button of a dialogue with this action. */
  async buttonText(dialogueId: string, action: string): Promise<string | null> {
    const { rows } = await this.database.pool.query(
      `select button ->> 'text' as text from deliveries,
         jsonb_array_elements(extras -> 'buttons') as line, jsonb_array_elements(line) as button
       where dialogue_id = $1 and button ->> 'action' = $2 order by id desc limit 1`,
      [dialogueId, action],
    );
    return (rows[0] as { text: string | null } | undefined)?.text ?? null;
  }

  /** The oldest message of a dialogue that is still on its way. */
  async next(dialogueId: string): Promise<PendingDelivery | null> {
    return this.database.prisma.delivery.findFirst({
      where: { dialogueId, doneAt: null },
      orderBy: { id: 'asc' },
      include: whole,
    });
  }

  /** Notes that a part is about to be sent: if we die now, its fate is open. */
  async open(id: bigint, part: number): Promise<void> {
    await this.database.pool.query(
      `update deliveries set open_part = $2, attempts = attempts + 1, uncertain = uncertain or open_part is not null where id = $1`,
      [id, part],
    );
  }

  /** Notes that a part was taken, under which id. Its tries are over; the next part has its own. */
  async taken(id: bigint, channelId: string): Promise<void> {
    await this.database.pool.query(
      `update deliveries set open_part = null, attempts = 0, sent_parts = array_append(sent_parts, $2) where id = $1`,
      [id, channelId],
    );
  }

  /** Notes that a part was certainly not taken: only tries whose outcome nobody knows are counted. */
  async notTaken(id: bigint): Promise<void> {
    await this.database.pool.query(`update deliveries set open_part = null, attempts = 0 where id = $1`, [id]);
  }

  /** Counts a try to change what was sent: it can be done again, so nothing is in doubt. */
  async tried(id: bigint): Promise<void> {
    await this.database.pool.query('update deliveries set attempts = attempts + 1 where id = $1', [id]);
  }

  /** Forgets a part that was taken back. */
  async takenBack(id: bigint, left: number): Promise<void> {
    await this.database.pool.query(`update deliveries set sent_parts = sent_parts[1:$2] where id = $1`, [id, left]);
  }

  /** Ends a delivery with what became of it, in the caller's transaction; what was edited meanwhile stays on its way. */
  static async finish(
    tx: Tx,
    end: { id: bigint; messageId: string; edition: number; status: DeliveryStatus; error: string | null },
  ): Promise<void> {
    await tx.$executeRaw`
      update deliveries set done_at = case when edition = ${end.edition} then now() end, open_part = null,
        sent_edition = ${end.edition} where id = ${end.id}`;
    await tx.message.update({
      where: { id: end.messageId },
      data: { delivery: end.status, deliveryError: end.error },
    });
  }

  /** Marks a message whose fate is open while it is still on its way. */
  static async markUncertain(tx: Tx, messageId: string): Promise<void> {
    await tx.message.update({
      where: { id: messageId },
      data: { delivery: 'UNKNOWN', deliveryError: 'delivery_unknown' },
    });
  }
}
