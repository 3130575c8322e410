import { badRequest } from '../bot-api-error';
import { invoiceOf } from '../invoices';
import type { WireMarkup, WireMessage } from '../wire';
import type { Call, Methods } from './call';
import { writableChat } from './chat-access';
import { newMessage } from './new-message';

function sendInvoice(call: Call): WireMessage {
  const chat = writableChat(call);
  const invoice = invoiceOf(call.params);
  refuseOtherFirst(call.params.markup());
  const message = chat.add({ ...newMessage(call, chat), invoice: invoice.shown }, 'bot');
  const entry = chat.find(message.message_id);
  if (entry) entry.payload = invoice.payload;
  return message;
}

/** Buttons below an invoice begin with the one that pays. */
function refuseOtherFirst(markup: WireMarkup | undefined): void {
  const first = markup?.inline_keyboard?.[0]?.[0];
  if (first && first['pay'] !== true) throw badRequest('the first button of an invoice must be a Pay button');
}

function createInvoiceLink({ bot, params, server }: Call): string {
  return server.invoiceLink(bot, bot.cashier.offer(invoiceOf(params)));
}

function answerPreCheckoutQuery({ bot, params }: Call): true {
  const ok = params.flag('ok');
  const why = params.string('error_message') ?? '';
  if (!ok && why === '') throw badRequest('ERROR_MESSAGE_EMPTY');
  bot.cashier.answer(params.string('pre_checkout_query_id') ?? '', { ok, why });
  return true;
}

function refundStarPayment({ bot, params }: Call): true {
  bot.cashier.refund(params.integer('user_id'), params.string('telegram_payment_charge_id') ?? '');
  return true;
}

/** Invoices and what is paid. */
export const paymentMethods: Methods = {
  sendinvoice: sendInvoice,
  createinvoicelink: createInvoiceLink,
  answerprecheckoutquery: answerPreCheckoutQuery,
  refundstarpayment: refundStarPayment,
};
