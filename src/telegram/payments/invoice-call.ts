import type { LabeledPrice } from 'grammy/types';
import type { Invoice } from '../../dialogues/channel';
import { cleanLine, cleanText } from '../../infra/clean-text';
import type { TelegramBot } from '../bots';
import { type Destination, type SendablePart, sendOptions } from '../calls';
import { channelError } from '../channel-errors';
import { faultOf } from '../telegram-fault';

/** The currency of Telegram Stars: no provider stands behind it. */
export const starsCurrency = 'XTR';

// Telegram's longest.
const longestTitle = 32;
const longestDescription = 255;
/** With it a copy that somebody forwards leads to the bot: only who was asked can pay. */
const startParameter = 'pay';

/** Sends an invoice and answers Telegram's id of the message. */
export async function sendInvoice(bot: TelegramBot, to: Destination, part: SendablePart & { invoice: Invoice }) {
  const { invoice } = part;
  const { words, price, options } = inCalls(bot, invoice);
  const more = { ...sendOptions(to, part), ...options, start_parameter: startParameter };
  const sent = await bot.api.sendInvoice(to.chatId, ...words, invoice.payload, invoice.currency, price, more);
  return sent.message_id;
}

/** Makes a link under which an invoice can be paid. Throws in the words of every channel. */
export async function createInvoiceLink(bot: TelegramBot, invoice: Invoice): Promise<string> {
  const { words, price, options } = inCalls(bot, invoice);
  const { payload, currency } = invoice;
  try {
    return await bot.api.createInvoiceLink(...words, payload, options.provider_token, currency, price);
  } catch (error) {
    throw channelError(faultOf(error));
  }
}

function inCalls({ settings }: TelegramBot, { title, description, amount, currency }: Invoice) {
  const name = clipped(cleanLine(title, longestTitle * 2), longestTitle);
  const words: [string, string] = [name, clipped(cleanText(description).trim(), longestDescription)];
  const price: LabeledPrice[] = [{ label: name, amount }];
  const provider_token = currency === starsCurrency ? '' : (settings.paymentToken ?? '');
  return { words, price, options: { provider_token } };
}

function clipped(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}
