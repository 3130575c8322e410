import { Refusal } from '../../errors';
import type { Handoff } from '../../handoff/handoff';
import type { OperatorSpeech } from '../../handoff/operator-speech';
import type { Deed, DeskActions } from './desk-actions';
import type { DeskPhrase } from './desk-answers';
import type { DeskApi } from './desk-api';
import type { DeskOperator } from './desk-operators';
import { type DeskWords, deskSource } from './desk-update.rules';
import type { DeskViewStore } from './desk-view.store';
import { readOperatorWords } from './desk-words.rules';
import { ownShown } from './line-mirror';
import { typedAsMarkdown } from './operator-text.rules';
import type { PlaceStore } from './places.store';

/** What passing operators' words on needs. */
export interface DeskSpeechDeps {
  readonly handoff: Handoff;
  readonly speech: OperatorSpeech;
  readonly views: DeskViewStore;
  readonly places: PlaceStore;
  readonly actions: DeskActions;
  readonly api: DeskApi;
}

/** Something that an operator wrote, and the dialogue that it belongs to. */
export interface Said {
  readonly by: DeskOperator;
  readonly dialogueId: string;
  readonly words: DeskWords;
  /** The message of the dialogue that it answers. */
  readonly replyToId: string | null;
}

/** What operators write in Telegram: to the user, or as a note; and what they make of it later. */
export class DeskSpeech {
  constructor(private readonly deps: DeskSpeechDeps) {}

  /** Says it to the user; who writes to somebody that waits has accepted the dialogue by that. Doing it again changes nothing. */
  say(said: Said): Promise<Deed> {
    return this.deps.actions.attempt(said, async () => {
      const { by, dialogueId, words, replyToId } = said;
      const source = deskSource(words.chat.id, words.messageId);
      const { attachment } = words;
      // A place or a contact has no file that could be sent on.
      if (words.text === '' && !attachment?.fileId) return ['hint.cannot_pass'];
      if ((await this.deps.views.fromSource(dialogueId, source)) === null) await this.accept(said);
      const messageId = await this.deps.speech.reply(by.viewer, {
        dialogueId,
        text: typedAsMarkdown(words.text),
        attachments: attachment?.fileId ? [attachment] : [],
        replyToId,
        quote: words.quote,
        source,
      });
      await this.record(said, messageId);
      return null;
    });
  }

  /** Keeps a note that only operators see, and marks it as such. */
  note(said: Said, text: string): Promise<Deed> {
    return this.deps.actions.attempt(said, async () => {
      const { by, dialogueId, words } = said;
      if (text === '') return ['hint.empty_note'];
      const source = deskSource(words.chat.id, words.messageId);
      const messageId = await this.deps.speech.addNote(by.viewer, { dialogueId, text, source });
      await this.record(said, messageId);
      await this.deps.api.mark({ botId: words.botId, chatId: words.chat.id, messageId: words.messageId }, '✍');
      return null;
    });
  }

  /** Changes what was said or noted; null when it is nothing that an operator said. */
  async edit(by: DeskOperator, words: DeskWords): Promise<Deed | null> {
    const at = { botId: words.botId, chatId: words.chat.id, telegramId: words.messageId };
    const row = await this.deps.places.find(at);
    const message = row?.messageId ? await this.deps.views.message(row.messageId) : null;
    if (!row || message?.source !== deskSource(at.chatId, at.telegramId)) return null;
    return this.deps.actions.attempt({ by, dialogueId: row.dialogueId }, async (): Promise<DeskPhrase | null> => {
      const read = readOperatorWords(words.text);
      // What the user has read does not become a note any more.
      if (message.role === 'OPERATOR' && read.kind !== 'say') return ['hint.said_already'];
      const text =
        message.role === 'OPERATOR' ? typedAsMarkdown(words.text) : read.kind === 'note' ? read.text : words.text;
      if (text === '' || text === message.text) return null;
      await this.deps.speech.edit(by.viewer, { messageId: message.id, text });
      const now = await this.deps.views.message(message.id);
      await this.deps.places.showsNow(at, [at.telegramId], ownShown(now?.text ?? text, null));
      return null;
    });
  }

  private async accept({ by, dialogueId }: Said): Promise<void> {
    const view = await this.deps.views.of(dialogueId);
    if (view?.dialogue.status === 'WAITING') await this.deps.handoff.accept(by.viewer, { dialogueId });
    // The bot answers by now: whoever wants to take it from the bot says so, and does not do it by the way.
    if (view?.dialogue.status === 'BOT') throw new Refusal('NOT_YOUR_DIALOGUE');
  }

  /** The mirror does the same when it comes by; what is there already is not shown again. */
  private async record({ dialogueId, words }: Said, messageId: string): Promise<void> {
    const message = await this.deps.views.message(messageId);
    const shown = ownShown(message?.text ?? '', null);
    const { botId, chat, messageId: telegramId } = words;
    await this.deps.places.record({ botId, chatId: chat.id, telegramId, dialogueId, messageId, shown });
  }
}
