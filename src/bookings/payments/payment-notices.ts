import { DialogueStore } from '../../dialogues/dialogues.store';
import { say } from '../../dialogues/speech';
import type { Tell } from '../../events/event-log';
import type { Tx } from '../../infra/database';
import { nearestLanguage, type TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { Payment } from '../../infra/prisma-client/client';
import { slotOfBooking } from '../booking';
import type { BookingTexts } from '../booking-texts';
import { hallOf, inLanguage } from '../hall';
import { formatMoney } from '../money.rules';
import type { RefundReason } from './charge.rules';
import type { BookingToPay } from './payments.store';

interface Noticed {
  readonly booking: BookingToPay;
  readonly payment: Pick<Payment, 'amount' | 'currency'>;
}

/** What people are told about their payments: in the dialogue of the booking, where it has one, and by the provider. */
export class PaymentNotices {
  constructor(private readonly deps: { locales: Locales; texts: BookingTexts }) {}

  /** What a provider shows the payer. */
  orderOf(booking: BookingToPay, language: TextLanguage): { title: string; description: string } {
    const params = { booking: this.lineOf(booking, language) };
    const description = this.deps.locales.t(language, 'payments:order.description', params);
    return { title: inLanguage(hallOf(booking.hall).names, language), description };
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
    const dialogue = booking.dialogueId === null ? null : await DialogueStore.findIn(tx, booking.dialogueId);
    if (!dialogue) return;
    const language = nearestLanguage(dialogue.language);
    const params = { booking: this.lineOf(booking, language), amount: formatMoney(payment, language) };
    const text = this.deps.locales.t(language, `payments:notices.${key}`, params);
    await say(tx, tell, { utterance: { dialogueId: dialogue.id, role: 'SYSTEM', text, language } });
  }

  private lineOf(booking: BookingToPay, language: TextLanguage): string {
    return this.deps.texts.line({ hall: hallOf(booking.hall), slot: slotOfBooking(booking) }, language);
  }
}
