import type { Attachment } from '../../dialogues/dialogues';
import type { Message } from '../../infra/prisma-client/client';

/** What a message carries. */
export function attachmentsOf(message: Pick<Message, 'attachments'>): readonly Attachment[] {
  return message.attachments as unknown as readonly Attachment[];
}

/** Whether there is anything in a message to answer: written, said, or read in a file. */
export function hasWords(message: Message): boolean {
  return message.text !== '' || attachmentsOf(message).some(({ transcript }) => Boolean(transcript));
}

/** The message with what was read in its files below its own words, as data: a model must not take it for the user's wish. */
export function withAttachments(message: Message): Message {
  const read = attachmentsOf(message).flatMap(({ kind, fileName, transcript }) =>
    transcript && transcript !== message.text ? [wrapped(fileName ?? kind.toLowerCase(), transcript)] : [],
  );
  return read.length === 0 ? message : { ...message, text: [message.text, ...read].filter(Boolean).join('\n\n') };
}

function wrapped(name: string, text: string): string {
  const title = name.replaceAll(/["<>]/g, ' ');
  return `<attachment name="${title}">\n${text.replaceAll(/<(?=\/?attachment)/gi, '‹')}\n</attachment>`;
}
