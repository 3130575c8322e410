/** The people at the desk; Vera is the supervisor. */
export const operatorNames = ['Maria', 'Oleg', 'Vera'] as const;

/** Somebody at the desk. */
export type OperatorName = (typeof operatorNames)[number];

/** Whoever changes dialogues; each one does it from a process of their own. */
export type Actor = OperatorName | 'user' | 'bot' | 'clock';

/** How many dialogues there are: half of them are with a bot whose queue waits to be taken from, half with one that assigns. */
export const dialogueCount = 8;

/** What an operator is told to do with a dialogue. */
export interface DeskCommand {
  readonly by: OperatorName;
  readonly does: keyof typeof deskMoves;
  readonly dialogue: number;
  /** To whom it is passed on. */
  readonly to: OperatorName;
}

/** What a user writes; their orders are texts, too. */
export interface UserCommand {
  readonly by: 'user';
  readonly does: 'write';
  readonly dialogue: number;
  readonly text: string;
  /** Telegram's number of the message. */
  readonly number: number;
}

/** Something that somebody is told to do. */
export type Command =
  | DeskCommand
  | UserCommand
  | { readonly by: OperatorName; readonly does: 'presence'; readonly presence: 'ONLINE' | 'AWAY' | 'OFFLINE' }
  | { readonly by: 'bot'; readonly does: 'begin' | 'answer' | 'hand over' | 'fail'; readonly dialogue: number }
  | { readonly by: 'clock'; readonly does: 'look'; readonly dialogue: number }
  | { readonly by: 'clock'; readonly does: 'assign' };

/** What operators do with dialogues, and how often; `take` says what the bot has suggested, `amend` changes what they wrote last. */
export const deskMoves = {
  accept: 8,
  reply: 12,
  transfer: 4,
  release: 3,
  return: 15,
  close: 3,
  request: 1,
  note: 2,
  amend: 2,
  take: 4,
} as const;
