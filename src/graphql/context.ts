import type { AnswerTests } from '../answer-tests/answer-tests';
import type { PromptVersions } from '../assistant/prompt-versions';
import type { BookingDesk } from '../bookings/booking-desk';
import type { Bookings } from '../bookings/bookings';
import type { HallDesk } from '../bookings/hall-desk';
import type { Halls } from '../bookings/halls';
import type { PaymentDesk } from '../bookings/payments/payment-desk';
import type { Payments } from '../bookings/payments/payments';
import type { Proposals } from '../desk/proposals';
import type { Suggestions } from '../desk/suggestions';
import type { AppUsers } from '../dialogues/app-users';
import type { Bots } from '../dialogues/bots';
import type { Dialogues } from '../dialogues/dialogues';
import type { Erasure } from '../dialogues/erasure';
import type { Feedback } from '../dialogues/feedback';
import type { Interpreter } from '../dialogues/interpreter';
import type { Personas } from '../dialogues/personas';
import { Refusal } from '../errors';
import type { EventFeed } from '../events/event-feed';
import type { TunedModels } from '../fine-tuning/tuned-models';
import type { CannedReplies } from '../handoff/canned-replies';
import type { Handoff } from '../handoff/handoff';
import type { HandoffQueue } from '../handoff/handoff-queue';
import type { OperatorSpeech } from '../handoff/operator-speech';
import type { Ratings } from '../handoff/ratings';
import type { DetectorVersions } from '../handoff/wish/detector-versions';
import type { WishDetector } from '../handoff/wish/wish-detector';
import { type IdType, idType } from '../infra/ids';
import type { TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { KnowledgeIndexes } from '../knowledge/indexes';
import type { Knowledge } from '../knowledge/knowledge';
import type { KnowledgeFiles } from '../knowledge/reading/knowledge-files';
import type { Unanswered } from '../knowledge/unanswered';
import type { Access } from '../people/access';
import type { ApiKeys } from '../people/api-keys';
import type { Blocking } from '../people/blocking';
import type { Idempotency } from '../people/idempotency';
import type { Operators } from '../people/operators';
import type { SignIn } from '../people/sign-in';
import type { TelegramInvites } from '../people/telegram-invites';
import type { Users } from '../people/users';
import { may, type Viewer } from '../people/viewer';
import type { OutsideHouse } from '../tools/outside/outside-house';
import type { ToolBox } from '../tools/tool-box';
import type { ToolCalls } from '../tools/tool-calls';
import type { ToolTrials } from '../tools/tool-trials';
import type { TrainingRuns } from '../training/training-runs';
import type { Translations } from '../translation/translations';
import type { Webhooks } from '../webhooks/webhooks';
import type { Loaders } from './loaders';

/** The use-cases that the API shows. */
export interface GraphqlDomain {
  readonly users: Users;
  readonly operators: Operators;
  readonly apiKeys: ApiKeys;
  readonly signIn: SignIn;
  readonly idempotency: Idempotency;
  readonly access: Access;
  readonly blocking: Blocking;
  readonly personas: Personas;
  readonly erasure: Erasure;
  readonly bots: Bots;
  readonly dialogues: Dialogues;
  readonly appUsers: AppUsers;
  readonly feedback: Feedback;
  readonly toolBox: ToolBox;
  readonly toolCalls: ToolCalls;
  readonly knowledge: Knowledge;
  readonly files: KnowledgeFiles;
  readonly indexes: KnowledgeIndexes;
  readonly unanswered: Unanswered;
  readonly handoff: Handoff;
  readonly queue: HandoffQueue;
  readonly speech: OperatorSpeech;
  readonly wishes: WishDetector;
  readonly detectors: DetectorVersions;
  readonly canned: CannedReplies;
  readonly ratings: Ratings;
  readonly translations: Translations;
  readonly interpreter: Interpreter;
  readonly training: TrainingRuns;
  readonly tunedModels: TunedModels;
  readonly answerTests: AnswerTests;
  readonly promptVersions: PromptVersions;
  readonly invites: TelegramInvites;
  readonly suggestions: Suggestions;
  readonly proposals: Proposals;
  readonly halls: Halls;
  readonly hallDesk: HallDesk;
  readonly bookings: Bookings;
  readonly bookingDesk: BookingDesk;
  readonly payments: Payments;
  readonly paymentDesk: PaymentDesk;
  readonly webhooks: Webhooks;
  readonly outside: OutsideHouse;
  readonly toolTrials: ToolTrials;
  readonly feed: EventFeed;
  readonly locales: Locales;
}

/** Who is asking, from where, in which language. */
export interface Caller {
  readonly viewer: Viewer | null;
  /** The token of the operator's session, when it came with one. */
  readonly session: string | null;
  readonly language: TextLanguage;
  readonly ip: string;
}

/** What resolvers know of the request. */
export interface RequestContext extends Caller {
  readonly loaders: Loaders;
  /** Gives the caller the cookie of a session, or takes it away. */
  readonly keepSession: (token: string | null) => void;
}

/** For transports that carry subscriptions only: nobody signs in or out on them. */
export function keepNoSession(): void {
  // Nothing to keep.
}

/** An input as a plain object, with what is known better. (Inputs are instances of classes.) */
export function plain<T extends object, More extends object = object>(input: T, more?: More): T & More {
  return Object.assign({}, input, more);
}

/** The id, if it is one of that type; throws NOT_FOUND for all others, as for an object that is absent. */
export function knownId(type: IdType, id: string): string {
  if (idType(id) !== type) throw new Refusal('NOT_FOUND');
  return id;
}

/** An input about a dialogue; throws NOT_FOUND when its id is no dialogue's. */
export function withKnownDialogue<T extends { readonly dialogueId: string }>(input: T): T {
  return plain(input, { dialogueId: knownId('dialogue', input.dialogueId) });
}

/** The thing; throws NOT_FOUND when it is not there. */
export function present<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new Refusal('NOT_FOUND');
  return thing;
}

/**
 * Whether the caller may read what was said in dialogues: an app that only brings users gets their dialogues back from what it does,
 * but not what operators write to each other there.
 */
export function readsDialogues({ viewer }: Pick<Caller, 'viewer'>): boolean {
  return viewer !== null && may(viewer, 'dialogues:read');
}

/** What was asked for, or null where it is not found. */
export async function orNull<T>(asked: () => Promise<T> | T): Promise<T | null> {
  try {
    return await asked();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
