import type { Attachment } from '../dialogues/dialogues';
import { cleanLine } from '../infra/clean-text';
import { integerOf, type Json, objectOf, textOf } from './json';

/** What a message can carry beside text. A video also says «document», a venue also «location»: the first that fits counts. */
const kinds: readonly [field: string, kind: Attachment['kind']][] = [
  ['voice', 'VOICE'],
  ['audio', 'VOICE'],
  ['photo', 'PHOTO'],
  ['animation', 'OTHER'],
  ['video', 'OTHER'],
  ['video_note', 'OTHER'],
  ['sticker', 'OTHER'],
  ['document', 'DOCUMENT'],
  ['venue', 'LOCATION'],
  ['location', 'LOCATION'],
  ['contact', 'CONTACT'],
  ['poll', 'OTHER'],
  ['dice', 'OTHER'],
  ['game', 'OTHER'],
  ['story', 'OTHER'],
  ['checklist', 'OTHER'],
  ['paid_media', 'OTHER'],
];

/** What a Telegram message carries beside its text, or undefined when that is nothing. */
export function attachmentOf(message: Json): Attachment | undefined {
  const found = kinds.find(([field]) => message[field] !== undefined);
  if (!found) return undefined;
  const [field, kind] = found;
  const file = fileOf(field === 'photo' ? largest(message[field]) : objectOf(message[field]));
  // What Telegram calls it is how it is sent on; what has no file cannot be.
  return { kind, ...(file.fileId === undefined ? {} : { telegramKind: field }), ...file };
}

/** Telegram offers a photo in several sizes, the largest last. */
function largest(sizes: unknown): Json | undefined {
  return Array.isArray(sizes) ? objectOf(sizes.at(-1)) : undefined;
}

function fileOf(file: Json | undefined): Omit<Attachment, 'kind' | 'telegramKind'> {
  const fileId = textOf(file?.['file_id']);
  if (file === undefined || fileId === undefined) return {};
  const fileName = textOf(file['file_name']);
  const mimeType = textOf(file['mime_type']);
  const size = integerOf(file['file_size']);
  const duration = integerOf(file['duration']);
  return {
    fileId: cleanLine(fileId, 512),
    // A name is shown to people; it must not read as a path to any program.
    ...(fileName !== undefined && { fileName: cleanLine(fileName.replace(/[/\\]/g, '_'), 255) }),
    ...(mimeType !== undefined && { mimeType: cleanLine(mimeType, 127) }),
    ...(size !== undefined && size >= 0 && { size }),
    ...(duration !== undefined && duration >= 0 && { duration }),
  };
}
