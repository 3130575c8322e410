import { DialogueStore } from '../dialogues/dialogues.store';
import { checkedText } from '../dialogues/text.rules';
import { badInput, Refusal } from '../errors';
import type { EventLog, Tell } from '../events/event-log';
import type { Database, Tx } from '../infra/database';
import type { HandoffReason, Handoff as HandoffRow } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { PeopleStore } from '../people/people.store';
import { demand, demandOperator, may, type Viewer } from '../people/viewer';
import { wakeWaiting } from './attention.store';
import { HandoffStore } from './handoff.store';
import { settledOf } from './memory.store';
import { writeNote } from './notes';
import type { DialogueRequest } from './operator-speech';
import { endHandoff, takeStep, tryStep, whyNot } from './passage';
import type { HandoffPhrases } from './phrases';
import type { WhoAnswers } from './who-answers';

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
  /** What of the owner's policy asks for it. */
  readonly topic?: string | undefined;
  /** What the user wants to know, where it is not what they wrote last. */
  readonly question?: string | undefined;
  /** Only while the dialogue is still in the epoch in which the wish was heard. */
  readonly epoch?: number;
}

/** What the use-cases of the handoff need. */
export interface HandoffDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly idempotency: Idempotency;
  readonly whoAnswers: WhoAnswers;
  readonly phrases: HandoffPhrases;
}

type Noted = { readonly note?: string | null | undefined };

/** From the bot to the people and back: each change is one transaction with its phrase, its handoff and its events. */
export class Handoff {
  private readonly people: PeopleStore;

  constructor(private readonly deps: HandoffDeps) {
    this.people = new PeopleStore(deps.database);
  }

  /** Puts a dialogue into the queue because its user or the bot wants a person; null when it is no longer as it was. */
  async hear(wish: Wish): Promise<Passed | null> {
    const passed = await this.deps.events.transact((tx, tell) => this.enqueue(tx, tell, wish));
    if (passed) await this.deps.whoAnswers.refresh(passed.dialogueId);
    return passed;
  }

  /** Puts a dialogue into the queue for an app or an operator; one that is with the people already stays as it is. */
  request(viewer: Viewer | null, input: DialogueRequest & Noted): Promise<Passed> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'requestHandoff', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      const dialogue = await DialogueStore.lockIn(tx, dialogueId);
      const open = await HandoffStore.openIn(tx, dialogueId);
      if (open) return { dialogueId, handoffId: open.id };
      const passed = await this.enqueue(tx, tell, { dialogueId, reason: 'API_REQUEST' });
      if (!passed) throw whyNot(dialogue, { move: 'request' });
      await noteIn(tx, tell, { viewer, dialogueId, note: input.note });
      return passed;
    });
  }

  /** Gives a dialogue to the operator who asks; of several at once one wins, the others get ALREADY_CLAIMED. */
  accept(viewer: Viewer | null, input: DialogueRequest): Promise<Passed> {
    demandOperator(viewer);
    return this.once(viewer, { operation: 'acceptHandoff', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      const dialogue = await DialogueStore.lockIn(tx, dialogueId);
      const moved = await tryStep(tx, tell, { dialogueId, move: 'accept', operatorId: viewer.id });
      const open = await HandoffStore.openIn(tx, dialogueId);
      if (!moved && open?.operatorId === viewer.id) return { dialogueId, handoffId: open.id };
      if (!moved) throw whyNot(dialogue, { move: 'accept' });
      const handoff = open ?? (await HandoffStore.add(tx, { dialogueId, reason: 'OPERATOR_TOOK' }));
      await HandoffStore.give(tx, handoff.id, { operatorId: viewer.id, assigned: false });
      await HandoffStore.noteGiven(tx, [viewer.id]);
      await this.deps.phrases.say(tx, tell, { dialogueId, key: 'joined', params: { name: viewer.name } });
      return passedOn(tell, handoff);
    });
  }

  /** Passes a dialogue on to another operator, with a note that only operators see. */
  transfer(viewer: Viewer | null, input: DialogueRequest & Noted & { operatorId: string }): Promise<Passed> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'transferDialogue', input: { ...input } }, async (tx, tell) => {
      const { dialogueId, operatorId } = input;
      const operator = await this.people.operatorIn(tx, operatorId);
      if (!operator) throw badInput({ operatorId: 'operator_unknown' });
      const before = await DialogueStore.lockIn(tx, dialogueId);
      if (before?.operatorId === operatorId) throw badInput({ operatorId: 'operator_same' });
      await takeStep(tx, tell, { dialogueId, move: 'transfer', operatorId, holder: holderOf(viewer) });
      const handoff = await HandoffStore.openIn(tx, dialogueId);
      if (!handoff) throw new Refusal('CONFLICT');
      await HandoffStore.give(tx, handoff.id, { operatorId, assigned: false });
      await HandoffStore.noteGiven(tx, [operatorId]);
      await noteIn(tx, tell, { viewer, dialogueId, note: input.note });
      await this.deps.phrases.say(tx, tell, { dialogueId, key: 'transferred', params: { name: operator.name } });
      await wakeWaiting(tx);
      return passedOn(tell, handoff);
    });
  }

  /** Puts a dialogue that an operator has back into the queue, where it keeps its place by the time of the request. */
  release(viewer: Viewer | null, input: DialogueRequest & Noted): Promise<Passed> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'releaseDialogue', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      await takeStep(tx, tell, { dialogueId, move: 'release', holder: holderOf(viewer) });
      const handoff = await HandoffStore.putBack(tx, dialogueId);
      if (!handoff) throw new Refusal('CONFLICT');
      await noteIn(tx, tell, { viewer, dialogueId, note: input.note });
      await this.deps.phrases.sayWithPlace(tx, tell, { dialogueId, key: 'requeued', handoff });
      await wakeWaiting(tx);
      return passedOn(tell, handoff);
    });
  }

  /** Gives a dialogue back to the bot; what was said meanwhile is settled, the bot knows what came of it and answers what comes next. */
  returnToBot(viewer: Viewer | null, input: DialogueRequest): Promise<Passed> {
    demand(viewer, 'dialogues:write');
    return this.once(viewer, { operation: 'returnToBot', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      await takeStep(tx, tell, { dialogueId, move: 'return', holder: holderOf(viewer) });
      const handoff = await this.finish(tx, tell, { dialogueId, outcome: 'RETURNED_TO_BOT' });
      if (!handoff) throw new Refusal('CONFLICT');
      await this.deps.phrases.say(tx, tell, { dialogueId, key: 'returned', buttons: [['operator']] });
      return { dialogueId, handoffId: handoff.id };
    });
  }

  /** Takes a waiting dialogue out of the queue because its user no longer wants a person; false when it does not wait. */
  async cancel(dialogueId: string): Promise<boolean> {
    const cancelled = await this.deps.events.transact(async (tx, tell) => {
      if (!(await tryStep(tx, tell, { dialogueId, move: 'cancel' }))) return false;
      await this.finish(tx, tell, { dialogueId, outcome: 'CANCELLED_BY_USER' });
      await this.deps.phrases.say(tx, tell, { dialogueId, key: 'cancelled' });
      return true;
    });
    if (cancelled) await this.deps.whoAnswers.refresh(dialogueId);
    return cancelled;
  }

  /** Notes that somebody who waits leaves a message and hurries nobody; false when they do not wait. */
  leaveMessage(dialogueId: string): Promise<boolean> {
    return this.deps.events.transact(async (tx, tell) => {
      const dialogue = await DialogueStore.lockIn(tx, dialogueId);
      const handoff = dialogue?.status === 'WAITING' ? await HandoffStore.leaveMessage(tx, dialogueId) : null;
      if (!handoff) return false;
      await this.deps.phrases.say(tx, tell, { dialogueId, key: 'leave_message', buttons: [['cancel']] });
      passedOn(tell, handoff);
      return true;
    });
  }

  /** Ends a dialogue; it opens again, with the bot, when its user writes. */
  async close(viewer: Viewer | null, input: DialogueRequest): Promise<string> {
    demand(viewer, 'dialogues:write');
    const closed = await this.once(viewer, { operation: 'closeDialogue', input: { ...input } }, async (tx, tell) => {
      const { dialogueId } = input;
      await takeStep(tx, tell, { dialogueId, move: 'close', holder: holderOf(viewer) });
      const handoff = await this.finish(tx, tell, { dialogueId, outcome: 'RESOLVED' });
      await this.deps.phrases.sayClosed(tx, tell, { dialogueId, rating: Boolean(handoff?.acceptedAt) });
      return { dialogueId };
    });
    return closed.dialogueId;
  }

  private async enqueue(tx: Tx, tell: Tell, wish: Wish): Promise<Passed | null> {
    const { dialogueId, reason, confidence = null, topic = null, epoch } = wish;
    const lastQuestion = wish.question ?? (await HandoffStore.lastQuestionIn(tx, dialogueId));
    if (!(await tryStep(tx, tell, { dialogueId, move: 'request', epoch }))) return null;
    const handoff = await HandoffStore.add(tx, { dialogueId, reason, confidence, topic, lastQuestion });
    await this.deps.phrases.sayWithPlace(tx, tell, { dialogueId, key: 'requested', handoff });
    return passedOn(tell, handoff);
  }

  /** Ends the open handoff and tells the bot what came of it. */
  private async finish(
    tx: Tx,
    tell: Tell,
    end: { dialogueId: string; outcome: 'RESOLVED' | 'RETURNED_TO_BOT' | 'CANCELLED_BY_USER' },
  ): Promise<HandoffRow | null> {
    const handoff = await endHandoff(tx, tell, end);
    if (!handoff?.acceptedAt) return handoff;
    const memory = await settledOf(tx, handoff);
    if (memory) await DialogueStore.changeIf(tx, { id: end.dialogueId }, { memory });
    await wakeWaiting(tx);
    return handoff;
  }

  private async once<T extends { dialogueId: string }>(
    viewer: Viewer,
    request: { operation: string; input: Record<string, unknown> & { idempotencyKey?: string | null | undefined } },
    work: (tx: Tx, tell: Tell) => Promise<T>,
  ): Promise<T> {
    const result = await this.deps.idempotency.once(viewer, request, work);
    await this.deps.whoAnswers.refresh(result.dialogueId);
    return result;
  }
}

function passedOn(tell: Tell, handoff: HandoffRow): Passed {
  const { id: handoffId, dialogueId } = handoff;
  tell({ kind: 'HANDOFF_CHANGED', dialogueId, handoffId });
  return { dialogueId, handoffId };
}

async function noteIn(tx: Tx, tell: Tell, noted: { viewer: Viewer; dialogueId: string } & Noted): Promise<void> {
  const { viewer, dialogueId, note } = noted;
  if (note) await writeNote(tx, tell, { viewer, dialogueId, text: checkedText(note, 'note') });
}

/** Whose dialogue it must be: supervisors and apps act on anybody's. */
function holderOf(viewer: Viewer): string | undefined {
  return viewer.kind === 'client' || may(viewer, 'supervise') ? undefined : viewer.id;
}
