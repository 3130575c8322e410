/** Rows of a table that are about a user: the condition reads the user's id as $1. */
export interface UserRows {
  readonly table: string;
  readonly of: string;
}

const dialogues = 'select id from dialogues where user_id = $1';
const messages = `select id from messages where dialogue_id in (${dialogues})`;
const ofDialogues = `dialogue_id in (${dialogues})`;
const ofUserOrDialogues = `user_id = $1 or ${ofDialogues}`;
const bookings = `select id from bookings where ${ofUserOrDialogues}`;
const ofMessages = `message_id in (${messages})`;

/** The lanes in which a user's messages and wishes to pay come in, from Telegram for each bot and from apps for each dialogue. */
export const userLanes = `
  select b.id || way || u.external_id from users u, bots b, (values (':'), (':checkout:')) as ways(way)
  where u.id = $1 and u.channel = 'TELEGRAM'
  union all ${dialogues}`;

/** The lanes of the chats in which operators see the user's dialogues: their updates quote what the user wrote. */
export const deskLanes = `select bot_id || ':' || chat_id from desk_places where ${ofDialogues}`;

/** What the owner's lists say of a user. */
export const userAccess = `exists (select from users u where u.id = $1
  and ((kind = 'USER' and value = u.external_id)
    or (kind = 'USERNAME' and u.channel = 'TELEGRAM' and value = lower(u.username))))`;

/** Where all that is about a user lies, what others hang on first. A table that is not named here must not hold anything of a user. */
export const userRecords: readonly UserRows[] = [
  { table: 'users', of: 'id = $1' },
  { table: 'dialogues', of: 'user_id = $1' },
  { table: 'messages', of: ofDialogues },
  { table: 'message_versions', of: ofMessages },
  { table: 'message_translations', of: ofMessages },
  { table: 'deliveries', of: ofDialogues },
  { table: 'handoffs', of: ofDialogues },
  { table: 'suggestions', of: ofDialogues },
  { table: 'knowledge_proposals', of: ofDialogues },
  { table: 'unanswered_questions', of: ofDialogues },
  { table: 'desk_places', of: ofDialogues },
  { table: 'desk_messages', of: ofDialogues },
  { table: 'desk_relays', of: ofDialogues },
  { table: 'tool_calls', of: ofDialogues },
  { table: 'tool_proposals', of: ofDialogues },
  { table: 'bookings', of: ofUserOrDialogues },
  { table: 'hall_occupancies', of: `booking_id in (${bookings})` },
  { table: 'payments', of: `booking_id in (${bookings})` },
  { table: 'events', of: ofDialogues },
  { table: 'webhook_deliveries', of: ofDialogues },
  { table: 'access_entries', of: userAccess },
  { table: 'inbox', of: `lane in (${userLanes})` },
  { table: 'lane_leases', of: `lane in (${userLanes})` },
  { table: 'audit', of: `subject = $1 or subject in (${dialogues})` },
];
