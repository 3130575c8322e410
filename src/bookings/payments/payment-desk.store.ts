import type { Database } from '../../infra/database';
import { idType } from '../../infra/ids';
import { decodeCursor, encodeCursor, type Page, type PageRequest, planPage, toPage } from '../../infra/page';
import type { Payment, PaymentStatus, Prisma } from '../../infra/prisma-client/client';

/** Which payments somebody wants to see. */
export interface PaymentFilter {
  readonly botId?: string | undefined;
  readonly bookingId?: string | undefined;
  readonly status?: readonly PaymentStatus[] | undefined;
}

/** The ledger as it is read. */
export class PaymentDeskStore {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Payment[]> {
    return this.database.prisma.payment.findMany({ where: { id: { in: [...ids] } } });
  }

  /** Payments, the latest first. */
  async page({ botId, bookingId, status }: PaymentFilter, request: PageRequest): Promise<Page<Payment>> {
    const plan = planPage(request, idOfCursor);
    const beyond = plan.from === undefined ? {} : { id: plan.backward ? { gt: plan.from } : { lt: plan.from } };
    const where: Prisma.PaymentWhereInput = {
      ...(botId === undefined ? {} : { booking: { hall: { botId } } }),
      ...(bookingId === undefined ? {} : { bookingId }),
      ...(status === undefined ? {} : { status: { in: [...status] } }),
    };
    const rows = await this.database.prisma.payment.findMany({
      where: { AND: [where, beyond] },
      orderBy: { id: plan.backward ? 'asc' : 'desc' },
      take: plan.limit + 1,
    });
    return toPage(plan, rows, {
      cursor: ({ id }) => encodeCursor([id]),
      total: () => this.database.prisma.payment.count({ where }),
    });
  }
}

function idOfCursor(cursor: string): string | undefined {
  const [id] = decodeCursor(cursor, 1) ?? [];
  return typeof id === 'string' && idType(id) === 'payment' ? id : undefined;
}
