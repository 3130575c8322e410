import type { Api } from 'grammy';
import type { InputRichMessage } from 'grammy/types';
import { type Destination, type SendablePart, sendOptions } from './calls';
import { integerOf, objectOf } from './json';
import type { ServerAbilities } from './server-abilities';
import { faultOf } from './telegram-fault';

const unchanged = /message is not modified/i;
const method = 'sendRichMessage';

/** Sends a part as a rich message and answers Telegram's id of it; undefined when it was certainly not taken as one. */
export async function sendRich(
  { api, server }: { readonly api: Api; readonly server: ServerAbilities },
  to: Destination,
  part: SendablePart,
): Promise<number | undefined> {
  const message = richOf(part);
  if (!message || !server.has(method)) return undefined;
  try {
    const sent: unknown = await api.sendRichMessage(to.chatId, message, sendOptions(to, part));
    const id = integerOf(objectOf(sent)?.['message_id']);
    // Whatever answers without a message does not know what it was asked for.
    if (id === undefined) server.avoid(method);
    return id;
  } catch (error) {
    const fault = faultOf(error);
    if (server.learn(method, fault) || (fault.kind === 'refused' && fault.code === 400)) return undefined;
    throw error;
  }
}

/** Makes of a part that was sent a rich message; false when Telegram will not have it so. */
export async function editRich(
  { api, server }: { readonly api: Api; readonly server: ServerAbilities },
  sent: { readonly chatId: string; readonly messageId: number },
  part: SendablePart,
): Promise<boolean> {
  const message = richOf(part);
  if (!message || !server.has(method)) return false;
  try {
    const markup = part.keyboard && { reply_markup: part.keyboard };
    await api.editMessageText(sent.chatId, sent.messageId, message, { ...markup });
    return true;
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind !== 'refused' || (fault.code !== 400 && fault.code !== 404)) throw error;
    return unchanged.test(fault.reason);
  }
}

function richOf({ rich }: SendablePart): InputRichMessage | undefined {
  return rich && { blocks: [...rich] };
}
