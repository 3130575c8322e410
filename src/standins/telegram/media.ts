import type { BotAccount } from './bot-account';
import type { WireFile, WireMessage } from './wire';

/** What can be sent beside text. */
export const mediaKinds = [
  'photo',
  'document',
  'voice',
  'video',
  'audio',
  'animation',
  'sticker',
  'video_note',
] as const;

/** One of the kinds of files that messages carry. */
export type MediaKind = (typeof mediaKinds)[number];

interface Traits {
  readonly folder: string;
  readonly fileName: string;
  readonly mimeType?: string;
  /** The name of the kind in refusals of the real server. */
  readonly serverName: string;
  readonly about?: Partial<WireFile>;
  /** Whether messages tell the file's name. */
  readonly named?: true;
}

const picture = { width: 800, height: 600 };

const traits: Readonly<Record<MediaKind, Traits>> = {
  photo: { folder: 'photos', fileName: 'photo.jpg', serverName: 'Photo', about: picture },
  document: {
    folder: 'documents',
    fileName: 'document.txt',
    mimeType: 'application/octet-stream',
    serverName: 'Document',
    named: true,
  },
  voice: {
    folder: 'voice',
    fileName: 'voice.oga',
    mimeType: 'audio/ogg',
    serverName: 'VoiceNote',
    about: { duration: 3 },
  },
  video: {
    folder: 'videos',
    fileName: 'video.mp4',
    mimeType: 'video/mp4',
    serverName: 'Video',
    about: { ...picture, duration: 3 },
    named: true,
  },
  audio: {
    folder: 'music',
    fileName: 'audio.mp3',
    mimeType: 'audio/mpeg',
    serverName: 'Audio',
    about: { duration: 3 },
    named: true,
  },
  animation: {
    folder: 'animations',
    fileName: 'animation.mp4',
    mimeType: 'video/mp4',
    serverName: 'Animation',
    about: { ...picture, duration: 3 },
    named: true,
  },
  sticker: {
    folder: 'stickers',
    fileName: 'sticker.webp',
    serverName: 'Sticker',
    about: { type: 'regular', width: 512, height: 512, emoji: '👍' },
  },
  video_note: {
    folder: 'video_notes',
    fileName: 'video_note.mp4',
    serverName: 'VideoNote',
    about: { length: 240, duration: 3 },
  },
};

/** A file of a message before it lies on the server. */
export interface NewMedia {
  readonly kind: MediaKind;
  readonly bytes: Buffer;
  readonly fileName?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly duration?: number | undefined;
  /** What the server claims as the size, when it is not that of the bytes. */
  readonly size?: number | undefined;
}

/** Lays the file of a message on the server. */
export function storeMedia(bot: BotAccount, media: NewMedia): WireFile {
  const { kind, bytes, size, duration } = media;
  const { folder, fileName, mimeType, about, named } = traits[kind];
  const name = media.fileName ?? fileName;
  const mime = mimeType === undefined ? undefined : (media.mimeType ?? mimeType);
  const said = {
    ...about,
    ...(mime === undefined ? {} : { mime_type: mime }),
    ...(named ? { file_name: name } : {}),
    ...(duration === undefined || about?.duration === undefined ? {} : { duration }),
  };
  return bot.storeFile({ bytes, kind, folder, name, about: said, ...(size === undefined ? {} : { size }) });
}

/** The part of a message that shows a file. */
export function shownMedia(kind: MediaKind, file: WireFile): Partial<WireMessage> {
  if (kind === 'photo') return { photo: [file] };
  // Programs older than animations see a document; the real server says both.
  if (kind === 'animation') return { animation: file, document: file };
  return { [kind]: file };
}

/** What a message carries beside text, if anything. */
export function mediaKindOf(message: WireMessage): MediaKind | undefined {
  // An animation is also said as a document, so it is asked for first.
  return message.animation ? 'animation' : mediaKinds.find((kind) => message[kind] !== undefined);
}

/** Why a file of one kind cannot be sent as another, in the server's words; undefined when it can. */
export function kindMismatch(real: MediaKind, wanted: MediaKind): string | undefined {
  const photos = [real, wanted].filter((kind) => kind === 'photo').length;
  return photos === 1 ? `can't use file of type ${traits[real].serverName} as ${traits[wanted].serverName}` : undefined;
}

/** Whether a kind can have words with it. */
export const hasCaption = (kind: MediaKind): boolean => kind !== 'sticker' && kind !== 'video_note';
