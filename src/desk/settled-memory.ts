import { DialogueStore } from '../dialogues/dialogues.store';
import type { EventLog } from '../events/event-log';
import { isVerbatim } from '../handoff/memory.store';
import type { Prisma } from '../infra/prisma-client/client';
import type { AttendedDialogue } from './desk.store';
import type { DeskStep, DeskTry, DeskWork } from './desk-step';
import type { DeskWriter } from './desk-writer';

/** Makes a few sentences for the bot of what was said between user and operators, which it has word for word until then. */
export class SettledMemory implements DeskStep {
  constructor(private readonly deps: { events: EventLog; writer: DeskWriter }) {}

  async due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]> {
    const { id, status, memory, language, epoch } = dialogue;
    const isOver = status === 'BOT' || status === 'CLOSED';
    if (!isOver || memory === null || !isVerbatim(memory)) return [];
    return [{ key: `memory ${id} ${epoch}`, run: (one) => this.sumUp({ id, memory, language }, one) }];
  }

  private async sumUp(
    { id, memory, language }: { readonly id: string; readonly memory: string; readonly language: string },
    { signal }: DeskTry,
  ): Promise<boolean> {
    const written = await this.deps.writer.write({ task: 'memory', language, text: memory, signal });
    if (written === null || isVerbatim(written)) return true;
    // Forgotten by /reset, or more was settled meanwhile: then it is another one.
    const same = { id, memory, NOT: { status: { in: ['WAITING', 'OPERATOR'] } } } satisfies Prisma.DialogueWhereInput;
    await this.deps.events.transact(async (tx, tell) => {
      const changed = await DialogueStore.changeIf(tx, same, { memory: written });
      if (changed) tell({ kind: 'DIALOGUE_CHANGED', dialogueId: id });
    });
    return true;
  }
}
