import { badRequest } from '../bot-api-error';
import { kindMismatch, type MediaKind, mediaKinds, shownMedia, storeMedia } from '../media';
import type { UploadedFile } from '../request-params';
import type { WireMessage } from '../wire';
import type { Call } from './call';

/** A file that a bot wants to send: uploaded along, or named by its id or address. */
export interface MediaInput {
  readonly kind: MediaKind;
  readonly uploaded: UploadedFile | undefined;
  readonly said: string | undefined;
  readonly duration?: number | undefined;
}

/** The part of a new message that shows a file; an id must be one that the bot has seen, an address is not fetched. */
export function mediaOf({ bot }: Call, { kind, uploaded, said, duration }: MediaInput): Partial<WireMessage> {
  if (uploaded) {
    const { bytes, name, type } = uploaded;
    return shownMedia(kind, storeMedia(bot, { kind, bytes, fileName: name, mimeType: type || undefined, duration }));
  }
  if (!said) throw badRequest(`there is no ${kind} in the request`);
  const known = bot.files.get(said);
  if (known) {
    const real = mediaKinds.find((each) => each === known.kind) ?? 'document';
    const mismatch = kindMismatch(real, kind);
    if (mismatch !== undefined) throw badRequest(mismatch);
    // A file stays what it was: a voice message sent as a document arrives as a voice message.
    return shownMedia(real, known.file);
  }
  if (!URL.canParse(said) || said.startsWith('attach:')) throw badRequest('wrong file identifier/HTTP URL specified');
  const fileName = new URL(said).pathname.split('/').at(-1);
  return shownMedia(kind, storeMedia(bot, { kind, bytes: Buffer.alloc(0), fileName }));
}
