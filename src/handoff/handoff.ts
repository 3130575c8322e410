import { DialogueStore } from '../dialogues/dialogues.store';
import { say } from '../dialogues/speech';
import { checkedText } from '../dialogues/text.rules';
import { badInput, Refusal } from '../errors';
import type { EventLog, Tell } from '../events/event-log';
import type { Database, Tx } from '../infra/database';
import type { Locales } from '../infra/locales';
import type { Dialogue, HandoffReason, Handoff as HandoffRow } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { PeopleStore } from '../people/people.store';
import { demand, demandOperator, may, type Viewer } from '../people/viewer';
import { HandoffStore } from './handoff.store';
import { endHandoff, takeStep, tryStep, whyNot } from './passage';
import type { WhoAnswers } from './who-answers';

/** What a use-case is asked to do with a dialogue. */
export interface DialogueRequest {
  readonly dialogueId: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** What a change of who answers comes to. */
export interface Passed {
  readonly dialogueId: string;
  readonly handoffId: string;
}

/** Why and how sure a dialogue goes to the people. */
export interface Wish {
  readonly dialogueId: string;
  readonly reason: HandoffReason;
  readonly confidence?: number;
  /** Only while the dialogue is still in the epoch in which the wish was heard. */
  readonly epoch?: number;
}

/** What the use-cases of the handoff need. */
export interface HandoffDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly idempotency: Idempotency;
  readonly whoAnswers: WhoAnswers;
  readonly locales: Locales;
}

/** From the bot to the people and back: each change is one transaction with its phrase, its handoff and its events. */
export class Handoff {
  private readonly store: HandoffStore;
  private readonly dialogues: DialogueStore;
  private readonly people: PeopleStore;

  constructor(private readonly deps: HandoffDeps) {
    this.store = new HandoffStore(deps.database);
    this.dialogues = new DialogueStore(deps.database);
    this.people = new PeopleStore(deps.database);
  }

  /** Puts a dialogue into the queue because its user or the bot wants a person; null when it is no longer as it was. */
  async hear(wish: Wish): Promise<Passed | null> {
    const passed = await this.deps.events.transact((tx, tell) => this.enqueue(tx, tell, wish));
    if (passed) await this.noteWhoAnswers(passed.dialogueId);
    return passed;
  }

  /** Puts a dialogue into the queue for an app or an operator; one that is with the people already stays as it is. */
  request(viewer: Viewer | null, input: DialogueRequest & { note?: string | null | undefined }): Promise<Passed> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'requestHandoff', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      const open = await HandoffStore.openIn(tx, dialogueId);
      if (open) return { dialogueId, handoffId: open.id };
      const passed = await this.enqueue(tx, tell, { dialogueId, reason: 'API_REQUEST' });
      if (!passed) throw whyNot(await DialogueStore.findIn(tx, dialogueId), { move: 'request' });
      if (input.note) await this.note(tx, tell, { viewer, dialogueId, text: checkedText(input.note, 'note') });
      return passed;
    });
  }

  /** Gives a dialogue to the operator who asks; of several at once one wins, the others get ALREADY_CLAIMED. */
  accept(viewer: Viewer | null, input: DialogueRequest): Promise<Passed> {
    demandOperator(viewer);
    return this.once(viewer, { operation: 'acceptHandoff', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      const moved = await tryStep(tx, tell, { dialogueId, move: 'accept', operatorId: viewer.id });
      const open = await HandoffStore.openIn(tx, dialogueId);
      if (!moved && open?.operatorId === viewer.id) return { dialogueId, handoffId: open.id };
      if (!moved) throw whyNot(await DialogueStore.findIn(tx, dialogueId), { move: 'accept' });
      const handoff = open ?? (await HandoffStore.add(tx, { dialogueId, reason: 'OPERATOR_TOOK' }));
      await HandoffStore.accept(tx, handoff.id, viewer.id);
      await this.phrase(tx, tell, { dialogueId, key: 'handoff.joined', name: viewer.name });
      return this.passed(tell, handoff);
    });
  }

  /** Passes a dialogue on to another operator, with a note that only operators see. */
  transfer(
    viewer: Viewer | null,
    input: DialogueRequest & { operatorId: string; note?: string | null | undefined },
  ): Promise<Passed> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'transferDialogue', input: { ...input } }, async (tx, tell) => {
      const { dialogueId, operatorId } = input;
      const [operator] = await this.people.operatorsByIds([operatorId]);
      if (!operator) throw badInput({ operatorId: 'operator_unknown' });
      const before = await DialogueStore.findIn(tx, dialogueId);
      if (before?.operatorId === operatorId) throw badInput({ operatorId: 'operator_same' });
      await takeStep(tx, tell, { dialogueId, move: 'transfer', operatorId, holder: holderOf(viewer) });
      const handoff = await HandoffStore.openIn(tx, dialogueId);
      if (!handoff) throw new Refusal('CONFLICT');
      await HandoffStore.accept(tx, handoff.id, operatorId);
      if (input.note) await this.note(tx, tell, { viewer, dialogueId, text: checkedText(input.note, 'note') });
      await this.phrase(tx, tell, { dialogueId, key: 'handoff.transferred', name: operator.name });
      return this.passed(tell, handoff);
    });
  }

  /** Gives a dialogue back to the bot; what was said meanwhile is settled, the bot answers what comes next. */
  returnToBot(viewer: Viewer | null, input: DialogueRequest): Promise<Passed> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'returnToBot', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      await takeStep(tx, tell, { dialogueId, move: 'return', holder: holderOf(viewer) });
      const handoff = await endHandoff(tx, tell, { dialogueId, outcome: 'RETURNED_TO_BOT' });
      if (!handoff) throw new Refusal('CONFLICT');
      await this.phrase(tx, tell, { dialogueId, key: 'handoff.returned' });
      return { dialogueId, handoffId: handoff.id };
    });
  }

  /** Takes a waiting dialogue out of the queue because its user no longer wants a person; false when it does not wait. */
  async cancel(dialogueId: string): Promise<boolean> {
    const cancelled = await this.deps.events.transact(async (tx, tell) => {
      if (!(await tryStep(tx, tell, { dialogueId, move: 'cancel' }))) return false;
      await endHandoff(tx, tell, { dialogueId, outcome: 'CANCELLED_BY_USER' });
      await this.phrase(tx, tell, { dialogueId, key: 'handoff.cancelled' });
      return true;
    });
    if (cancelled) await this.noteWhoAnswers(dialogueId);
    return cancelled;
  }

  /** Ends a dialogue; it opens again, with the bot, when its user writes. */
  async close(viewer: Viewer | null, input: DialogueRequest): Promise<string> {
    demand(viewer, 'dialogues:write');
    const { dialogueId } = await this.once(
      viewer,
      { operation: 'closeDialogue', input: { ...input } },
      async (tx, tell) => {
        const { dialogueId } = input;
        await takeStep(tx, tell, { dialogueId, move: 'close', holder: holderOf(viewer) });
        await endHandoff(tx, tell, { dialogueId, outcome: 'RESOLVED' });
        await this.phrase(tx, tell, { dialogueId, key: 'handoff.closed' });
        return { dialogueId };
      },
    );
    return dialogueId;
  }

  /** Says something to the user as the operator who has the dialogue, and answers the message's id. Throws NOT_YOUR_DIALOGUE to others. */
  async reply(viewer: Viewer | null, input: DialogueRequest & { text: string }): Promise<string> {
    demand(viewer, 'dialogues:write');
    const text = checkedText(input.text, 'text');
    const { messageId } = await this.once(
      viewer,
      { operation: 'sendMessage', input: { ...input } },
      async (tx, tell) => {
        const dialogue = await DialogueStore.findIn(tx, input.dialogueId);
        const operatorId = viewer.kind === 'operator' ? viewer.id : dialogue?.operatorId;
        if (!dialogue || !operatorId) throw whyNot(dialogue, { move: 'reply' });
        const message = await say(tx, tell, {
          utterance: { dialogueId: dialogue.id, role: 'OPERATOR', text, language: dialogue.language, operatorId },
          terms: { when: { status: 'OPERATOR', operatorId }, change: { unreadCount: 0 } },
        });
        if (!message) throw whyNot(dialogue, { move: 'reply' });
        return { messageId: message.id, dialogueId: dialogue.id };
      },
    );
    return messageId;
  }

  /** Writes something that only operators see, and answers the message's id. */
  async addNote(viewer: Viewer | null, input: DialogueRequest & { text: string }): Promise<string> {
    demand(viewer, 'dialogues:write');
    const text = checkedText(input.text, 'text');
    const { messageId } = await this.once(viewer, { operation: 'addNote', input: { ...input } }, (tx, tell) =>
      this.note(tx, tell, { viewer, dialogueId: input.dialogueId, text }),
    );
    return messageId;
  }

  /** Notes that operators have read what the user wrote. */
  async markRead(viewer: Viewer | null, input: DialogueRequest): Promise<string> {
    demand(viewer, 'dialogues:write');
    const { dialogueId } = await this.once(viewer, { operation: 'markRead', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      if (!(await DialogueStore.changeIf(tx, { id: dialogueId }, { unreadCount: 0 }))) throw new Refusal('NOT_FOUND');
      tell({ kind: 'DIALOGUE_CHANGED', dialogueId });
      return { dialogueId };
    });
    return dialogueId;
  }

  /** Those who wait, oldest first. Needs `dialogues:read`. */
  queue(viewer: Viewer | null, botId?: string): Promise<HandoffRow[]> {
    demand(viewer, 'dialogues:read');
    return this.store.queue(botId);
  }

  byIds(ids: readonly string[]): Promise<HandoffRow[]> {
    return this.store.byIds(ids);
  }

  openOf(dialogueIds: readonly string[]): Promise<HandoffRow[]> {
    return this.store.openOf(dialogueIds);
  }

  allOf(dialogueIds: readonly string[]): Promise<HandoffRow[]> {
    return this.store.allOf(dialogueIds);
  }

  positions(ids: readonly string[]): Promise<Map<string, number>> {
    return this.store.positions(ids);
  }

  private async enqueue(tx: Tx, tell: Tell, wish: Wish): Promise<Passed | null> {
    const { dialogueId, reason, confidence = null, epoch } = wish;
    if (!(await tryStep(tx, tell, { dialogueId, move: 'request', epoch }))) return null;
    const handoff = await HandoffStore.add(tx, { dialogueId, reason, confidence });
    await this.phrase(tx, tell, { dialogueId, key: 'handoff.requested' });
    return this.passed(tell, handoff);
  }

  private passed(tell: Tell, handoff: HandoffRow): Passed {
    const { id: handoffId, dialogueId } = handoff;
    tell({ kind: 'HANDOFF_CHANGED', dialogueId, handoffId });
    return { dialogueId, handoffId };
  }

  private async once<T extends { dialogueId: string }>(
    viewer: Viewer,
    request: { operation: string; input: Record<string, unknown> & { idempotencyKey?: string | null | undefined } },
    work: (tx: Tx, tell: Tell) => Promise<T>,
  ): Promise<T> {
    const result = await this.deps.idempotency.once(viewer, request, work);
    await this.noteWhoAnswers(result.dialogueId);
    return result;
  }

  private async noteWhoAnswers(dialogueId: string): Promise<void> {
    const dialogue = await this.dialogues.find(dialogueId);
    if (dialogue) await this.deps.whoAnswers.note(dialogueId, { status: dialogue.status, epoch: dialogue.epoch });
  }

  private async phrase(tx: Tx, tell: Tell, phrase: { dialogueId: string; key: string; name?: string }): Promise<void> {
    const { dialogueId, key, name = '' } = phrase;
    const dialogue = await DialogueStore.findIn(tx, dialogueId);
    if (!dialogue) throw new Refusal('NOT_FOUND');
    const text = this.deps.locales.t(dialogue.language, `replies:${key}`, { name });
    await say(tx, tell, { utterance: { dialogueId, role: 'SYSTEM', text, language: dialogue.language } });
  }

  private async note(
    tx: Tx,
    tell: Tell,
    note: { viewer: Viewer; dialogueId: string; text: string },
  ): Promise<{ messageId: string; dialogueId: string }> {
    const { viewer, dialogueId, text } = note;
    const dialogue: Dialogue | null = await DialogueStore.findIn(tx, dialogueId);
    if (!dialogue) throw new Refusal('NOT_FOUND');
    const author = viewer.kind === 'operator' ? { operatorId: viewer.id } : {};
    const message = await say(tx, tell, {
      utterance: { dialogueId, role: 'NOTE', text, language: dialogue.language, ...author },
    });
    if (!message) throw new Refusal('NOT_FOUND');
    return { messageId: message.id, dialogueId };
  }
}

/** Whose dialogue it must be: supervisors and apps act on anybody's. */
function holderOf(viewer: Viewer): string | undefined {
  return viewer.kind === 'client' || may(viewer, 'supervise') ? undefined : viewer.id;
}
