import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import type { EventKind } from '../events/events.rules';
import { DateTime } from './scalars';

const typeNames: Readonly<Record<EventKind, string>> = {
  MESSAGE_ADDED: 'MessageAdded',
  MESSAGE_UPDATED: 'MessageUpdated',
  DIALOGUE_CHANGED: 'DialogueChanged',
  HANDOFF_CHANGED: 'HandoffChanged',
  BOOKING_CHANGED: 'BookingChanged',
};

/** An event as the resolvers see it. */
export interface ShownEvent {
  readonly kind: EventKind;
  readonly cursor: string;
  readonly at: Date;
  readonly dialogueId: string;
  readonly messageId: string | null;
  readonly handoffId: string | null;
  readonly bookingId: string | null;
}

/** One thing that happened. */
@InterfaceType('Event', {
  description: 'One thing that happened. `cursor` resumes `events(after:)` without a gap or a repeat.',
  resolveType: (event: ShownEvent) => typeNames[event.kind],
})
export abstract class EventType {
  @Field(() => String, { description: 'Where it stands in the order of all that happened.' })
  abstract readonly cursor: string;

  @Field(() => DateTime, { description: 'When it happened.' })
  abstract readonly at: Date;

  @Field(() => ID, { description: 'The dialogue in which it happened.' })
  abstract readonly dialogueId: string;
}

/** Something was said. */
@ObjectType('MessageAdded', { description: 'Something was said.', implements: EventType, simpleResolvers: true })
export abstract class MessageAddedType extends EventType {}

/** A message changed. */
@ObjectType('MessageUpdated', {
  description: 'A message changed: its text, or what became of sending it.',
  implements: EventType,
  simpleResolvers: true,
})
export abstract class MessageUpdatedType extends EventType {}

/** A dialogue changed. */
@ObjectType('DialogueChanged', {
  description: 'A dialogue’s status, operator, language or counters changed.',
  implements: EventType,
  simpleResolvers: true,
})
export abstract class DialogueChangedType extends EventType {}

/** A handoff changed. */
@ObjectType('HandoffChanged', {
  description: 'A handoff was requested, accepted, passed on or ended.',
  implements: EventType,
  simpleResolvers: true,
})
export abstract class HandoffChangedType extends EventType {}

/** A booking changed. */
@ObjectType('BookingChanged', {
  description: 'A booking that was made in a dialogue, or for its user, was made, corrected, paid or ended.',
  implements: EventType,
  simpleResolvers: true,
})
export abstract class BookingChangedType extends EventType {}
