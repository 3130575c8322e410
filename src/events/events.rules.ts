import { badInput } from '../errors';

/** The kinds of things that happen; the names of the API's event types in capitals. */
export type EventKind =
  | 'MESSAGE_ADDED'
  | 'MESSAGE_UPDATED'
  | 'DIALOGUE_CHANGED'
  | 'HANDOFF_CHANGED'
  | 'BOOKING_CHANGED';

/** Something that happened, as a use-case tells it: an address, never the content. */
export interface Happening {
  readonly kind: EventKind;
  /** Null: outside of any dialogue (a booking that an app has made). */
  readonly dialogueId: string | null;
  readonly messageId?: string;
  readonly handoffId?: string;
  readonly bookingId?: string;
}

/** Something that happened, as the log holds it. */
export interface LoggedEvent {
  /** Rises in the order of commits; gaps are possible, repeats are not. */
  readonly position: bigint;
  readonly kind: EventKind;
  readonly dialogueId: string | null;
  readonly messageId: string | null;
  readonly handoffId: string | null;
  readonly bookingId: string | null;
  readonly at: Date;
}

/** Which events somebody wants. */
export interface EventFilter {
  readonly dialogueId?: string | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
}

const cursorShape = /^ev_([0-9a-z]{1,13})$/;

/** The cursor of a position: what clients keep to resume from. */
export function cursorOf(position: bigint): string {
  return `ev_${position.toString(36)}`;
}

/** The position of a cursor. Throws BAD_USER_INPUT for anything that `cursorOf` has not made. */
export function positionOf(cursor: string): bigint {
  const digits = cursorShape.exec(cursor)?.[1];
  if (!digits) throw badInput({ after: 'bad_cursor' });
  return digits.split('').reduce((value, digit) => value * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
}

/** True when the event is one of those that the filter asks for. */
export function matches(event: LoggedEvent, filter: EventFilter): boolean {
  if (filter.dialogueId !== undefined && filter.dialogueId !== event.dialogueId) return false;
  return filter.kinds === undefined || filter.kinds.includes(event.kind);
}
