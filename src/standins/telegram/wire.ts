import type { WireRichMessage } from './rich-message';

/** A user or bot as the Bot API writes one. */
export interface WireUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

/** A chat as the Bot API writes one. */
export interface WireChat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  first_name?: string;
  username?: string;
  is_forum?: true;
}

/** A formatted or recognised piece of a text; offsets count UTF-16 units. */
export interface WireEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
  user?: WireUser;
}

/** A button under a message. */
export interface WireButton {
  text: string;
  callback_data?: string;
  url?: string;
  [more: string]: unknown;
}

/** Any of the four kinds of markup that a message can bring along. */
export interface WireMarkup {
  inline_keyboard?: WireButton[][];
  keyboard?: (string | { text: string })[][];
  remove_keyboard?: true;
  force_reply?: true;
  [more: string]: unknown;
}

/** A file that lies on the server, as messages name it. */
export interface WireFile {
  file_id: string;
  file_unique_id: string;
  file_size?: number;
  file_name?: string;
  mime_type?: string;
  duration?: number;
  width?: number;
  height?: number;
  /** Side of the square of a round video. */
  length?: number;
  /** Kind and emoji of a sticker. */
  type?: string;
  emoji?: string;
}

/** The piece of a message that an answer is about. */
export interface WireQuote {
  text: string;
  position: number;
  is_manual: true;
}

/** An invoice as messages show it. */
export interface WireInvoice {
  title: string;
  description: string;
  start_parameter: string;
  currency: string;
  total_amount: number;
}

/** A message as the Bot API writes one; only what the stand-in itself fills in is named. */
export interface WireMessage {
  message_id: number;
  date: number;
  edit_date?: number;
  chat: WireChat;
  from?: WireUser;
  message_thread_id?: number;
  is_topic_message?: true;
  reply_to_message?: WireMessage;
  quote?: WireQuote;
  media_group_id?: string;
  text?: string;
  entities?: WireEntity[];
  rich_message?: WireRichMessage;
  caption?: string;
  caption_entities?: WireEntity[];
  voice?: WireFile;
  document?: WireFile;
  photo?: WireFile[];
  video?: WireFile;
  audio?: WireFile;
  animation?: WireFile;
  sticker?: WireFile;
  video_note?: WireFile;
  invoice?: WireInvoice;
  reply_markup?: WireMarkup;
  link_preview_options?: unknown;
  [more: string]: unknown;
}

/** What happened, as bots receive it: an id and exactly one more member that names the kind. */
export interface WireUpdate {
  update_id: number;
  [kind: string]: unknown;
}
