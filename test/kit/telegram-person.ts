import type { PaymentOutcome } from '../../src/standins/telegram/cashier';
import type { ChatMessage } from '../../src/standins/telegram/chat';
import { visibleWords } from '../../src/standins/telegram/rich-words';
import type { TelegramStandin } from '../../src/standins/telegram/telegram-standin';
import type { Person, SentFile } from '../../src/standins/telegram/user-actions';
import type { WireInvoice, WireMessage } from '../../src/standins/telegram/wire';
import { isAbout } from './telegram-group';
import { patienceMs, until } from './until';

/** Somebody with Telegram: writes to the bot, hears what it says, in order. */
export class TelegramPerson {
  private heard = 0;

  constructor(
    private readonly telegram: TelegramStandin,
    readonly person: Person,
    /** The slug of the bot that they write to. */
    private readonly botName = 'helpdesk',
  ) {}

  /** Writes a text; answers Telegram's id of it. */
  writes(text: string): number {
    return this.telegram.people(this.botName).say(this.person, text).message_id;
  }

  /** Sends a file. */
  sends(file: SentFile): number {
    return this.telegram.people(this.botName).sendFile(this.person, file).message_id;
  }

  /** Answers a message of this chat, or a piece of it that is quoted word for word. */
  repliesTo(messageId: number, text: string, quote?: string): number {
    const quoted = quote === undefined ? {} : { quote };
    return this.telegram.people(this.botName).say(this.person, text, { replyTo: messageId, ...quoted }).message_id;
  }

  /** Opens a link to the bot (`t.me/<bot>?start=<code>`) and presses Start. */
  opensLink(url: string): number {
    return this.telegram.people(this.botName).openLink(this.person, url).message_id;
  }

  /** Takes a message of this chat away; Telegram does not tell the bot. */
  deletes(messageId: number): void {
    this.telegram.people(this.botName).deleteMessage(this.person, { messageId });
  }

  /** Changes something that was written. */
  edits(messageId: number, text: string): void {
    this.telegram.people(this.botName).edit(this.person, { messageId, text });
  }

  /** Presses a button under the last message that has it. */
  presses(button: string): void {
    const message = this.onScreen().findLast((one) =>
      one.reply_markup?.inline_keyboard?.flat().some((each) => each.text === button),
    );
    if (!message) throw new Error(`no message has the button ${button}`);
    this.telegram.people(this.botName).press(this.person, { messageId: message.message_id, button });
  }

  /** Presses Pay under the last invoice in the chat, or behind a link to one, and confirms; answers what became of it. */
  pays(link?: string): Promise<PaymentOutcome> {
    const invoice = this.onScreen().findLast((one) => one.invoice !== undefined);
    if (link === undefined && !invoice) throw new Error('there is no invoice in the chat');
    const payable = link === undefined ? { messageId: invoice?.message_id ?? 0 } : { link };
    return this.telegram.people(this.botName).pay(this.person, payable);
  }

  /** Waits until so many invoices are in the chat; answers them, the first one first. */
  async seesInvoices(count: number): Promise<WireInvoice[]> {
    const seen = () => this.onScreen().flatMap(({ invoice }) => invoice ?? []);
    await until(`${this.person.first_name} sees ${count} invoices`, () => seen().length >= count);
    return seen();
  }

  /** Blocks the bot, or lets it in again. */
  blocks(blocked: boolean): void {
    this.telegram.people(this.botName).block(this.person, blocked);
  }

  /** The next message of the bot that was not heard yet; waits for it. */
  async hears(withinMs?: number): Promise<string> {
    return (await this.hearsMessage(withinMs)).text ?? '';
  }

  /** Like `hears`, with everything that Telegram knows of the message. */
  async hearsMessage(withinMs = patienceMs): Promise<WireMessage> {
    await until(`${this.person.first_name} hears something new`, () => this.allHeard().length > this.heard, withinMs);
    const message = this.allHeard()[this.heard];
    if (!message) throw new Error('a message that was there is gone');
    this.heard += 1;
    return message;
  }

  /** Everything that the bot has said in this chat so far, as it reads now; also what was deleted since. */
  allHeard(): WireMessage[] {
    return this.entries()
      .filter((entry) => entry.sender === 'bot')
      .map((entry) => readable(entry.message));
  }

  /** Everything in this chat, in order, with earlier versions and whether it was deleted. */
  entries(): ChatMessage[] {
    return this.telegram.bot(this.botName).chats.get(this.person.id)?.history() ?? [];
  }

  /** What the bot said and is still there, as it reads now. */
  onScreen(): WireMessage[] {
    return this.entries()
      .filter((entry) => entry.sender === 'bot' && !entry.deleted)
      .map((entry) => readable(entry.message));
  }

  /** The latest message on the screen with these words in its text or caption, new or changed; waits for it. */
  async sees(words: string | RegExp, withinMs = patienceMs): Promise<WireMessage> {
    const seen = () => this.onScreen().findLast((message) => isAbout(message, words));
    await until(`${this.person.first_name} sees «${words}»`, () => seen() !== undefined, withinMs);
    const message = seen();
    if (!message) throw new Error('a message that was there is gone');
    return message;
  }

  /** Waits until a message of the bot is no longer there. */
  async seesGone(messageId: number, withinMs?: number): Promise<void> {
    const isGone = () => this.onScreen().every((message) => message.message_id !== messageId);
    await until(`${this.person.first_name} no longer sees message ${messageId}`, isGone, withinMs);
  }

  /** How many messages of the bot are there that were not heard yet. */
  unheard(): number {
    return this.allHeard().length - this.heard;
  }
}

/** A message as a person reads it: the words of a rich one are words, too. */
function readable(message: WireMessage): WireMessage {
  return message.rich_message ? { ...message, text: visibleWords(message.rich_message) } : message;
}
