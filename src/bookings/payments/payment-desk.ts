import { badInput, Refusal } from '../../errors';
import { cleanLine } from '../../infra/clean-text';
import type { Database } from '../../infra/database';
import type { Page, PageRequest } from '../../infra/page';
import type { Payment } from '../../infra/prisma-client/client';
import { AuditStore } from '../../people/audit.store';
import type { Idempotency } from '../../people/idempotency';
import { demand, type Viewer } from '../../people/viewer';
import { PaymentDeskStore, type PaymentFilter } from './payment-desk.store';
import type { Payments } from './payments';

/** Somebody has given money back that no provider gives back by itself. */
export interface RefundByHand {
  readonly paymentId: string;
  /** What the refund is called where it was made. */
  readonly reference: string;
  readonly idempotencyKey?: string | null | undefined;
}

interface PaymentDeskDeps {
  readonly database: Database;
  readonly idempotency: Idempotency;
  readonly payments: Pick<Payments, 'refundedIn'>;
}

const longestReference = 200;

/** What operators and apps see of payments, and do where a provider takes no orders. */
export class PaymentDesk {
  private readonly store: PaymentDeskStore;

  constructor(private readonly deps: PaymentDeskDeps) {
    this.store = new PaymentDeskStore(deps.database);
  }

  byIds(ids: readonly string[]): Promise<Payment[]> {
    return this.store.byIds(ids);
  }

  /** Payments, the latest first. Needs `dialogues:read`. */
  page(viewer: Viewer | null, filter: PaymentFilter, request: PageRequest): Promise<Page<Payment>> {
    demand(viewer, 'dialogues:read');
    return this.store.page(filter, request);
  }

  /**
   * Notes that money was given back by hand, and tells the user. Throws NOT_FOUND, CONFLICT for a payment that is not due back,
   * BAD_USER_INPUT. Needs `supervise`.
   */
  async noteRefund(viewer: Viewer | null, input: RefundByHand): Promise<string> {
    demand(viewer, 'supervise');
    const { paymentId } = input;
    const refund = cleanLine(input.reference, longestReference);
    if (refund === '') throw badInput({ reference: 'required' });
    const [payment] = await this.store.byIds([paymentId]);
    if (!payment) throw new Refusal('NOT_FOUND');
    const request = { operation: 'noteRefund', input: { ...input } };
    await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      if (!(await this.deps.payments.refundedIn(tx, tell, { payment, refund }))) throw new Refusal('CONFLICT');
      const { bookingId, amount, currency } = payment;
      const details = { bookingId, amount, currency, refund };
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'payment.refund', subject: paymentId, details });
      return { paymentId };
    });
    return paymentId;
  }
}
