import type { OutgoingFile } from '../dialogues/channel';

/** The files that Telegram knows, as it calls them. */
export const fileKinds = [
  'voice',
  'audio',
  'photo',
  'animation',
  'video',
  'video_note',
  'sticker',
  'document',
] as const;

/** What Telegram calls a file. */
export type FileKind = (typeof fileKinds)[number];

/** A file that Telegram has, to be sent on. */
export interface TelegramFile {
  readonly kind: FileKind;
  readonly fileId: string;
}

/** The most UTF-16 units that a person may see below a file. */
export const longestCaption = 1_024;

const kindsOfAttachments: Readonly<Record<string, FileKind>> = { VOICE: 'voice', PHOTO: 'photo' };

/** A file as Telegram sends it on: a photo stays a photo, a sticker a sticker. */
export function telegramFile({ kind, telegramKind, fileId }: OutgoingFile): TelegramFile {
  const known = fileKinds.find((one) => one === telegramKind);
  return { kind: known ?? kindsOfAttachments[kind] ?? 'document', fileId };
}

/** Whether Telegram shows words below the file. */
export function hasCaption({ kind }: TelegramFile): boolean {
  return kind !== 'sticker' && kind !== 'video_note';
}
