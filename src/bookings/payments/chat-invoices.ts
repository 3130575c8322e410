import { say } from '../../dialogues/speech';
import { Refusal } from '../../errors';
import type { EventLog } from '../../events/event-log';
import type { Database } from '../../infra/database';
import type { LaneOutcome, Lease } from '../../infra/lanes';
import { LaneStore } from '../../infra/lanes.store';
import { nearestLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { BookingFollower } from '../booking';
import { formatMoney } from '../money.rules';
import { type BilledBooking, ChatInvoiceStore, invoiceQueue } from './chat-invoices.store';
import type { PaymentOrder, PaymentProviders } from './payment-provider';
import type { Payments } from './payments';

/** The provider that takes money in a chat of Telegram, as payments.provider holds it. */
export const telegramProvider = 'telegram';

/** What is said of a booking when it is made or corrected comes first. */
const pauseMs = 2_000;

/** Has an invoice sent for a booking of a dialogue that was made or corrected, in the transaction of the change. */
export const wakeInvoices: BookingFollower = async (tx, _tell, { change, booking }) => {
  const isDue = booking.dialogueId !== null && booking.status === 'AWAITING_PAYMENT';
  if (isDue && (change === 'made' || change === 'corrected')) await LaneStore.wake(tx, invoiceQueue, booking.id);
};

/**
 * Shows the user an invoice that can be paid right in the chat, where the channel takes payments. Each version of a booking has
 * one; an older one is refused before anything is charged.
 */
export class ChatInvoices {
  private readonly store: ChatInvoiceStore;

  constructor(
    private readonly deps: {
      database: Database;
      events: EventLog;
      providers: PaymentProviders;
      payments: Pick<Payments, 'open'>;
      locales: Locales;
    },
  ) {
    this.store = new ChatInvoiceStore(deps.database);
  }

  /** Looks at a booking and sends what is due. Doing it again changes nothing. */
  async work({ lane: bookingId }: Lease): Promise<LaneOutcome> {
    const booking = await this.store.billed(bookingId);
    if (!booking || !this.deps.providers.get(telegramProvider)?.serves(booking.botId)) return { again: false };
    const waitMs = Math.min(pauseMs - booking.ageMs, pauseMs);
    if (waitMs > 0) return { retryAfterMs: waitMs };
    const order = await this.opened(bookingId, booking);
    if (order) await this.show(booking, order);
    return { again: false };
  }

  /** Null: the booking is another one by now; that change has woken us again. */
  private async opened(bookingId: string, { version, language }: BilledBooking): Promise<PaymentOrder | null> {
    const reader = { language: nearestLanguage(language), returnUrl: '' };
    try {
      return await this.deps.payments.open({ bookingId, version, provider: telegramProvider, ...reader });
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  private async show({ dialogueId }: BilledBooking, order: PaymentOrder): Promise<void> {
    const { paymentId: payload, title, description, amount, currency, language } = order;
    const source = `invoice:${payload}`;
    const words = { description, amount: formatMoney({ amount, currency }, language) };
    const text = this.deps.locales.t(language, 'invoices:message', words);
    const invoice = { payload, title, description, amount, currency };
    await this.deps.events.transact(async (tx, tell) => {
      if (await ChatInvoiceStore.isSaid(tx, dialogueId, source)) return;
      await say(tx, tell, { utterance: { dialogueId, role: 'SYSTEM', text, language, source, invoice } });
    });
  }
}
