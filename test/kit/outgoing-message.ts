import type { OutgoingMessage } from '../../src/dialogues/channel';

/** A message of a bot on its way to a user: this text, and nothing else but what is given. */
export function outgoingMessage(text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const nothingElse = { buttons: [], sources: [], files: [], replyTo: null };
  return { id: 'message_1', role: 'BOT', text, language: 'ru', ...nothingElse, ...more };
}
