import { randomBytes, randomInt } from 'node:crypto';
import { badRequest } from './bot-api-error';
import type { Chat, ChatMessage } from './chat';
import { type Invoice, stars } from './invoices';
import type { WireMessage, WireUser } from './wire';

/** What became of somebody's wish to pay. */
export type PaymentOutcome =
  | { readonly paid: true; readonly charge: string }
  /** In the bot's words where it refused, in the server's where the bot said nothing in time. */
  | { readonly paid: false; readonly why: string };

/** Money that was taken. */
interface Charge {
  readonly userId: number;
  readonly currency: string;
  readonly amount: number;
  readonly payload: string;
  refunded: boolean;
}

/** What of a cashier outlives the process. */
export interface SavedCashier {
  readonly links: readonly (readonly [string, Invoice])[];
  readonly charges: readonly (readonly [string, Charge])[];
}

/** Somebody who is about to pay. */
interface Checkout {
  readonly payer: WireUser;
  readonly chat: Chat;
  readonly invoice: Invoice;
  /** The message that the invoice is; a link has none and can be paid again and again. */
  readonly entry?: ChatMessage;
}

/** The bot that the money is for. */
interface Payee {
  readonly chats: ReadonlyMap<number, Chat>;
  user(): WireUser;
  takeMessageId(chat: Chat): number;
  push(kind: string, content: unknown): unknown;
}

const timeIsOver = 'BOT_PRECHECKOUT_TIMEOUT';

/** Takes money for one bot: asks the bot before every charge, and charges nobody when it says no or nothing. */
export class Cashier {
  /** How long the bot has for its word; ten seconds at the real server. */
  patienceMs = 10_000;
  private readonly links = new Map<string, Invoice>();
  private readonly charges = new Map<string, Charge>();
  private readonly waiting = new Map<string, (answer: { ok: boolean; why: string }) => void>();

  constructor(private readonly bot: Payee) {}

  /** Makes a link under which anybody can pay an invoice, any number of times; answers the last part of its address. */
  offer(invoice: Invoice): string {
    const slug = randomBytes(12).toString('base64url');
    this.links.set(slug, invoice);
    return slug;
  }

  /** The invoice behind a link, or undefined. */
  offered(slug: string): Invoice | undefined {
    return this.links.get(slug);
  }

  /** Asks the bot, then takes the money. Never rejects. */
  async pay(checkout: Checkout): Promise<PaymentOutcome> {
    const { payer, invoice } = checkout;
    const id = `${Date.now()}${randomInt(1_000_000_000)}`;
    const answered = this.answerTo(id);
    const { currency, total_amount } = invoice.shown;
    const query = { id, from: payer, currency, total_amount, invoice_payload: invoice.payload };
    this.bot.push('pre_checkout_query', query);
    const { ok, why } = await answered;
    if (!ok) checkout.chat.tell({ type: 'answer', text: why, alert: true });
    return ok ? { paid: true, charge: this.charge(checkout) } : { paid: false, why };
  }

  /** The bot's word on a wish to pay. */
  answer(id: string, answer: { ok: boolean; why: string }): void {
    const settle = this.waiting.get(id);
    if (!settle) throw badRequest('query is too old and response timeout expired or query ID is invalid');
    settle(answer);
  }

  /** Gives stars back. Other money goes back outside of the Bot API. */
  refund(userId: number | undefined, chargeId: string): void {
    const charge = this.charges.get(chargeId);
    if (!charge || charge.userId !== userId || charge.currency !== stars) throw badRequest('CHARGE_NOT_FOUND');
    if (charge.refunded) throw badRequest('CHARGE_ALREADY_REFUNDED');
    charge.refunded = true;
    const { currency, amount, payload } = charge;
    const refunded = { currency, total_amount: amount, invoice_payload: payload, telegram_payment_charge_id: chargeId };
    const chat = this.bot.chats.get(userId);
    if (chat) this.note(chat, { ...this.bot.user() }, { refunded_payment: refunded });
  }

  /** All money that was taken, by the id of the charge. */
  taken(): ReadonlyMap<string, Readonly<Charge>> {
    return this.charges;
  }

  /** Takes up where an earlier process stopped. */
  restore(saved: SavedCashier): void {
    for (const [slug, invoice] of saved.links) this.links.set(slug, invoice);
    for (const [id, charge] of saved.charges) this.charges.set(id, charge);
  }

  /** What is to be kept. */
  saved(): SavedCashier {
    return { links: [...this.links], charges: [...this.charges] };
  }

  private answerTo(id: string): Promise<{ ok: boolean; why: string }> {
    return new Promise((resolve) => {
      const settle = (answer: { ok: boolean; why: string }) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => settle({ ok: false, why: timeIsOver }), this.patienceMs);
      timer.unref();
      this.waiting.set(id, settle);
    });
  }

  private charge({ payer, chat, invoice, entry }: Checkout): string {
    const id = `charge_${randomBytes(12).toString('hex')}`;
    const { currency, total_amount: amount } = invoice.shown;
    this.charges.set(id, { userId: payer.id, currency, amount, payload: invoice.payload, refunded: false });
    if (entry) entry.paidBy = id;
    const paid = { currency, total_amount: amount, invoice_payload: invoice.payload };
    const ids = {
      telegram_payment_charge_id: id,
      provider_payment_charge_id: currency === stars ? '' : `provider_${id}`,
    };
    this.note(chat, payer, { successful_payment: { ...paid, ...ids } });
    if (entry) chat.tell({ type: 'edited', message: entry.message, sender: entry.sender, paid: true });
    return id;
  }

  private note(chat: Chat, from: WireUser, content: Partial<WireMessage>): void {
    const date = Math.floor(Date.now() / 1000);
    const message = { message_id: this.bot.takeMessageId(chat), from, chat: chat.info, date, ...content };
    chat.add(message, 'service');
    this.bot.push('message', message);
  }
}
