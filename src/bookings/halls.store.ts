import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { HallOccupancy, Hall as HallRow, Prisma } from '../infra/prisma-client/client';
import type { Slot } from './calendar.rules';
import { type Hall, hallOf } from './hall';

/** A hall to be written, but for its id. */
export type NewHallRow = Omit<Prisma.HallUncheckedCreateInput, 'id'>;

/** A time in which a hall is taken. */
export type Taken = Slot & Pick<HallOccupancy, 'bookingId'>;

/** Halls, and when they are taken, in the database. */
export class HallStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Hall[]> {
    return (await this.database.prisma.hall.findMany({ where: { id: { in: [...ids] } } })).map(hallOf);
  }

  /** The halls of a bot, those that were made first first. */
  async ofBot(botId: string, archived: boolean): Promise<Hall[]> {
    const where = archived ? { botId } : { botId, archivedAt: null };
    return (await this.database.prisma.hall.findMany({ where, orderBy: { id: 'asc' } })).map(hallOf);
  }

  /** Makes a hall where there is none of its name yet; what there is stays as it is. */
  async addMissing(hall: NewHallRow): Promise<void> {
    await this.database.prisma.hall.createMany({ data: [{ id: newId('hall'), ...hall }], skipDuplicates: true });
  }

  /** When a hall is taken within a time, the earliest first. */
  async taken(hallId: string, { startsAt, endsAt }: Slot): Promise<HallOccupancy[]> {
    return this.database.prisma.hallOccupancy.findMany({
      where: { hallId, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } },
      orderBy: { startsAt: 'asc' },
    });
  }

  async occupanciesByIds(ids: readonly string[]): Promise<HallOccupancy[]> {
    return this.database.prisma.hallOccupancy.findMany({ where: { id: { in: [...ids] } } });
  }

  /** What the database's clock says: the only one that bookings go by. */
  async now(): Promise<Date> {
    const { rows } = await this.database.pool.query('select now() as now');
    return (rows[0] as { now: Date }).now;
  }

  /** A hall whose times nobody else can take until the caller's transaction ends, and the time it is. */
  static async lockIn(tx: Tx, id: string): Promise<{ hall: Hall; now: Date } | null> {
    const [row] = await tx.$queryRaw<{ now: Date }[]>`
      select clock_timestamp() as now from halls where id = ${id} for no key update`;
    const hall = row && (await tx.hall.findUnique({ where: { id } }));
    return row && hall ? { hall: hallOf(hall), now: row.now } : null;
  }

  static async findIn(tx: Tx, id: string): Promise<Hall | null> {
    const row = await tx.hall.findUnique({ where: { id } });
    return row && hallOf(row);
  }

  static async add(tx: Tx, hall: NewHallRow): Promise<HallRow> {
    return tx.hall.create({ data: { id: newId('hall'), ...hall } });
  }

  static async change(tx: Tx, id: string, change: Prisma.HallUncheckedUpdateInput): Promise<void> {
    await tx.hall.update({ where: { id }, data: { ...change, updatedAt: new Date() } });
  }

  /** Whether a hall is taken within a time by something else than one booking. */
  static async isTaken(tx: Tx, hallId: string, of: { slot: Slot; but?: string | undefined }): Promise<boolean> {
    const { slot, but } = of;
    const others = but === undefined ? {} : { OR: [{ bookingId: null }, { bookingId: { not: but } }] };
    const overlapping = { hallId, startsAt: { lt: slot.endsAt }, endsAt: { gt: slot.startsAt } };
    return (await tx.hallOccupancy.count({ where: { ...overlapping, ...others } })) > 0;
  }

  /** Takes a time; the database refuses what overlaps. */
  static async take(tx: Tx, occupancy: Omit<Prisma.HallOccupancyUncheckedCreateInput, 'id'>): Promise<HallOccupancy> {
    return tx.hallOccupancy.create({ data: { id: newId('occupancy'), ...occupancy } });
  }

  /** Moves what a booking takes. */
  static async move(tx: Tx, bookingId: string, slot: Slot): Promise<void> {
    await tx.hallOccupancy.update({ where: { bookingId }, data: { ...slot } });
  }

  /** Gives the time of a booking back. */
  static async free(tx: Tx, bookingId: string): Promise<void> {
    await tx.hallOccupancy.deleteMany({ where: { bookingId } });
  }

  static async occupancyIn(tx: Tx, id: string): Promise<HallOccupancy | null> {
    return tx.hallOccupancy.findUnique({ where: { id } });
  }

  static async removeOccupancy(tx: Tx, id: string): Promise<void> {
    await tx.hallOccupancy.delete({ where: { id } });
  }
}
