import { v7 as uuidv7 } from 'uuid';

/** The kinds of things that have an id of their own. */
export const idTypes = [
  'bot',
  'user',
  'operator',
  'client',
  'dialogue',
  'message',
  'handoff',
  'document',
  'passage',
  'training',
  'example',
  'detector',
  'suggestion',
  'proposal',
  'canned',
  'index',
  'question',
  'access',
  'tuned',
  'prompt',
  'test',
  'testrun',
  'toolcall',
  'toolproposal',
  'httptool',
  'mcpserver',
  'hall',
  'occupancy',
  'booking',
  'payment',
  'webhook',
  'webhookdelivery',
] as const;

/** One of the kinds of things that have an id. */
export type IdType = (typeof idTypes)[number];

const shape = /^([a-z]+)_[0-9a-f]{32}$/;

/** A new id, "<type>_<uuidv7 without dashes>": typed, and sorted by the time it was made. */
export function newId(type: IdType): string {
  return `${type}_${uuidv7().replaceAll('-', '')}`;
}

/** The type that an id claims, or undefined when it is not shaped like an id of ours. */
export function idType(id: string): IdType | undefined {
  const type = shape.exec(id)?.[1];
  return idTypes.find((known) => known === type);
}
