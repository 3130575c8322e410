import DataLoader from 'dataloader';
import type { Dialogues } from '../dialogues/dialogues';
import type { Handoff } from '../handoff/handoff';
import type { Knowledge } from '../knowledge/knowledge';
import type { KnowledgeDocument } from '../knowledge/knowledge.store';
import type { Operators } from '../people/operators';
import type { Users } from '../people/users';

/** Where the loaders read. */
export interface LoaderSources {
  readonly users: Users;
  readonly operators: Operators;
  readonly dialogues: Dialogues;
  readonly handoff: Handoff;
  readonly knowledge: Knowledge;
}

/**
 * Reads what the fields of one answer need, in one query for each kind of thing. Rights are asked before: whoever may see
 * the root of an answer may see what hangs on it.
 */
export class Loaders {
  readonly users;
  readonly operators;
  readonly clients;
  readonly activeDialogues;
  readonly dialogues;
  readonly messages;
  readonly lastMessages;
  readonly handoffs;
  readonly openHandoffs;
  readonly handoffsOf;
  readonly positions;
  readonly documents;

  /** `fresh`: nothing is remembered between reads, for answers that change what they show. */
  constructor(sources: LoaderSources, { fresh = false }: { fresh?: boolean } = {}) {
    const { users, operators, dialogues, handoff, knowledge } = sources;
    const options = { cache: !fresh };
    const byId = <T extends { readonly id: string }>(read: Read<T>) => oneOf(read, (row) => row.id, options);
    this.users = byId((ids) => users.byIds(ids));
    this.operators = byId((ids) => operators.byIds(ids));
    this.clients = byId((ids) => operators.clientsByIds(ids));
    this.activeDialogues = counted((ids) => dialogues.countsOfOperators(ids), options);
    this.dialogues = byId((ids) => dialogues.byIds(ids));
    this.messages = byId((ids) => dialogues.messagesByIds(ids));
    this.lastMessages = oneOf(
      (ids) => dialogues.lastMessages(ids),
      (row) => row.dialogueId,
      options,
    );
    this.handoffs = byId((ids) => handoff.byIds(ids));
    this.openHandoffs = oneOf(
      (ids) => handoff.openOf(ids),
      (row) => row.dialogueId,
      options,
    );
    this.handoffsOf = manyOf(
      (ids) => handoff.allOf(ids),
      (row) => row.dialogueId,
      options,
    );
    this.positions = counted((ids) => handoff.positions(ids), options);
    this.documents = byId((ids) => documentsOf(knowledge, ids));
  }
}

type Read<T> = (ids: readonly string[]) => Promise<readonly T[]>;
type Options = { readonly cache: boolean };

function oneOf<T>(read: Read<T>, keyOf: (row: T) => string, options: Options): DataLoader<string, T | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await read([...new Set(ids)])).map((row) => [keyOf(row), row]));
    return ids.map((id) => rows.get(id) ?? null);
  }, options);
}

function manyOf<T>(read: Read<T>, keyOf: (row: T) => string, options: Options): DataLoader<string, T[]> {
  return new DataLoader(async (ids) => {
    const rows = Map.groupBy(await read([...new Set(ids)]), keyOf);
    return ids.map((id) => rows.get(id) ?? []);
  }, options);
}

function counted(
  read: (ids: readonly string[]) => Promise<Map<string, number>>,
  options: Options,
): DataLoader<string, number | null> {
  return new DataLoader(async (ids) => {
    const counts = await read([...new Set(ids)]);
    return ids.map((id) => counts.get(id) ?? null);
  }, options);
}

async function documentsOf(knowledge: Knowledge, ids: readonly string[]): Promise<KnowledgeDocument[]> {
  return (await knowledge.documentsByIds(ids)).filter((document) => document !== undefined);
}
