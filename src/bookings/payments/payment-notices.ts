import { say } from '../../dialogues/speech';
import type { Tell } from '../../events/event-log';
import type { Tx } from '../../infra/database';
import { nearestLanguage, type TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { Payment } from '../../infra/prisma-client/client';
import type { RefundReason } from './charge.rules';
import type { BookingToPay } from './payments.store';

interface Noticed {
  readonly booking: BookingToPay;
  readonly payment: Payment;
}

/** What users are told about their payments, in the dialogue of the booking; a booking of an app has none. */
export class PaymentNotices {
  constructor(private readonly deps: { locales: Locales }) {}

  /** What a provider shows the payer. */
  orderOf(booking: BookingToPay, language: TextLanguage): { title: string; description: string } {
    const title = this.deps.locales.t(language, 'payments:order.title', this.paramsOf(booking, language));
    return {
      title,
      description: this.deps.locales.t(language, 'payments:order.description', this.paramsOf(booking, language)),
    };
  }

  async paid(tx: Tx, tell: Tell, noticed: Noticed): Promise<void> {
    await this.tell(tx, tell, { ...noticed, key: 'paid' });
  }

  async owed(tx: Tx, tell: Tell, noticed: Noticed & { reason: RefundReason }): Promise<void> {
    await this.tell(tx, tell, { ...noticed, key: `owed.${noticed.reason}` });
  }

  async refunded(tx: Tx, tell: Tell, noticed: Noticed): Promise<void> {
    await this.tell(tx, tell, { ...noticed, key: 'refunded' });
  }

  private async tell(tx: Tx, tell: Tell, said: Noticed & { key: string }): Promise<void> {
    const { booking, payment, key } = said;
    if (booking.dialogueId === null) return;
    const language = nearestLanguage(booking.language);
    const params = { ...this.paramsOf(booking, language), amount: `${payment.amount} ${payment.currency}` };
    const text = this.deps.locales.t(language, `payments:${key}`, params);
    await say(tx, tell, { utterance: { dialogueId: booking.dialogueId, role: 'SYSTEM', text, language } });
  }

  private paramsOf(_booking: BookingToPay, _language: TextLanguage): Record<string, string> {
    return {};
  }
}
