import { badInput, Refusal } from '../errors';
import type { Idempotency } from '../people/idempotency';
import { demand, may, type Viewer } from '../people/viewer';
import { ownDialogue } from './app-users';
import type { Bots } from './bots';
import { DialogueStore } from './dialogues.store';

/** In which manner a dialogue is to be answered. */
export interface PersonaRequest {
  readonly dialogueId: string;
  readonly persona: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** The manners in which bots answer, as operators and apps choose them; users choose by command. */
export class Personas {
  constructor(private readonly deps: { idempotency: Idempotency; bots: Bots }) {}

  /**
   * Has a persona answer in a dialogue from now on. Operators and apps with `dialogues:write` may do it everywhere, an app with
   * `users:write` for its own users. Throws NOT_FOUND, and BAD_USER_INPUT for a persona that the bot does not have.
   */
  async set(viewer: Viewer | null, input: PersonaRequest): Promise<void> {
    if (!viewer || !may(viewer, 'users:write')) demand(viewer, 'dialogues:write');
    const request = { operation: 'setPersona', input: { ...input } };
    await this.deps.idempotency.once(viewer, request, async (tx, tell) => {
      const { dialogueId: id, persona } = input;
      const dialogue = await DialogueStore.findWithUser(tx, id);
      if (!dialogue) throw new Refusal('NOT_FOUND');
      if (!may(viewer, 'dialogues:write')) ownDialogue(viewer, dialogue);
      const { personas } = this.deps.bots.get(dialogue.botId);
      if (!personas.some(({ slug }) => slug === persona)) throw badInput({ persona: 'persona_unknown' });
      await DialogueStore.changeIf(tx, { id }, { persona });
      tell({ kind: 'DIALOGUE_CHANGED', dialogueId: id });
      return { dialogueId: id };
    });
  }
}
