import type { Receiver } from '../../assistant/receiver';
import type { RefundReason } from '../../bookings/payments/charge.rules';
import { telegramProvider } from '../../bookings/payments/chat-invoices';
import type { Payments } from '../../bookings/payments/payments';
import type { InboxItem } from '../../dialogues/inbox-item';
import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import type { TelegramBots } from '../bots';
import { callSignal } from '../call-signal';
import { faultOf, type TelegramFault } from '../telegram-fault';
import { starsCurrency } from './invoice-call';
import type { PayerStore } from './payers.store';
import { type PaymentUpdate, parsePayment } from './payment-update.rules';

type Wish = Extract<PaymentUpdate, { kind: 'checkout' }>;
type Paid = Extract<PaymentUpdate, { kind: 'paid' }>;

/** What receiving updates of payments needs. */
export interface PaymentReceiverDeps {
  readonly payments: Pick<Payments, 'check' | 'noteCharge'>;
  readonly payers: Pick<PayerStore, 'ofPayment'>;
  readonly bots: TelegramBots;
  readonly locales: Locales;
  readonly log: Log;
  /** Receives what is not of a payment. */
  readonly others: Receiver;
}

/** Telegram gives a bot ten seconds for its word. */
const answerTimeoutMs = 8_000;
// After 1, 2 and 4 seconds the ten are nearly over.
const mostTries = 3;

/**
 * Takes payments out of what comes in: whoever wants to pay gets a word of ours, and what was paid goes into the ledger.
 * No model has a part in it, and a payment needs no turn.
 */
export class PaymentReceiver implements Receiver {
  constructor(private readonly deps: PaymentReceiverDeps) {}

  async receive(item: InboxItem): Promise<string | null> {
    const update = parsePayment(item.payload);
    if (!update) return this.deps.others.receive(item);
    const botId = item.botId ?? '';
    if (update.kind === 'checkout') await this.answer(item, update);
    else await this.note(botId, update);
    return null;
  }

  private async answer(item: InboxItem, wish: Wish): Promise<void> {
    const botId = item.botId ?? '';
    const api = this.deps.bots.find(botId)?.api;
    const fault = await this.faultOf(botId, wish);
    const why = { error_message: this.deps.locales.t(wish.language ?? 'en', `invoices:refused.${fault ?? 'unknown'}`) };
    const signal = callSignal(AbortSignal.timeout(answerTimeoutMs));
    try {
      await api?.answerPreCheckoutQuery(wish.queryId, fault === null, fault === null ? {} : why, signal);
    } catch (error) {
      this.unanswered(item, faultOf(error));
    }
  }

  /** A word that came too late is worth nothing; one that may not have arrived is said again, which changes nothing. */
  private unanswered({ botId, attempts }: InboxItem, fault: TelegramFault): void {
    this.deps.log.warn({ botId, reason: fault.reason }, 'a wish to pay was not answered; nothing is charged');
    const isFinal = fault.kind === 'refused' && fault.code < 500 && fault.code !== 429;
    if (!isFinal && attempts <= mostTries) throw new CheckoutUnanswered(fault.reason);
  }

  private async faultOf(botId: string, { payload, payerId, ...claim }: Wish): Promise<RefundReason | 'unknown' | null> {
    const payer = await this.deps.payers.ofPayment(payload);
    if (payer?.botId !== botId) return 'unknown';
    // Stars go back to whom we know.
    if (claim.currency === starsCurrency && payer.telegramId !== payerId) return 'unknown';
    return this.deps.payments.check(payload, claim);
  }

  private async note(botId: string, { payload: paymentId, charge, amount, currency }: Paid): Promise<void> {
    const payer = await this.deps.payers.ofPayment(paymentId);
    const isOurs = payer?.botId === botId;
    const entry = { provider: telegramProvider, paymentId, charge, amount, currency };
    const outcome = isOurs ? await this.deps.payments.noteCharge(entry) : 'unknown';
    if (outcome !== 'unknown') return;
    this.deps.log.error({ botId, ...entry }, 'Telegram took money for a payment that is not known here: give it back');
  }
}

/** Telegram could not be reached to give it our word. */
class CheckoutUnanswered extends Error {
  override readonly name = 'CheckoutUnanswered';
}
