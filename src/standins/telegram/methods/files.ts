import { badRequest } from '../bot-api-error';
import { captionText } from '../formatted-text';
import type { WireEntity, WireFile, WireMessage } from '../wire';
import type { Call, Method, Methods } from './call';
import { newMessage, writableChat } from './messages';

/** The largest file that a bot may download. */
export const largestDownload = 20 * 1024 * 1024;

type Kind = 'photo' | 'document' | 'voice';

const folders: Readonly<Record<Kind, string>> = { photo: 'photos', document: 'documents', voice: 'voice' };

function getFile({ bot, params }: Call): WireFile & { file_path: string } {
  const stored = bot.files.get(params.string('file_id') ?? '');
  if (!stored) throw badRequest('wrong file_id or the file is temporarily unavailable');
  if ((stored.file.file_size ?? 0) > largestDownload) throw badRequest('file is too big');
  return { ...stored.file, file_path: stored.path };
}

/** The file of a message: sent along, known by its id, or an address (kept by name only, nothing is fetched). */
function fileOf(call: Call, kind: Kind): WireFile {
  const uploaded = call.params.file(kind);
  if (uploaded) {
    const file = call.bot.storeFile({ bytes: uploaded.bytes, folder: folders[kind], name: uploaded.name });
    return { ...file, file_name: uploaded.name, mime_type: uploaded.type };
  }
  const said = call.params.string(kind);
  if (!said) throw badRequest(`there is no ${kind} in the request`);
  const known = call.bot.files.get(said);
  if (known) return known.file;
  if (!URL.canParse(said)) throw badRequest('wrong remote file identifier specified: Wrong string length');
  const name = new URL(said).pathname.split('/').at(-1) ?? '';
  return { ...call.bot.storeFile({ bytes: Buffer.alloc(0), folder: folders[kind], name }), file_name: name };
}

function shownFile(kind: Kind, file: WireFile): Pick<WireMessage, 'photo' | 'document' | 'voice'> {
  if (kind === 'photo') return { photo: [{ ...file, width: 800, height: 600 }] };
  return kind === 'voice' ? { voice: { ...file, duration: file.duration ?? 1 } } : { document: file };
}

function send(kind: Kind): Method {
  return (call) => {
    const chat = writableChat(call);
    const { text, entities } = captionText({
      text: call.params.string('caption') ?? '',
      parseMode: call.params.string('parse_mode'),
      entities: call.params.json('caption_entities') as WireEntity[] | undefined,
    });
    const caption = text ? { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) } : {};
    const file = shownFile(kind, fileOf(call, kind));
    return chat.add({ ...newMessage(call, chat), ...file, ...caption }, 'bot');
  };
}

/** Files: asked for by the bot, or sent by it. */
export const fileMethods: Methods = {
  getfile: getFile,
  sendphoto: send('photo'),
  senddocument: send('document'),
  sendvoice: send('voice'),
};
