import type { Bots } from '../dialogues/bots';
import { DialogueStore } from '../dialogues/dialogues.store';
import type { EventLog, Tell } from '../events/event-log';
import type { Database, Tx } from '../infra/database';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Dialogue, Handoff } from '../infra/prisma-client/client';
import { PeopleStore } from '../people/people.store';
import type { Assignment } from './assignment';
import { assignmentLane } from './attention.store';
import { HandoffStore } from './handoff.store';
import { afterOpenMinutes } from './hours.rules';
import { endHandoff, takeStep } from './passage';
import type { HandoffPhrases } from './phrases';
import { type Due, nextDue } from './queue.rules';
import { WaitingStore } from './waiting.store';
import type { WhoAnswers } from './who-answers';

/** What the clock of the handoff needs. */
export interface HandoffClockDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly bots: Bots;
  readonly phrases: HandoffPhrases;
  readonly assignment: Assignment;
  readonly whoAnswers: WhoAnswers;
}

// Whoever becomes free wakes the queue; this is for the wake-up that nobody gave.
const lookAgainMs = 30_000;

/**
 * What the passing of time does to a handoff: assignment, reminders, the offer of another way, giving up, and taking a dialogue back from
 * an operator who does not answer. All of it is state in the database; a lane only says when to look at it again.
 */
export class HandoffClock {
  private readonly dialogues: DialogueStore;
  private readonly handoffs: HandoffStore;
  private readonly people: PeopleStore;

  constructor(private readonly deps: HandoffClockDeps) {
    this.dialogues = new DialogueStore(deps.database);
    this.handoffs = new HandoffStore(deps.database);
    this.people = new PeopleStore(deps.database);
  }

  /** Does what is due in a dialogue, and says when to look again. */
  async work({ lane }: Pick<Lease, 'lane'>): Promise<LaneOutcome> {
    if (lane === assignmentLane) {
      await this.deps.assignment.round();
      return { again: false };
    }
    const dialogue = await this.dialogues.find(lane);
    const [handoff] = dialogue ? await this.handoffs.openOf([dialogue.id]) : [];
    if (!dialogue || !handoff) return { again: false };
    if (dialogue.status === 'WAITING') return this.attendWaiting(dialogue, handoff);
    if (dialogue.status === 'OPERATOR') return this.attendHeld(dialogue);
    return { again: false };
  }

  private async attendWaiting({ id, botId }: Dialogue, handoff: Handoff): Promise<LaneOutcome> {
    const settings = this.deps.bots.get(botId).handoff;
    await this.deps.assignment.round();
    const now = new Date();
    const { due, next } = nextDue(handoff, settings, now);
    if (due.length > 0) await this.change(id, (tx, tell, locked) => this.serve(tx, tell, { dialogue: locked, now }));
    const waits = [
      ...(next ? [next.getTime() - now.getTime()] : []),
      ...(settings.assignment === 'automatic' ? [lookAgainMs] : []),
    ];
    return waits.length > 0 ? { dueInMs: Math.max(0, Math.min(...waits)) } : { again: false };
  }

  /** Does what is due for a waiting user. Only now is it certain: meanwhile somebody may have come, or a message been left. */
  private async serve(tx: Tx, tell: Tell, { dialogue, now }: { dialogue: Dialogue; now: Date }): Promise<void> {
    const handoff = dialogue.status === 'WAITING' ? await HandoffStore.openIn(tx, dialogue.id) : null;
    if (!handoff) return;
    const { due } = nextDue(handoff, this.deps.bots.get(dialogue.botId).handoff, now);
    for (const one of due) await this.act(tx, tell, { handoff, due: one });
    if (due.length > 0) tell({ kind: 'HANDOFF_CHANGED', dialogueId: dialogue.id, handoffId: handoff.id });
  }

  private async act(tx: Tx, tell: Tell, { handoff, due }: { handoff: Handoff; due: Due }): Promise<void> {
    const { phrases } = this.deps;
    const { id, dialogueId } = handoff;
    if (due.kind === 'remind') {
      await WaitingStore.remind(tx, id, due.number);
      return phrases.sayWithPlace(tx, tell, { dialogueId, key: 'still_waiting', handoff });
    }
    if (due.kind === 'offer') {
      await WaitingStore.offer(tx, id);
      return phrases.say(tx, tell, { dialogueId, key: 'other_ways', buttons: [['message'], ['cancel']] });
    }
    await takeStep(tx, tell, { dialogueId, move: 'giveUp' });
    await endHandoff(tx, tell, { dialogueId, outcome: 'TIMED_OUT' });
    return phrases.say(tx, tell, { dialogueId, key: 'timed_out', buttons: [['operator']] });
  }

  /** An operator who is not there, or did not ask for the dialogue, loses it when they leave its user without an answer. */
  private async attendHeld({ id }: Dialogue): Promise<LaneOutcome> {
    const leftMs = await this.change(id, async (tx, tell, locked) => {
      const left = await this.patienceOf(tx, locked);
      if (left !== null && left <= 0) await this.takeBack(tx, tell, id);
      return left;
    });
    if (leftMs === null) return { again: false };
    return leftMs > 0 ? { dueInMs: leftMs } : { again: true };
  }

  /** For how many milliseconds more a user waits for the answer of the operator who has them; null: for as long as it takes. */
  private async patienceOf(tx: Tx, { id, botId, operatorId }: Dialogue): Promise<number | null> {
    const operator = operatorId === null ? null : await this.people.operatorIn(tx, operatorId);
    const handoff = await HandoffStore.openIn(tx, id);
    if (!operator || !handoff || (operator.presence === 'ONLINE' && !handoff.assigned)) return null;
    const since = await WaitingStore.unansweredSince(tx, id);
    const { hours, answerWithin } = this.deps.bots.get(botId).handoff;
    const limit = since && afterOpenMinutes(hours, since, { minutes: answerWithin });
    return limit ? limit.getTime() - Date.now() : null;
  }

  private async takeBack(tx: Tx, tell: Tell, dialogueId: string): Promise<void> {
    await takeStep(tx, tell, { dialogueId, move: 'release' });
    const handoff = await HandoffStore.putBack(tx, dialogueId);
    if (!handoff) return;
    await this.deps.phrases.sayWithPlace(tx, tell, { dialogueId, key: 'requeued', handoff });
    tell({ kind: 'HANDOFF_CHANGED', dialogueId, handoffId: handoff.id });
  }

  /** Does something to a dialogue while nobody else can change it; null when there is none any more. */
  private async change<T>(
    dialogueId: string,
    work: (tx: Tx, tell: Tell, locked: Dialogue) => Promise<T>,
  ): Promise<T | null> {
    const result = await this.deps.events.transact(async (tx, tell) => {
      const locked = await DialogueStore.lockIn(tx, dialogueId);
      return locked && work(tx, tell, locked);
    });
    await this.deps.whoAnswers.refresh(dialogueId);
    return result;
  }
}
