import type { BotAccount } from './bot-account';
import { badRequest } from './bot-api-error';
import type { PaymentOutcome } from './cashier';
import type { Chat } from './chat';
import type { WireUser } from './wire';

/** What somebody pays: the invoice in a message of their chat, or the one behind a link. */
export interface Payable {
  readonly messageId?: number;
  readonly link?: string;
}

/** Presses Pay and confirms; answers what became of it. An invoice in a chat is paid once, a link as often as anybody likes. */
export function payInvoice(bot: BotAccount, payer: WireUser, { chat, payable }: { chat: Chat; payable: Payable }) {
  const { messageId, link } = payable;
  return link === undefined ? payMessage(bot, payer, { chat, messageId }) : payLink(bot, payer, { chat, link });
}

function payMessage(
  bot: BotAccount,
  payer: WireUser,
  { chat, messageId }: { chat: Chat; messageId: number | undefined },
): Promise<PaymentOutcome> {
  const entry = chat.find(messageId ?? 0);
  const shown = entry?.message.invoice;
  if (!entry || !shown || entry.payload === undefined) throw badRequest('no such invoice');
  if (entry.paidBy !== undefined) throw badRequest('INVOICE_ALREADY_PAID');
  return bot.cashier.pay({ payer, chat, invoice: { shown, payload: entry.payload }, entry });
}

function payLink(
  bot: BotAccount,
  payer: WireUser,
  { chat, link }: { chat: Chat; link: string },
): Promise<PaymentOutcome> {
  const slug = /[$=/]([\w-]+)$/.exec(link)?.[1] ?? link;
  const invoice = bot.cashier.offered(slug);
  if (!invoice) throw badRequest('no such invoice');
  return bot.cashier.pay({ payer, chat, invoice });
}
