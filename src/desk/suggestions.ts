import { DialogueStore } from '../dialogues/dialogues.store';
import type { Citation } from '../dialogues/speech';
import { checkedText } from '../dialogues/text.rules';
import { Refusal } from '../errors';
import type { Tell } from '../events/event-log';
import { speakAsOperator } from '../handoff/operator-words';
import { SuggestionStore } from '../handoff/suggestions.store';
import type { Database, Tx } from '../infra/database';
import type { Suggestion } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { demand, may, type Viewer } from '../people/viewer';

/** Which suggestion somebody decides on. */
export interface SuggestionRequest {
  readonly suggestionId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** What operators do with what the bot would have said: take it, change it, leave it. */
export class Suggestions {
  private readonly store: SuggestionStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency }) {
    this.store = new SuggestionStore(deps.database);
  }

  byIds(ids: readonly string[]): Promise<Suggestion[]> {
    return this.store.byIds(ids);
  }

  /** The newest one of each dialogue that nobody has decided on. */
  pendingOf(dialogueIds: readonly string[]): Promise<Suggestion[]> {
    return this.store.pendingOf(dialogueIds);
  }

  /**
   * Says a suggestion, or the text in its place, as the operator who has the dialogue, with the suggestion's sources; answers the
   * message's id. Throws like a reply, NOT_FOUND, and CONFLICT when somebody has decided on it.
   */
  async accept(
    viewer: Viewer | null,
    input: SuggestionRequest & { readonly text?: string | null | undefined },
  ): Promise<string> {
    demand(viewer, 'dialogues:write');
    const own = typeof input.text === 'string' ? checkedText(input.text, 'text') : undefined;
    const request = { operation: 'acceptSuggestion', input: { ...input } };
    const { messageId } = await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      const suggestion = await openIn(tx, input.suggestionId);
      return { messageId: await say(tx, tell, { viewer, suggestion, text: own ?? suggestion.text }) };
    });
    return messageId;
  }

  /** Leaves a suggestion, and answers its id. Throws NOT_FOUND, NOT_YOUR_DIALOGUE, and CONFLICT when somebody has decided on it. */
  async dismiss(viewer: Viewer | null, input: SuggestionRequest): Promise<string> {
    demand(viewer, 'dialogues:write');
    const request = { operation: 'dismissSuggestion', input: { ...input } };
    const { suggestionId } = await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      const { id, dialogueId } = await openIn(tx, input.suggestionId);
      const dialogue = await DialogueStore.findIn(tx, dialogueId);
      const foreign = dialogue?.status === 'OPERATOR' && dialogue.operatorId !== viewer.id;
      if (foreign && viewer.kind === 'operator' && !may(viewer, 'supervise')) throw new Refusal('NOT_YOUR_DIALOGUE');
      await decide(tx, id, { status: 'DISMISSED', operatorId: decider(viewer) });
      tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
      return { suggestionId: id };
    });
    return suggestionId;
  }
}

async function openIn(tx: Tx, id: string): Promise<Suggestion> {
  const suggestion = await SuggestionStore.findIn(tx, id);
  if (!suggestion) throw new Refusal('NOT_FOUND');
  if (suggestion.status !== 'PENDING') throw new Refusal('CONFLICT');
  return suggestion;
}

async function say(
  tx: Tx,
  tell: Tell,
  said: { viewer: Viewer; suggestion: Suggestion; text: string },
): Promise<string> {
  const { viewer, suggestion, text } = said;
  const { id, dialogueId, language } = suggestion;
  const citations = suggestion.citations as unknown as readonly Citation[];
  const asItIs = text === suggestion.text;
  const words = { viewer, dialogueId, text, citations, ...(asItIs ? { language } : {}) };
  const messageId = await speakAsOperator(tx, tell, words);
  await decide(tx, id, { status: asItIs ? 'ACCEPTED' : 'EDITED', operatorId: decider(viewer), messageId });
  return messageId;
}

async function decide(tx: Tx, id: string, decision: Parameters<typeof SuggestionStore.decide>[2]): Promise<void> {
  if (!(await SuggestionStore.decide(tx, id, decision))) throw new Refusal('CONFLICT');
}

function decider(viewer: Viewer): string | null {
  return viewer.kind === 'operator' ? viewer.id : null;
}
