import type { Api } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { FileKind } from './files.rules';
import { hasCaption } from './files.rules';
import type { TelegramPart } from './render';
import { faultOf } from './telegram-fault';

/** Where a message goes: a chat, or a topic of it. */
export interface Destination {
  readonly chatId: string;
  readonly threadId?: number;
}

/** A part as it is sent: the buttons are Telegram's own by then. */
export type SendablePart = Omit<TelegramPart, 'buttons'> & { readonly keyboard?: InlineKeyboardMarkup };

type FileOptions = Parameters<Api['sendPhoto']>[2] & Parameters<Api['sendSticker']>[2];
type FileCall = (
  api: Api,
  ...call: [chatId: string, fileId: string, options: FileOptions]
) => Promise<{ message_id: number }>;

const fileCalls: Readonly<Record<FileKind, FileCall>> = {
  voice: (api, ...call) => api.sendVoice(...call),
  audio: (api, ...call) => api.sendAudio(...call),
  photo: (api, ...call) => api.sendPhoto(...call),
  animation: (api, ...call) => api.sendAnimation(...call),
  video: (api, ...call) => api.sendVideo(...call),
  video_note: (api, ...call) => api.sendVideoNote(...call),
  sticker: (api, ...call) => api.sendSticker(...call),
  document: (api, ...call) => api.sendDocument(...call),
};

const unparsable = /can't parse entities/i;
const unchanged = /message is not modified/i;
const notQuotable = /QUOTE_TEXT_INVALID/i;
const alreadyGone = /message to delete not found/i;
const noPreview = { is_disabled: true } as const;

/**
 * Sends one part and answers Telegram's id of it. What Telegram cannot read as HTML goes out once more, plain; where it does not find
 * the quoted piece (any more), the whole message is answered.
 */
export async function sendPart(api: Api, to: Destination, part: SendablePart): Promise<number> {
  const { quote, ...whole } = part;
  if (quote === undefined) return send(api, to, part);
  try {
    return await send(api, to, part);
  } catch (error) {
    if (!isRefusal(error, notQuotable)) throw error;
    return send(api, to, whole);
  }
}

/** What is said of a message beside its words: where it goes, what it answers, the buttons below it. */
export function sendOptions(to: Destination, { replyTo, quote, keyboard }: SendablePart) {
  const answered = { message_id: replyTo ?? 0, allow_sending_without_reply: true, ...(quote && { quote }) };
  return {
    ...(to.threadId !== undefined && { message_thread_id: to.threadId }),
    ...(replyTo !== undefined && { reply_parameters: answered }),
    ...(keyboard && { reply_markup: keyboard }),
  };
}

async function send(api: Api, to: Destination, part: SendablePart): Promise<number> {
  const options = sendOptions(to, part);
  const { file } = part;
  const sent = await formattedOrPlain(part, (words) =>
    file
      ? fileCalls[file.kind](api, to.chatId, file.fileId, { ...options, ...captionOf(words) })
      : api.sendMessage(to.chatId, words.text, { ...options, ...modeOf(words), link_preview_options: noPreview }),
  );
  return sent.message_id;
}

/** Changes a part that was sent; that it reads so already is no fault. */
export async function editPart(api: Api, sent: { chatId: string; messageId: number }, part: SendablePart) {
  const { chatId, messageId } = sent;
  const markup = part.keyboard && { reply_markup: part.keyboard };
  if (part.file && !hasCaption(part.file)) return;
  await unless(unchanged, () =>
    formattedOrPlain(part, (words) =>
      part.file
        ? api.editMessageCaption(chatId, messageId, { ...markup, ...captionOf(words) })
        : api.editMessageText(chatId, messageId, words.text, {
            ...markup,
            ...modeOf(words),
            link_preview_options: noPreview,
          }),
    ),
  );
}

/** Takes a message back; that it is gone already is no fault. */
export async function deletePart(api: Api, sent: { chatId: string; messageId: number }): Promise<void> {
  await unless(alreadyGone, () => api.deleteMessage(sent.chatId, sent.messageId));
}

interface Words {
  readonly text: string;
  readonly formatted: boolean;
}

async function formattedOrPlain<T>(part: SendablePart, call: (words: Words) => Promise<T>): Promise<T> {
  try {
    return await call({ text: part.html, formatted: true });
  } catch (error) {
    if (!isRefusal(error, unparsable)) throw error;
    return call({ text: part.plain, formatted: false });
  }
}

async function unless(harmless: RegExp, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isRefusal(error, harmless)) throw error;
  }
}

function isRefusal(error: unknown, reason: RegExp): boolean {
  const fault = faultOf(error);
  return fault.kind === 'refused' && reason.test(fault.reason);
}

function modeOf({ formatted }: Words): { parse_mode?: 'HTML' } {
  return formatted ? { parse_mode: 'HTML' } : {};
}

function captionOf(words: Words): { caption?: string; parse_mode?: 'HTML' } {
  return words.text === '' ? {} : { caption: words.text, ...modeOf(words) };
}
