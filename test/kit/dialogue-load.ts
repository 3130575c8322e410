import type { SpawnedHouse } from './spawned-house';
import { type RawUpdate, textUpdate } from './telegram-updates';
import { until } from './until';

/** How many dialogues write how many messages each, and under which numbers. */
export interface LoadSize {
  readonly dialogues: number;
  readonly messages: number;
  /** The first chat id; update ids and message ids follow from it. */
  readonly firstChat: number;
}

/** What was doubled in a chat: the messages of the bot that came more than once. */
export interface Doubled {
  readonly chatId: number;
  /** The number of the first user message that the doubled answer answers. */
  readonly message: number;
  readonly copies: number;
}

const marker = /q(\d+)x(\d+)/g;
const wholeAnswer = /^echo: (q\d+x\d+ how is the parcel end\n?)+$/;

/** Dialogues that write numbered messages to a model that echoes, so that every answer says what it answers. */
export class DialogueLoad {
  readonly chats: readonly number[];

  constructor(
    private readonly house: SpawnedHouse,
    private readonly size: LoadSize,
  ) {
    this.chats = Array.from({ length: size.dialogues }, (_, index) => size.firstChat + index);
  }

  /** The update of the n-th message (1…) of a chat. */
  update(chatId: number, n: number): RawUpdate {
    const number = chatId * 100 + n;
    return textUpdate({ updateId: number, chatId, messageId: number, text: `q${chatId}x${n} how is the parcel end` });
  }

  /** Brings all messages of all chats, in order within a chat, again until they are taken. */
  async bringAll(): Promise<void> {
    await Promise.all(this.chats.map((chatId) => this.bringChat(chatId)));
  }

  private async bringChat(chatId: number): Promise<void> {
    for (let n = 1; n <= this.size.messages; n += 1) await this.house.poster.bring(this.update(chatId, n));
  }

  /** The numbers of the user messages that the bot's messages in a chat answer, message by message. */
  answered(chatId: number): number[][] {
    return this.house.heard(chatId).map(({ text = '' }) => numbersIn(text));
  }

  /** The chats of this load whose messages a text holds. */
  chatIn(text: string): number | undefined {
    const chatId = Number([...text.matchAll(marker)][0]?.[1]);
    return this.chats.includes(chatId) ? chatId : undefined;
  }

  /** Waits until every message is stored and settled, every answer is out of the door, and nothing waits in any queue. */
  async settled(withinMs: number): Promise<void> {
    const sql = `select
      (select count(*)::int from messages m join dialogues d on d.id = m.dialogue_id join users u on u.id = d.user_id
        where m.role = 'USER' and m.seq <= d.settled_seq and u.external_id = any($1)) as settled,
      (select count(*)::int from inbox where done_at is null and parked_at is null) as waiting,
      (select count(*)::int from deliveries where done_at is null) as unsent`;
    const expected = { settled: this.size.dialogues * this.size.messages, waiting: 0, unsent: 0 };
    let now: unknown;
    const calm = async () => {
      now = (await this.house.database.pool.query(sql, [this.chats.map(String)])).rows[0];
      return JSON.stringify(now) === JSON.stringify(expected);
    };
    await until('every message is settled and every answer is sent', calm, withinMs).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(now)}; the product said ${this.house.product.said}`);
    });
  }

  /** What came more than once. */
  doubled(): Doubled[] {
    return this.chats.flatMap((chatId) => {
      const firsts = this.answered(chatId).map(([first = 0]) => first);
      return [...new Set(firsts)]
        .map((message) => ({ chatId, message, copies: firsts.filter((one) => one === message).length }))
        .filter(({ copies }) => copies > 1);
    });
  }

  /** Chats in which something is lost, out of order, or not whole; empty when all is well. */
  wrong(): { chatId: number; heard: string[] }[] {
    const expected = Array.from({ length: this.size.messages }, (_, index) => index + 1).join();
    return this.chats
      .map((chatId) => ({ chatId, heard: this.house.heard(chatId).map(({ text = '' }) => text) }))
      .filter(({ heard }) => {
        const once = heard.filter((text, index) => text !== heard[index - 1]);
        return once.flatMap(numbersIn).join() !== expected || !heard.every((text) => wholeAnswer.test(text));
      });
  }

  /** What the database says of the delivery of an answer. */
  async deliveryOf(doubled: Doubled): Promise<{ delivery: string; error: string | null; uncertain: boolean }[]> {
    const { rows } = await this.house.database.pool.query(
      `select m.delivery, m.delivery_error as error, s.uncertain or s.open_part is not null as uncertain
        from messages m join deliveries s on s.message_id = m.id where m.role = 'BOT' and starts_with(m.text, $1)`,
      [`echo: q${doubled.chatId}x${doubled.message} `],
    );
    return rows;
  }

  /** Answers of this load that are stored and not whole. */
  async halfAnswers(): Promise<string[]> {
    const { rows } = await this.house.database.pool.query(
      `select m.text from messages m join dialogues d on d.id = m.dialogue_id join users u on u.id = d.user_id
        where m.role <> 'USER' and u.external_id = any($1)`,
      [this.chats.map(String)],
    );
    return rows.map((row: { text: string }) => row.text).filter((text) => !wholeAnswer.test(text));
  }
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(marker)].map((match) => Number(match[2]));
}
