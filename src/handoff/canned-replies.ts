import type { Bots } from '../dialogues/bots';
import { checkedText } from '../dialogues/text.rules';
import { badInput, Refusal } from '../errors';
import { cleanLine } from '../infra/clean-text';
import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import type { CannedReply } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { CannedReplyStore } from './canned-replies.store';

/** A canned reply as somebody writes it; with an id it replaces the one that there is. */
export interface CannedReplyDraft {
  readonly id?: string | null | undefined;
  /** Of this bot only; null: of all. */
  readonly botId?: string | null | undefined;
  readonly title: string;
  /** Language → text; at least one. {{user}} and {{operator}} stand for the names. */
  readonly texts: Readonly<Partial<Record<'ru' | 'en', string | null | undefined>>>;
  readonly idempotencyKey?: string | null | undefined;
}

/** Which canned replies to list. */
export interface CannedReplyList {
  /** Those of this bot and those of all; without it all that there are. */
  readonly botId?: string | undefined;
  /** With this text in the title or in a text. */
  readonly search?: string | undefined;
  readonly first?: number | undefined;
}

const languages = ['ru', 'en'];
const longestTitle = 100;
const longestSearch = 200;
const largestList = 100;

/** Answers that are made again and again, ready in both languages. */
export class CannedReplies {
  private readonly store: CannedReplyStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency; bots: Bots }) {
    this.store = new CannedReplyStore(deps.database);
  }

  /** Canned replies by title. Needs `dialogues:read`. */
  list(
    viewer: Viewer | null,
    { botId, search = '', first = largestList }: CannedReplyList = {},
  ): Promise<CannedReply[]> {
    demand(viewer, 'dialogues:read');
    if (botId !== undefined) this.deps.bots.get(botId);
    if (search.length > longestSearch) throw badInput({ search: 'too_long' });
    if (first < 1 || first > largestList) throw badInput({ first: 'page_size' });
    return this.store.list({ botId, search: search.trim(), limit: first });
  }

  byIds(ids: readonly string[]): Promise<CannedReply[]> {
    return this.store.byIds(ids);
  }

  /** Makes or changes a reply and answers its id. Needs `supervise`. */
  async save(viewer: Viewer | null, draft: CannedReplyDraft): Promise<string> {
    demand(viewer, 'supervise');
    const reply = this.checked(draft);
    const request = { operation: 'saveCannedReply', input: { ...draft } };
    const { id } = await this.deps.idempotency.once(viewer, request, async (tx) => {
      if (!draft.id) {
        const made = newId('canned');
        await CannedReplyStore.add(tx, { id: made, ...reply });
        return { id: made };
      }
      if (!(await CannedReplyStore.change(tx, draft.id, reply))) throw new Refusal('NOT_FOUND');
      return { id: draft.id };
    });
    return id;
  }

  /** Forgets a reply and answers its id. Needs `supervise`. */
  async remove(viewer: Viewer | null, input: { id: string; idempotencyKey?: string | null | undefined }) {
    demand(viewer, 'supervise');
    const request = { operation: 'removeCannedReply', input: { ...input } };
    return this.deps.idempotency.once(viewer, request, async (tx) => {
      if (!(await CannedReplyStore.remove(tx, input.id))) throw new Refusal('NOT_FOUND');
      return { id: input.id };
    });
  }

  private checked({ botId = null, title, texts }: CannedReplyDraft) {
    if (botId !== null) this.deps.bots.get(botId);
    const line = cleanLine(title, longestTitle + 1);
    if (!line) throw badInput({ title: 'required' });
    if (line.length > longestTitle) throw badInput({ title: 'too_long' });
    const written = Object.entries(texts).flatMap(([language, text]) =>
      text ? [[language, checkedText(text, language)] as const] : [],
    );
    if (written.length === 0) throw badInput(Object.fromEntries(languages.map((language) => [language, 'required'])));
    return { botId, title: line, texts: Object.fromEntries(written) };
  }
}
