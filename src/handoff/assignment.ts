import type { Bots } from '../dialogues/bots';
import type { EventLog, Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import { HandoffStore } from './handoff.store';
import { openAt } from './hours.rules';
import { tryStep } from './passage';
import type { HandoffPhrases } from './phrases';
import { chooseOperator } from './queue.rules';
import { WaitingStore } from './waiting.store';
import type { WhoAnswers } from './who-answers';

/** What assigning needs. */
export interface AssignmentDeps {
  readonly events: EventLog;
  readonly bots: Bots;
  readonly phrases: HandoffPhrases;
  readonly whoAnswers: WhoAnswers;
  /** Whether an operator can answer in a language that they do not speak. */
  readonly translation: boolean;
}

// More than are ever given out at once.
const mostInARound = 50;

/** Gives those who wait to operators who are free, for bots whose owner wants that. */
export class Assignment {
  constructor(private readonly deps: AssignmentDeps) {}

  /** Gives out what can be given, the longest wait first. */
  async round(): Promise<void> {
    const { bots, events, whoAnswers } = this.deps;
    const now = new Date();
    const botIds = bots
      .all()
      .filter(({ handoff }) => handoff.assignment === 'automatic' && openAt(handoff.hours, now))
      .map((bot) => bot.id);
    if (botIds.length === 0) return;
    const given = await events.transact((tx, tell) => this.give(tx, tell, botIds));
    for (const dialogueId of given) await whoAnswers.refresh(dialogueId);
  }

  private async give(tx: Tx, tell: Tell, botIds: readonly string[]): Promise<string[]> {
    await WaitingStore.lock(tx);
    const candidates = new Map((await WaitingStore.candidates(tx)).map((one) => [one.id, one]));
    const given = new Map<string, string>();
    if (candidates.size === 0) return [];
    for (const waiting of await WaitingStore.waiting(tx, botIds, mostInARound)) {
      // Who has turned translation off answers in their own languages only.
      const able = [...candidates.values()].filter(
        (one) => one.translation || one.languages.includes(waiting.language),
      );
      const chosen = candidates.get(chooseOperator(able, { ...waiting, translation: this.deps.translation }) ?? '');
      if (!chosen) continue;
      const { dialogueId, handoffId, epoch } = waiting;
      // Who went back to the bot meanwhile is not given to anybody.
      if (!(await tryStep(tx, tell, { dialogueId, move: 'accept', operatorId: chosen.id, epoch }))) continue;
      await HandoffStore.give(tx, handoffId, { operatorId: chosen.id, assigned: true });
      await this.deps.phrases.say(tx, tell, { dialogueId, key: 'joined', params: { name: chosen.name } });
      tell({ kind: 'HANDOFF_CHANGED', dialogueId, handoffId });
      candidates.set(chosen.id, { ...chosen, active: chosen.active + 1, lastGivenAt: new Date() });
      given.set(dialogueId, chosen.id);
    }
    await HandoffStore.noteGiven(tx, [...given.values()]);
    return [...given.keys()];
  }
}
