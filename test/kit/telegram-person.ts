import type { TelegramStandin } from '../../src/standins/telegram/telegram-standin';
import type { Person, SentFile } from '../../src/standins/telegram/user-actions';
import type { WireMessage } from '../../src/standins/telegram/wire';
import { until } from './until';

const botName = 'helpdesk';

/** Somebody with Telegram: writes to the bot, hears what it says, in order. */
export class TelegramPerson {
  private heard = 0;

  constructor(
    private readonly telegram: TelegramStandin,
    readonly person: Person,
  ) {}

  /** Writes a text; answers Telegram's id of it. */
  writes(text: string): number {
    return this.telegram.people(botName).say(this.person, text).message_id;
  }

  /** Sends a file. */
  sends(file: SentFile): number {
    return this.telegram.people(botName).sendFile(this.person, file).message_id;
  }

  /** Changes something that was written. */
  edits(messageId: number, text: string): void {
    this.telegram.people(botName).edit(this.person, { messageId, text });
  }

  /** Presses a button under the last message that has it. */
  presses(button: string): void {
    const message = this.allHeard().findLast((one) =>
      one.reply_markup?.inline_keyboard?.flat().some((each) => each.text === button),
    );
    if (!message) throw new Error(`no message has the button ${button}`);
    this.telegram.people(botName).press(this.person, { messageId: message.message_id, button });
  }

  /** Blocks the bot, or lets it in again. */
  blocks(blocked: boolean): void {
    this.telegram.people(botName).block(this.person, blocked);
  }

  /** The next message of the bot that was not heard yet; waits for it. */
  async hears(withinMs?: number): Promise<string> {
    return (await this.hearsMessage(withinMs)).text ?? '';
  }

  /** Like `hears`, with everything that Telegram knows of the message. */
  async hearsMessage(withinMs = 15_000): Promise<WireMessage> {
    await until(`${this.person.first_name} hears something new`, () => this.allHeard().length > this.heard, withinMs);
    const message = this.allHeard()[this.heard];
    if (!message) throw new Error('a message that was there is gone');
    this.heard += 1;
    return message;
  }

  /** Everything that the bot has said in this chat so far. */
  allHeard(): WireMessage[] {
    const chat = this.telegram.bot(botName).chats.get(this.person.id);
    return (chat?.history() ?? []).filter((entry) => entry.sender === 'bot').map((entry) => entry.message);
  }

  /** How many messages of the bot are there that were not heard yet. */
  unheard(): number {
    return this.allHeard().length - this.heard;
  }
}
