import { telegramProvider } from '../../bookings/payments/chat-invoices';
import type {
  Charge,
  Checkout,
  CheckoutState,
  PaymentOrder,
  PaymentProvider,
  RefundOutcome,
} from '../../bookings/payments/payment-provider';
import { NotNow } from '../../dialogues/channel';
import type { TelegramBots } from '../bots';
import { callSignal } from '../call-signal';
import { channelError } from '../channel-errors';
import { faultOf } from '../telegram-fault';
import { createInvoiceLink, starsCurrency } from './invoice-call';
import type { PayerStore } from './payers.store';
import { telegramCharge } from './payment-update.rules';

const refundTimeoutMs = 15_000;
const refundedBefore = /CHARGE_ALREADY_REFUNDED/;

/** Telegram takes the money: under an invoice in the chat, or behind a link to one. */
export class TelegramPayments implements PaymentProvider {
  readonly name = telegramProvider;

  constructor(private readonly deps: { bots: TelegramBots; payers: Pick<PayerStore, 'ofPayment'> }) {}

  serves(botId: string): boolean {
    return this.deps.bots.find(botId)?.settings.paymentToken !== undefined;
  }

  async checkout(order: PaymentOrder): Promise<Checkout> {
    const bot = this.deps.bots.find(order.botId);
    if (!bot) throw new NotNow(60_000);
    return { checkout: null, url: await createInvoiceLink(bot, { ...order, payload: order.paymentId }) };
  }

  /** Telegram tells what was paid; it cannot be asked. */
  statusOf(): Promise<CheckoutState> {
    return Promise.resolve({ state: 'unknown' });
  }

  /** Nothing to close: before each charge Telegram asks us, and is told what the booking is like by then. */
  close(): Promise<CheckoutState> {
    return Promise.resolve({ state: 'unknown' });
  }

  /** Stars go back by themselves; other money goes back in the books of the provider behind Telegram, which a person keeps. */
  async refund({ paymentId, charge, currency }: Charge): Promise<RefundOutcome> {
    if (currency !== starsCurrency) return 'by hand';
    const payer = await this.deps.payers.ofPayment(paymentId);
    const bot = payer && this.deps.bots.find(payer.botId);
    if (!bot || payer.telegramId === null) return 'by hand';
    const name = telegramCharge(charge);
    try {
      await bot.api.refundStarPayment(Number(payer.telegramId), name, callSignal(AbortSignal.timeout(refundTimeoutMs)));
    } catch (error) {
      const fault = faultOf(error);
      if (!refundedBefore.test(fault.reason)) throw channelError(fault);
    }
    return { refund: name };
  }
}
