import { randomInt } from 'node:crypto';
import { badRequest } from '../bot-api-error';
import { hasCaption, type MediaKind, mediaKindOf, mediaKinds } from '../media';
import type { WireEntity, WireMessage } from '../wire';
import type { Call, Methods } from './call';
import { writableChat } from './chat-access';
import { ownMessage, saveEdit } from './edits';
import { mediaOf } from './media-input';
import { newMessage, shownCaption, shownMarkup } from './new-message';

/** A file as it is written inside of a list, or as the new content of a message. */
interface InputMedia {
  readonly type?: string;
  readonly media?: string;
  readonly caption?: string;
  readonly parse_mode?: string;
  readonly caption_entities?: WireEntity[];
}

function kindOf({ type }: InputMedia): MediaKind {
  const kind = mediaKinds.find((each) => each === type);
  if (!kind || !hasCaption(kind) || kind === 'voice') throw badRequest("can't parse InputMedia: type is invalid");
  return kind;
}

function contentOf(call: Call, input: InputMedia): Partial<WireMessage> {
  const { media: said, caption, parse_mode: parseMode, caption_entities: entities } = input;
  const media = mediaOf(call, { kind: kindOf(input), uploaded: call.params.attached(said), said });
  return { ...media, ...shownCaption({ text: caption ?? '', parseMode, entities }) };
}

/** Photos go with videos; documents and music only with their like. */
function refuseMixture(inputs: readonly InputMedia[]): void {
  const kinds = new Set(inputs.map(kindOf));
  for (const kind of ['document', 'audio'] as const) {
    if (kinds.has(kind) && kinds.size > 1) throw badRequest(`${kind} can't be mixed with other media types`);
  }
  if (kinds.has('animation')) throw badRequest("can't use the media of the specified type in the album");
}

function sendMediaGroup(call: Call): WireMessage[] {
  const chat = writableChat(call);
  const inputs = (call.params.json('media') ?? []) as InputMedia[];
  if (inputs.length < 2 || inputs.length > 10) {
    throw badRequest('group send failed: expected 2-10 media in the album');
  }
  refuseMixture(inputs);
  const contents = inputs.map((input) => contentOf(call, input));
  const album = { media_group_id: String(randomInt(2 ** 47)) };
  return contents.map((content) => chat.add({ ...newMessage(call, chat), ...album, ...content }, 'bot'));
}

function editMessageMedia(call: Call): WireMessage {
  const chat = writableChat(call);
  const old = ownMessage(call, chat);
  const kind = mediaKindOf(old);
  const content = contentOf(call, call.params.json('media') ?? {});
  const { caption: _caption, caption_entities: _entities, reply_markup: _markup, text: _text, ...rest } = old;
  if (kind) delete rest[kind];
  if (kind === 'animation') delete rest.document;
  return saveEdit(chat, old, { ...rest, ...content, ...shownMarkup(call.params.markup()) });
}

/** Several files as one message, and another file in the place of one. */
export const albumMethods: Methods = {
  sendmediagroup: sendMediaGroup,
  editmessagemedia: editMessageMedia,
};
