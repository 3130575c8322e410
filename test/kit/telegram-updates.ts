import { setTimeout as pause } from 'node:timers/promises';

/** An update as Telegram would write it, as far as the tests care. */
export type RawUpdate = Readonly<Record<string, unknown>> & { readonly update_id: number };

/** A text that a person writes in their own chat with the bot. */
export interface WrittenText {
  readonly updateId: number;
  readonly chatId: number;
  readonly messageId: number;
  readonly text: string;
  readonly language?: string;
}

const retryMs = 200;

/** The person behind a private chat, whose id is the chat's. */
export function wirePerson(chatId: number, language = 'en') {
  return { id: chatId, is_bot: false, first_name: `Person ${chatId}`, language_code: language };
}

/** The message that a text becomes. */
export function wireMessage({ chatId, messageId, text, language }: Omit<WrittenText, 'updateId'>) {
  const date = Math.floor(Date.now() / 1000);
  const from = wirePerson(chatId, language);
  return {
    message_id: messageId,
    from,
    chat: { id: chatId, type: 'private', first_name: from.first_name },
    date,
    text,
  };
}

/** The update that a text becomes. */
export function textUpdate(written: WrittenText): RawUpdate {
  return { update_id: written.updateId, message: wireMessage(written) };
}

/** Posts updates to a webhook, as Telegram does. */
export class UpdatePoster {
  constructor(
    private readonly webhook: string,
    private readonly secret: string,
  ) {}

  /** One try with any body and any headers beside the right secret; status 0 when there was no answer. */
  async post(
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers }> {
    try {
      const response = await fetch(this.webhook, {
        method: 'POST',
        body: body as NonNullable<RequestInit['body']>,
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': this.secret, ...headers },
      });
      await response.arrayBuffer();
      return { status: response.status, headers: response.headers };
    } catch (error) {
      // No answer is an outcome that Telegram knows, too; anything else would be a fault of the test. (By name: fetch
      // belongs to another realm than Jest's tests.)
      if ((error as Error).name !== 'TypeError') throw error;
      return { status: 0, headers: new Headers() };
    }
  }

  /** One try; answers the status, 0 when there was no answer. */
  async try(update: RawUpdate): Promise<number> {
    return (await this.post(JSON.stringify(update))).status;
  }

  /** Tries until the update is taken. */
  async bring(update: RawUpdate): Promise<void> {
    while ((await this.try(update)) !== 200) await pause(retryMs);
  }
}
