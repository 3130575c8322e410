import { badRequest } from '../bot-api-error';
import { hasCaption, type MediaKind } from '../media';
import type { WireFile } from '../wire';
import type { Call, Method, Methods } from './call';
import { writableChat } from './chat-access';
import { mediaOf } from './media-input';
import { newMessage, shownCaption, textRequest } from './new-message';

/** The largest file that a bot may download. */
export const largestDownload = 20 * 1024 * 1024;

function getFile({ bot, params }: Call): WireFile & { file_path: string } {
  const stored = bot.files.get(params.string('file_id') ?? '');
  if (!stored) throw badRequest('wrong file_id or the file is temporarily unavailable');
  if ((stored.file.file_size ?? 0) > largestDownload) throw badRequest('file is too big');
  const { file_id, file_unique_id, file_size = 0 } = stored.file;
  return { file_id, file_unique_id, file_size, file_path: stored.path };
}

function send(kind: MediaKind): Method {
  return (call) => {
    const { params } = call;
    const chat = writableChat(call);
    const caption = hasCaption(kind) ? shownCaption(textRequest(call, 'caption')) : {};
    const duration = params.integer('duration');
    const media = mediaOf(call, { kind, uploaded: params.file(kind), said: params.string(kind), duration });
    return chat.add({ ...newMessage(call, chat), ...media, ...caption }, 'bot');
  };
}

/** Files: asked for by the bot, or sent by it. */
export const fileMethods: Methods = {
  getfile: getFile,
  sendphoto: send('photo'),
  senddocument: send('document'),
  sendvoice: send('voice'),
  sendvideo: send('video'),
  sendaudio: send('audio'),
  sendanimation: send('animation'),
  sendsticker: send('sticker'),
  sendvideonote: send('video_note'),
};
