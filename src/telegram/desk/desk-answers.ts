import { setTimeout as pause } from 'node:timers/promises';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { NotNow } from '../../dialogues/channel';
import type { Locales, TextParams } from '../../infra/locales';
import type { Log } from '../../infra/log';
import type { DeskApi } from './desk-api';
import { plainPart } from './desk-texts';
import type { DeskPress, DeskWords } from './desk-update.rules';

/** A text of desk.json with its values. */
export type DeskPhrase = readonly [key: string, params?: TextParams];

// A chat has one lane: who waits for long here makes everybody else in the chat wait.
const patienceMs = 3_000;

/** Answers operators where they wrote or pressed. */
export class DeskAnswers {
  constructor(private readonly deps: { api: DeskApi; locales: Locales; log: Log }) {}

  /** A text of desk.json. */
  text(language: string, [key, params]: DeskPhrase): string {
    return this.deps.locales.t(language, `desk:${key}`, params);
  }

  /** A text of another file, by its whole key. */
  plainText(language: string, key: string): string {
    return this.deps.locales.t(language, key);
  }

  /** Answers something that was written. What was done stays done when the answer cannot be brought. */
  async reply(to: DeskWords, text: string, keyboard?: InlineKeyboardMarkup): Promise<void> {
    const { botId } = to;
    const thread = to.threadId === null ? {} : { threadId: to.threadId };
    const part = { ...plainPart(text), replyTo: to.messageId, ...(keyboard && { keyboard }) };
    const send = () => this.deps.api.send({ botId, chatId: to.chat.id, ...thread }, part);
    try {
      await send().catch(async (error: unknown) => {
        if (!(error instanceof NotNow) || error.retryAfterMs > patienceMs) throw error;
        await pause(error.retryAfterMs);
        await send();
      });
    } catch (error) {
      this.deps.log.warn({ err: error, botId }, 'an operator in Telegram could not be answered');
    }
  }

  /** Answers a press: a word that passes by, or a window where it was refused. */
  async press(to: DeskPress, said: { text: string; refused: boolean }): Promise<void> {
    await this.deps.api.answer(to.botId, to.callbackId, { text: said.text, alert: said.refused });
  }
}
