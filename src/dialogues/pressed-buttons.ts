import type { Database } from '../infra/database';
import { DeliveryStore } from './deliveries.store';

/** What the buttons below messages say: a press comes back as an action only. */
export class PressedButtons {
  private readonly store: DeliveryStore;

  constructor(deps: { database: Database }) {
    this.store = new DeliveryStore(deps.database);
  }

  /** The text of the latest button of a dialogue with this action; null when there is none. */
  textOf(dialogueId: string, action: string): Promise<string | null> {
    return this.store.buttonText(dialogueId, action);
  }
}
