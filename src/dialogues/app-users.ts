import { badInput, Refusal } from '../errors';
import { cleanLine } from '../infra/clean-text';
import { nearestLanguage } from '../infra/languages';
import { detectLanguage } from '../people/detect-language';
import type { Idempotency } from '../people/idempotency';
import { withoutInviteSecrets } from '../people/invite-secrets';
import type { Users } from '../people/users';
import { demand, may, type Viewer } from '../people/viewer';
import type { Bots } from './bots';
import { DialogueStore } from './dialogues.store';
import type { Inbox } from './inbox';
import { say } from './speech';
import { checkedText, spokenIn } from './text.rules';

/** The user whom an integrating app brings to a bot. */
export interface AppUser {
  readonly botId: string;
  readonly externalUserId: string;
  readonly displayName?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** What a use-case of the channel for apps needs. */
export interface AppUsersDeps {
  readonly idempotency: Idempotency;
  readonly users: Users;
  readonly bots: Bots;
  readonly inbox: Inbox;
}

const longestExternalId = 200;

/** The channel of apps that bring their own users: what comes in over the API takes the same way as a Telegram message. */
export class AppUsers {
  constructor(private readonly deps: AppUsersDeps) {}

  /** Opens the dialogue of the app's user with a bot, or answers the one there is. Needs `users:write`. */
  async start(viewer: Viewer | null, input: AppUser): Promise<string> {
    demand(viewer, 'users:write');
    const externalId = cleanLine(input.externalUserId, longestExternalId + 1);
    if (!externalId) throw badInput({ externalUserId: 'required' });
    if (externalId.length > longestExternalId) throw badInput({ externalUserId: 'too_long' });
    const bot = this.deps.bots.get(input.botId);
    const request = { operation: 'startDialogue', input: { ...input } };
    const { dialogueId } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const displayName = cleanLine(input.displayName ?? '', 200) || externalId;
      const profile = { channel: 'API', realm: viewer.id, externalId, username: null, displayName } as const;
      const hints = { detected: undefined, languages: bot.languages, fallback: bot.defaultLanguage };
      const user = await this.deps.users.meet(tx, { ...profile, telegramLanguage: null }, hints);
      const language = chosenLanguage(input.language, bot.languages);
      if (language) await this.deps.users.chooseLanguage(tx, user.id, language);
      const dialogue = await DialogueStore.keep(tx, {
        botId: bot.id,
        userId: user.id,
        language: language ?? user.language,
        persona: bot.personas[0]?.slug ?? bot.slug,
      });
      if (language) await DialogueStore.changeIf(tx, { id: dialogue.id }, { language });
      return { dialogueId: dialogue.id };
    });
    return dialogueId;
  }

  /**
   * Settles the language of replies to a user in all their dialogues, and answers the user's id. Operators and apps with
   * `dialogues:write` may do it for anybody, an app with `users:write` for its own users.
   */
  async setLanguage(
    viewer: Viewer | null,
    input: { userId: string; language: string; idempotencyKey?: string | null | undefined },
  ): Promise<string> {
    if (!viewer || !may(viewer, 'users:write')) demand(viewer, 'dialogues:write');
    const request = { operation: 'setUserLanguage', input: { ...input } };
    const { userId } = await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      const [user] = await this.deps.users.byIds([input.userId]);
      if (!user) throw new Refusal('NOT_FOUND');
      if (!may(viewer, 'dialogues:write')) ownDialogue(viewer, { user });
      const dialogues = await DialogueStore.allOfUser(tx, user.id);
      const language = chosenLanguage(input.language, this.languagesOf(dialogues)) ?? user.language;
      await this.deps.users.chooseLanguage(tx, user.id, language);
      for (const { id } of dialogues) {
        await DialogueStore.changeIf(tx, { id }, { language });
        tell({ kind: 'DIALOGUE_CHANGED', dialogueId: id });
      }
      return { userId: user.id };
    });
    return userId;
  }

  /** The languages that every bot of these dialogues speaks. */
  private languagesOf(dialogues: readonly { botId: string }[]): readonly string[] {
    const spoken = dialogues.map(({ botId }) => this.deps.bots.get(botId).languages);
    const all = [...new Set(this.deps.bots.all().flatMap(({ languages }) => languages))];
    return all.filter((language) => spoken.every((languages) => languages.includes(language)));
  }

  /** Stores what the app's user wrote, wakes the bot, and answers the message's id. Needs `users:write`. */
  async write(
    viewer: Viewer | null,
    input: { dialogueId: string; text: string; idempotencyKey?: string | null | undefined },
  ): Promise<string> {
    demand(viewer, 'users:write');
    const text = withoutInviteSecrets(checkedText(input.text, 'text'));
    const request = { operation: 'sendUserMessage', input: { ...input } };
    const { messageId } = await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      const dialogue = ownDialogue(viewer, await DialogueStore.findWithUser(tx, input.dialogueId));
      const detected = detectLanguage(spokenIn(text), this.deps.bots.get(dialogue.botId).languages);
      const language = await this.deps.users.hearLanguage(tx, dialogue.user, detected);
      const message = await say(tx, tell, {
        utterance: { dialogueId: dialogue.id, role: 'USER', text, language: detected ?? language },
        terms: { change: { language, unreadCount: { increment: 1 } } },
      });
      if (!message) throw new Refusal('NOT_FOUND');
      const { id: lane, botId } = dialogue;
      const item = { lane, botId, dedupeKey: message.id, payload: { dialogueId: lane } };
      await this.deps.inbox.storeIn(tx, { source: 'message', ...item });
      return { messageId: message.id };
    });
    return messageId;
  }
}

/** Only the app that brought a user may speak for them; for others the dialogue does not exist. */
export function ownDialogue<D extends { user: { channel: string; realm: string } }>(
  viewer: Viewer,
  dialogue: D | null,
): D {
  const own = dialogue?.user.channel === 'API' && (dialogue.user.realm === viewer.id || may(viewer, 'admin'));
  if (!dialogue || !own) throw new Refusal('NOT_FOUND');
  return dialogue;
}

function chosenLanguage(tag: string | null | undefined, offered: readonly string[]): string | undefined {
  if (!tag) return undefined;
  const language = nearestLanguage(tag);
  if (!offered.includes(language)) throw badInput({ language: 'language_unknown' });
  return language;
}
