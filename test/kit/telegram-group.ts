import type { Chat, ChatMessage, Topic } from '../../src/standins/telegram/chat';
import type { GroupActions, NewGroup } from '../../src/standins/telegram/group-actions';
import type { AdminRights } from '../../src/standins/telegram/membership';
import type { TelegramStandin } from '../../src/standins/telegram/telegram-standin';
import type { Person, SentFile } from '../../src/standins/telegram/user-actions';
import type { WireMessage } from '../../src/standins/telegram/wire';
import { patienceMs, until } from './until';

const usualBot = 'helpdesk';

/** What an answer is hung on. */
export interface Answering {
  /** Id of the message that is answered. */
  readonly replyTo?: number;
  /** The piece of it that the answer is about, word for word. */
  readonly quote?: string;
}

/** A group in Telegram that the bot was added to: its topics, what is said there, and what people do there. */
export class TelegramGroup {
  private constructor(
    private readonly telegram: TelegramStandin,
    private readonly botName: string,
    private chat: Chat,
  ) {}

  /** Makes a group with topics and adds the bot as an administrator. */
  static forum(telegram: TelegramStandin, group: NewGroup, botName = usualBot): TelegramGroup {
    return new TelegramGroup(telegram, botName, telegram.groups(botName).makeForum(group));
  }

  /** Makes a group without topics and adds the bot. */
  static plain(telegram: TelegramStandin, group: NewGroup, botName = usualBot): TelegramGroup {
    return new TelegramGroup(telegram, botName, telegram.groups(botName).makeGroup(group));
  }

  /** Telegram's id of the group. */
  get id(): number {
    return this.chat.info.id;
  }

  /** The topics that are there, in the order in which they were opened; General is not among them. */
  topics(): Topic[] {
    return [...this.chat.topics.values()];
  }

  /** The topic whose name has these words in it; waits for it. */
  async topic(words: string, withinMs?: number): Promise<Topic> {
    const named = () => this.topics().find((topic) => topic.name.includes(words));
    await until(`there is a topic «${words}»`, () => named() !== undefined, withinMs);
    return present(named());
  }

  /** The topic that comes after those that were there; waits for it. */
  async nextTopic(after: number, withinMs?: number): Promise<Topic> {
    await until(`there are more than ${after} topics`, () => this.topics().length > after, withinMs);
    return present(this.topics()[after]);
  }

  /** Everything in a topic, or in General: also notes of Telegram, what people wrote, and what was deleted. */
  entries(topicId: number | null): ChatMessage[] {
    const inTopic = ({ message }: ChatMessage) =>
      topicId === null ? message.is_topic_message !== true : message.message_thread_id === topicId;
    return this.chat.history().filter(inTopic);
  }

  /** What the bot said in a topic, or in General, and is still there, as it reads now, with its buttons. */
  said(topicId: number | null): WireMessage[] {
    return this.entries(topicId)
      .filter((entry) => entry.sender === 'bot' && !entry.deleted)
      .map((entry) => entry.message);
  }

  /** The latest message of the bot with these words in its text or caption; waits for it. */
  async hears(topicId: number | null, words: string | RegExp, withinMs = patienceMs): Promise<WireMessage> {
    const heard = () => this.said(topicId).findLast((message) => isAbout(message, words));
    const place = topicId === null ? 'General' : `topic ${topicId}`;
    await until(`the bot says «${words}» in ${place}`, () => heard() !== undefined, withinMs);
    return present(heard());
  }

  /** A message as it reads now; undefined when it was deleted or never there. */
  message(messageId: number): WireMessage | undefined {
    return this.chat.find(messageId)?.message;
  }

  /** The words on the buttons under a message. */
  buttons(messageId: number): string[] {
    const rows = this.message(messageId)?.reply_markup?.inline_keyboard ?? [];
    return rows.flat().map((button) => button.text);
  }

  /** Somebody writes; answers Telegram's id of the message. */
  writes(person: Person, topicId: number | null, text: string, answering: Answering = {}): number {
    return this.people.say(person, text, { ...this.place(topicId), ...answering }).message_id;
  }

  /** Somebody sends a file. */
  sends(person: Person, topicId: number | null, file: SentFile): number {
    return this.people.sendFile(person, { ...file, ...this.place(topicId) }).message_id;
  }

  /** Somebody changes what they wrote, or the words under their file. */
  edits(person: Person, messageId: number, text: string): void {
    this.people.edit(person, { messageId, text, chatId: this.id });
  }

  /** Somebody takes a message away. */
  deletes(person: Person, messageId: number): void {
    this.people.deleteMessage(person, { messageId, chatId: this.id });
  }

  /** Somebody presses a button under a message; answers the id of the press. */
  presses(person: Person, messageId: number, button: string): string {
    return this.people.press(person, { messageId, button, chatId: this.id });
  }

  /** What the bot shows to who pressed; waits for it. Empty when it shows nothing. */
  async answerTo(pressId: string, withinMs?: number): Promise<string> {
    const answer = () =>
      this.telegram.calls
        .list({ method: 'answerCallbackQuery' })
        .find((call) => call.status === 200 && call.params['callback_query_id'] === pressId);
    await until('the press is answered', () => answer() !== undefined, withinMs);
    const text = answer()?.params['text'];
    return typeof text === 'string' ? text : '';
  }

  /** Somebody opens a topic by hand; answers its id. */
  opensTopic(person: Person, name: string): number {
    return this.reins.openTopic(person, this.id, name);
  }

  /** Somebody gives a topic another name. */
  renamesTopic(person: Person, topicId: number, name: string): void {
    this.reins.renameTopic(person, this.id, { threadId: topicId, name });
  }

  /** Somebody closes a topic. */
  closesTopic(person: Person, topicId: number): void {
    this.reins.setTopicClosed(person, this.id, { threadId: topicId, closed: true });
  }

  /** Somebody opens a closed topic again. */
  reopensTopic(person: Person, topicId: number): void {
    this.reins.setTopicClosed(person, this.id, { threadId: topicId, closed: false });
  }

  /** Somebody deletes a topic with all that is in it; Telegram does not tell the bot. */
  deletesTopic(_person: Person, topicId: number): void {
    this.reins.deleteTopic(this.id, topicId);
  }

  /** Somebody comes into the group. */
  joins(person: Person, status: 'member' | 'administrator' = 'member'): void {
    this.reins.setMember(this.id, person, status);
  }

  /** Somebody leaves the group. */
  leaves(person: Person): void {
    this.reins.setMember(this.id, person, 'left');
  }

  /** The bot is thrown out. */
  removesBot(person?: Person): void {
    this.reins.removeBot(this.id, person);
  }

  /** The bot is added again, as an administrator. */
  addsBot(person: Person): void {
    this.reins.addBot(this.id, person);
  }

  /** The bot gets other rights; with `null` it is an administrator no longer. */
  givesBot(rights: AdminRights | null, person?: Person): void {
    this.reins.setBotRights(this.id, rights, person);
  }

  /** The topics of the group are turned off or on. */
  turnsTopics(on: boolean): void {
    this.reins.setForum(this.id, on);
  }

  /** A small group becomes a supergroup, under another id. */
  upgrades(person?: Person): void {
    this.chat = this.reins.upgrade(this.id, person);
  }

  private get people() {
    return this.telegram.people(this.botName);
  }

  private get reins(): GroupActions {
    return this.telegram.groups(this.botName);
  }

  private place(topicId: number | null) {
    return { chatId: this.id, ...(topicId === null ? {} : { threadId: topicId }) };
  }
}

/** Whether the text or caption of a message has these words in it. */
export function isAbout(message: WireMessage, words: string | RegExp): boolean {
  const said = message.text ?? message.caption ?? '';
  return typeof words === 'string' ? said.includes(words) : words.test(said);
}

function present<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('what was there is gone');
  return thing;
}
