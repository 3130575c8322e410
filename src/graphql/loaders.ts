import DataLoader from 'dataloader';
import type { Bookings } from '../bookings/bookings';
import type { Halls } from '../bookings/halls';
import type { PaymentDesk } from '../bookings/payments/payment-desk';
import type { Payments } from '../bookings/payments/payments';
import type { Proposals } from '../desk/proposals';
import type { Suggestions } from '../desk/suggestions';
import type { Dialogues } from '../dialogues/dialogues';
import type { CannedReplies } from '../handoff/canned-replies';
import type { HandoffQueue } from '../handoff/handoff-queue';
import type { DetectorVersions } from '../handoff/wish/detector-versions';
import type { KnowledgeIndexes } from '../knowledge/indexes';
import type { Knowledge } from '../knowledge/knowledge';
import type { Unanswered } from '../knowledge/unanswered';
import type { Operators } from '../people/operators';
import type { Users } from '../people/users';
import type { ToolCalls } from '../tools/tool-calls';
import type { TrainingRuns } from '../training/training-runs';
import type { Webhooks } from '../webhooks/webhooks';
import { MessageTranslations, type TranslationSources, type WantedTranslation } from './message-translations';

/** Where the loaders read. */
export interface LoaderSources extends TranslationSources {
  readonly users: Users;
  readonly operators: Operators;
  readonly dialogues: Dialogues;
  readonly queue: HandoffQueue;
  readonly knowledge: Knowledge;
  readonly indexes: KnowledgeIndexes;
  readonly unanswered: Unanswered;
  readonly canned: CannedReplies;
  readonly training: TrainingRuns;
  readonly detectors: DetectorVersions;
  readonly suggestions: Suggestions;
  readonly proposals: Proposals;
  readonly toolCalls: ToolCalls;
  readonly halls: Halls;
  readonly bookings: Bookings;
  readonly payments: Payments;
  readonly paymentDesk: PaymentDesk;
  readonly webhooks: Webhooks;
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
  readonly indexes;
  readonly indexSizes;
  readonly cannedReplies;
  readonly trainingRuns;
  readonly detectorVersions;
  readonly suggestions;
  readonly pendingSuggestions;
  readonly proposals;
  readonly unanswered;
  readonly toolCalls;
  readonly webhooks;
  readonly pendingWebhooks;
  readonly webhookDeliveries;
  readonly halls;
  readonly bookings;
  readonly payments;
  readonly paymentsOf;
  readonly translations;

  /** `fresh`: nothing is remembered between reads, for answers that change what they show. */
  constructor(sources: LoaderSources, { fresh = false }: { fresh?: boolean } = {}) {
    const { users, operators, dialogues, queue, knowledge, indexes, canned, training } = sources;
    const { detectors, suggestions, proposals, unanswered } = sources;
    const options = { cache: !fresh };
    const byId = <T extends { readonly id: string }>(read: Read<T>) => oneOf(read, (row) => row.id, options);
    const byDialogue = <T extends { readonly dialogueId: string }>(read: Read<T>) =>
      oneOf(read, (row) => row.dialogueId, options);
    this.users = byId((ids) => users.byIds(ids));
    this.operators = byId((ids) => operators.byIds(ids));
    this.clients = byId((ids) => operators.clientsByIds(ids));
    this.activeDialogues = counted((ids) => dialogues.countsOfOperators(ids), options);
    this.dialogues = byId((ids) => dialogues.byIds(ids));
    this.messages = byId((ids) => dialogues.messagesByIds(ids));
    this.lastMessages = byDialogue((ids) => dialogues.lastMessages(ids));
    this.handoffs = byId((ids) => queue.byIds(ids));
    this.openHandoffs = byDialogue((ids) => queue.openOf(ids));
    this.handoffsOf = manyOf(
      (ids) => queue.allOf(ids),
      (row) => row.dialogueId,
      options,
    );
    this.positions = counted((ids) => queue.positions(ids), options);
    this.documents = byId(async (ids) => there(await knowledge.documentsByIds(ids)));
    this.indexes = byId((ids) => indexes.byIds(ids));
    this.indexSizes = oneOf(
      (ids) => indexes.sizes(ids),
      (row) => row.indexId,
      options,
    );
    this.cannedReplies = byId((ids) => canned.byIds(ids));
    this.trainingRuns = byId(async (ids) => there(await training.byIds(ids)));
    this.detectorVersions = byId(async (ids) => there(await detectors.byIds(ids)));
    this.suggestions = byId((ids) => suggestions.byIds(ids));
    this.pendingSuggestions = byDialogue((ids) => suggestions.pendingOf(ids));
    this.proposals = byId((ids) => proposals.byIds(ids));
    this.unanswered = byId((ids) => unanswered.byIds(ids));
    this.toolCalls = byId((ids) => sources.toolCalls.byIds(ids));
    this.webhooks = byId((ids) => sources.webhooks.endpointsByIds(ids));
    this.pendingWebhooks = counted((ids) => sources.webhooks.pendingOf(ids), options);
    this.webhookDeliveries = byId((ids) => sources.webhooks.deliveriesByIds(ids));
    this.halls = byId((ids) => sources.halls.byIds(ids));
    this.bookings = byId((ids) => sources.bookings.byIds(ids));
    this.payments = byId((ids) => sources.paymentDesk.byIds(ids));
    this.paymentsOf = manyOf((ids) => sources.payments.ofBookings(ids), bookingOf, options);
    const translations = new MessageTranslations(sources, this);
    this.translations = new DataLoader((wanted: readonly WantedTranslation[]) => translations.load(wanted), {
      ...options,
      cacheKeyFn: ({ message, to }: WantedTranslation) => `${message.id} ${to}`,
    });
  }
}

const bookingOf = ({ bookingId }: { readonly bookingId: string }) => bookingId;

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

function there<T>(rows: readonly (T | undefined)[]): T[] {
  return rows.filter((row) => row !== undefined);
}
