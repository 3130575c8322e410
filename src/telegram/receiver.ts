import type { Dialogues } from '../dialogues/dialogues';
import type { Feedback } from '../dialogues/feedback';
import type { InboxItem } from '../dialogues/inbox-item';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { TelegramBots } from './bots';
import { callSignal } from './call-signal';
import { faultOf } from './telegram-fault';
import { type Incoming, parseUpdate, type Sender } from './update.rules';

/** A press is answered at once or not at all: the user sees a waiting button meanwhile. */
const answerTimeoutMs = 3_000;

const expired = 'replies:callback.expired';

type Message = Extract<Incoming, { kind: 'message' | 'press' }>;

/** Makes of an update what it says: a stored message, an edit, a user who has gone or come back. */
export class TelegramReceiver {
  constructor(
    private readonly deps: {
      dialogues: Pick<Dialogues, 'receive' | 'edit' | 'setReachable'>;
      feedback: Pick<Feedback, 'fromChat'>;
      bots: TelegramBots;
      locales: Locales;
      log: Log;
    },
  ) {}

  /** Stores what an update says; doing it again changes nothing. Answers the dialogue that may need a turn now. */
  async receive(item: InboxItem): Promise<string | null> {
    const botId = item.botId ?? '';
    const username = this.deps.bots.find(botId)?.username ?? null;
    const incoming = parseUpdate(item.payload, { username });
    if (incoming.kind === 'message') return this.store(botId, incoming);
    if (incoming.kind === 'press') return this.press(botId, incoming);
    await this.note(botId, incoming);
    return null;
  }

  /** What changes something, but asks for no answer. */
  private async note(botId: string, incoming: Exclude<Incoming, Message>): Promise<void> {
    if (incoming.kind === 'ignored') return this.ignore(botId, incoming);
    if (incoming.kind === 'feedback') return this.opinion(botId, incoming);
    const externalId = incoming.chatId;
    if (incoming.kind === 'membership') {
      return this.deps.dialogues.setReachable({ botId, externalId, reachable: incoming.reachable });
    }
    const source = sourceOf(incoming.messageId);
    return this.deps.dialogues.edit({ botId, externalId, source, text: incoming.text });
  }

  private async store(botId: string, message: Message): Promise<string> {
    const { dialogueId } = await this.deps.dialogues.receive({
      botId,
      user: profileOf(message.from),
      source: message.kind === 'message' ? sourceOf(message.messageId) : `telegram-press:${message.callbackId}`,
      text: message.text,
      ...(message.kind === 'message' ? answerOf(message) : { attachments: [] }),
    });
    return dialogueId;
  }

  private async press(botId: string, press: Extract<Incoming, { kind: 'press' }>): Promise<string> {
    const [dialogueId] = await Promise.all([this.store(botId, press), this.answer(botId, press.callbackId)]);
    return dialogueId;
  }

  private async opinion(botId: string, given: Extract<Incoming, { kind: 'feedback' }>): Promise<void> {
    const { chatId: externalId, messageId, helpful, callbackId } = given;
    const kept = await this.deps.feedback.fromChat({ botId, externalId, messageId }, helpful);
    const thanks = helpful ? 'replies:feedback.up' : 'replies:feedback.down';
    const language = kept ?? given.language ?? 'en';
    await this.answer(botId, callbackId, this.deps.locales.t(language, kept ? thanks : expired));
  }

  private async ignore(botId: string, ignored: Extract<Incoming, { kind: 'ignored' }>): Promise<void> {
    this.deps.log.debug({ botId, reason: ignored.reason }, 'an update was ignored');
    if (!ignored.stalePress) return;
    const { callbackId, language } = ignored.stalePress;
    await this.answer(botId, callbackId, this.deps.locales.t(language ?? 'en', expired));
  }

  private async answer(botId: string, callbackId: string, text?: string): Promise<void> {
    const api = this.deps.bots.find(botId)?.api;
    try {
      await api?.answerCallbackQuery(
        callbackId,
        text ? { text } : {},
        callSignal(AbortSignal.timeout(answerTimeoutMs)),
      );
    } catch (error) {
      this.deps.log.debug({ botId, reason: faultOf(error).reason }, 'a press was not answered; it may be too old');
    }
  }
}

function sourceOf(messageId: number): string {
  return `telegram:${messageId}`;
}

function answerOf({ attachments, replyTo, quote }: Extract<Message, { kind: 'message' }>) {
  return { attachments, quote, replyTo: replyTo === null ? null : String(replyTo) };
}

function profileOf({ id, username, displayName, language }: Sender) {
  return {
    channel: 'TELEGRAM',
    realm: 'telegram',
    externalId: id,
    username,
    displayName,
    telegramLanguage: language,
  } as const;
}
