import type { Attachment } from '../../dialogues/dialogues';
import type { Locales } from '../../infra/locales';
import type { DocumentReader } from '../../knowledge/reading/document-reader';
import { UnreadableFile } from '../../knowledge/reading/given-file';
import { type LanguageModel, ModelAway, ModelRefused, type Transcriber } from '../../language-model/language-model';

/** A file of a user with what is known of it. */
export interface SentFile {
  readonly attachment: Attachment;
  readonly bytes: Uint8Array;
  /** Of the dialogue: a hint. */
  readonly language: string;
}

/** A file that cannot be read; the reason is a key of replies.json below "unread". */
export class Unread extends Error {
  constructor(readonly reason: string) {
    super(`not read: ${reason}`);
    this.name = 'Unread';
  }
}

/** Makes words of a file. Throws Unread. */
export type FileReader = (file: SentFile, signal: AbortSignal) => Promise<string>;

/** What makes words of files. */
export interface FileReadersDeps {
  readonly transcriber: Transcriber;
  readonly model: LanguageModel;
  readonly documents: DocumentReader;
  readonly locales: Locales;
}

// As much of a document as a model can make use of in one question; more would only be cut by the budget of the prompt.
const longestDocument = 20_000;
const longestPicture = 4_000;
const pictureTokens = 700;
// The formats that models with eyes take.
const pictures = /^image\/(jpeg|png|webp|gif)$/;

/** The readers of what users send, by what it is. */
export function fileReaders({ transcriber, model, documents, locales }: FileReadersDeps) {
  const voice: FileReader = async ({ attachment, bytes, language }, signal) => {
    const { fileName = 'voice.ogg', mimeType = 'audio/ogg' } = attachment;
    const text = await asked('voice_away', () =>
      transcriber.transcribe({ bytes, fileName: withEnding(fileName, mimeType), mimeType }, { language, signal }),
    );
    if (text === '') throw new Unread('voice_empty');
    return text;
  };
  const picture: FileReader = async ({ attachment, bytes, language }, signal) => {
    const mimeType = attachment.mimeType ?? 'image/jpeg';
    const system = locales.t(language, 'prompts:picture', { language });
    const look = { role: 'user', content: locales.t(language, 'prompts:picture_look') } as const;
    const { text } = await asked('picture', () =>
      model.complete({
        messages: [
          { role: 'system', content: system },
          { ...look, images: [{ mimeType, bytes }] },
        ],
        maxOutputTokens: pictureTokens,
        signal,
      }),
    );
    return text.slice(0, longestPicture);
  };
  const document: FileReader = async ({ attachment, bytes }, signal) => {
    const { fileName = 'document', mimeType = null } = attachment;
    try {
      const { markdown } = await documents.readDocument({ fileName, mimeType, bytes }, signal);
      return markdown.slice(0, longestDocument).toWellFormed();
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      throw new Unread(known(error.reason));
    }
  };
  return (attachment: Attachment): FileReader | undefined => {
    const { kind, mimeType = '' } = attachment;
    if (kind === 'VOICE' || (kind === 'DOCUMENT' && mimeType.startsWith('audio/'))) return voice;
    if (kind === 'PHOTO' || (kind === 'DOCUMENT' && pictures.test(mimeType))) return picture;
    return kind === 'DOCUMENT' ? document : undefined;
  };
}

const reasons = ['too_large', 'empty', 'no_text', 'encrypted', 'damaged', 'unsupported'];

function known(reason: string): string {
  return reasons.includes(reason) ? reason : 'document';
}

/** Services tell formats by the ending of the name. Telegram's voice messages end in .oga, which some do not know. */
function withEnding(fileName: string, mimeType: string): string {
  if (/\.(flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/i.test(fileName)) return fileName;
  const ending =
    { 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'audio/wav': 'wav', 'audio/x-wav': 'wav' }[mimeType] ?? 'ogg';
  return `${fileName.replace(/\.[^.]*$/, '')}.${ending}`;
}

async function asked<T>(reason: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ModelAway || error instanceof ModelRefused) throw new Unread(reason);
    throw error;
  }
}
