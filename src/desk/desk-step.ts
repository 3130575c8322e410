import type { AttendedDialogue } from './desk.store';

/** How a piece of work is to be done. */
export interface DeskTry {
  readonly signal: AbortSignal;
  /** It will not be tried again: what can be had without the model is to be made now. */
  readonly last: boolean;
}

/** A piece of work that is due in a dialogue. */
export interface DeskWork {
  /** Names the work: one that came to an end is not begun again, one that did not is tried again a few times. */
  readonly key: string;
  /** Does it; false when it cannot be done now. */
  readonly run: (one: DeskTry) => Promise<boolean>;
}

/** Something that is made ready for the operators of a dialogue: it looks at the state and does what is not done yet. */
export interface DeskStep {
  due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]>;
}
