import type { Button } from '../dialogues/channel';
import type { Dialogue, Message } from '../infra/prisma-client/client';

/** A command of a user, in the dialogue in which it was given. */
export interface Order {
  readonly dialogue: Dialogue;
  /** The message that is the command. */
  readonly message: Message;
  /** What stands behind the command's name, in small letters. */
  readonly argument: string;
  readonly signal: AbortSignal;
}

/** What a command comes to: something to say (and to change with it), or a change of who answers that speaks for itself. */
export type CommandOutcome =
  | {
      readonly say: string;
      readonly language?: string;
      /** The persona that answers from now on. */
      readonly persona?: string;
      readonly buttons?: readonly (readonly Button[])[];
      readonly forget?: boolean;
    }
  | 'done'
  | 'silent';

/** What does a command. */
export type CommandHandler = (order: Order) => Promise<CommandOutcome> | CommandOutcome;
