import type { Database } from '../infra/database';
import type { Handoff, Operator } from '../infra/prisma-client/client';
import { PeopleStore } from '../people/people.store';
import { demand, demandOperator, type Viewer } from '../people/viewer';
import { showWaiting, wakeHeldBy, wakeWaiting } from './attention.store';
import { type DeskFigures, DeskFiguresStore, type OperatorFigures } from './desk-figures.store';
import { HandoffStore } from './handoff.store';

/** Those who wait for people, the people, and how it goes. */
export class HandoffQueue {
  private readonly store: HandoffStore;
  private readonly people: PeopleStore;
  private readonly figures: DeskFiguresStore;

  constructor(private readonly deps: { database: Database }) {
    this.store = new HandoffStore(deps.database);
    this.people = new PeopleStore(deps.database);
    this.figures = new DeskFiguresStore(deps.database);
  }

  /** Those who wait, oldest first. Needs `dialogues:read`. */
  waiting(viewer: Viewer | null, botId?: string): Promise<Handoff[]> {
    demand(viewer, 'dialogues:read');
    return this.store.queue(botId);
  }

  /** Says whether the operator who asks is there; who waits, and who waits for them, is looked at again. */
  async setPresence(viewer: Viewer | null, presence: Operator['presence']): Promise<Operator> {
    demandOperator(viewer);
    const operator = await this.people.changeOperator(viewer.id, { presence });
    await this.deps.database.transaction(async (tx) => {
      if (presence !== 'ONLINE') return wakeHeldBy(tx, viewer.id);
      await wakeWaiting(tx);
      await showWaiting(tx);
    });
    return operator;
  }

  /** What a supervisor sees since a moment. Needs `supervise`. */
  async overview(
    viewer: Viewer | null,
    of: { botId?: string | null | undefined; since: Date },
  ): Promise<DeskFigures & { readonly operators: readonly OperatorFigures[] }> {
    demand(viewer, 'supervise');
    const botId = of.botId ?? null;
    const [figures, operators] = await Promise.all([
      this.figures.figures(botId, of.since),
      this.figures.ofOperators(botId, of.since),
    ]);
    return { ...figures, operators };
  }

  /** When the last handoff of a dialogue ended, if one has. */
  lastEnd(dialogueId: string): Promise<Date | null> {
    return this.store.lastEnd(dialogueId);
  }

  byIds(ids: readonly string[]): Promise<Handoff[]> {
    return this.store.byIds(ids);
  }

  openOf(dialogueIds: readonly string[]): Promise<Handoff[]> {
    return this.store.openOf(dialogueIds);
  }

  allOf(dialogueIds: readonly string[]): Promise<Handoff[]> {
    return this.store.allOf(dialogueIds);
  }

  positions(ids: readonly string[]): Promise<Map<string, number>> {
    return this.store.positions(ids);
  }
}
