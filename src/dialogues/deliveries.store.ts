import type { Database, Tx } from '../infra/database';
import { LaneStore } from '../infra/lanes.store';
import type { DeliveryStatus, Prisma } from '../infra/prisma-client/client';
import type { Button } from './channel';

/** The queue whose lanes are dialogues with something to send. */
export const deliveryQueue = 'deliveries';

const whole = {
  message: { include: { dialogue: { include: { user: true } }, operator: { select: { name: true } } } },
} satisfies Prisma.DeliveryInclude;

/** A message that is on its way, with all that sending it needs. */
export type PendingDelivery = Prisma.DeliveryGetPayload<{ include: typeof whole }>;

/** Deliveries in the database. */
export class DeliveryStore {
  constructor(private readonly database: Database) {}

  /** Puts a message on its way in the caller's transaction. */
  static async add(
    tx: Tx,
    delivery: { messageId: string; dialogueId: string; buttons: readonly (readonly Button[])[] },
  ): Promise<void> {
    const { messageId, dialogueId } = delivery;
    const buttons = delivery.buttons.map((row) => row.map((button) => ({ ...button })));
    await tx.delivery.create({ data: { messageId, dialogueId, extras: { buttons } } });
    await LaneStore.wake(tx, deliveryQueue, dialogueId);
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

  /** Ends a delivery with what became of it, in the caller's transaction. */
  static async finish(
    tx: Tx,
    end: { id: bigint; messageId: string; status: DeliveryStatus; error: string | null },
  ): Promise<void> {
    await tx.$executeRaw`update deliveries set done_at = now(), open_part = null where id = ${end.id}`;
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
