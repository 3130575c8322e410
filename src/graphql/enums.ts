import { GraphQLEnumType } from 'graphql';
import { registerEnumType } from 'type-graphql';

/** An enumeration of the API: its values and what each one means. */
function describedEnum<const Values extends Readonly<Record<string, string>>>(
  name: string,
  description: string,
  values: Values,
): { readonly [K in keyof Values]: K } {
  const keys = Object.keys(values);
  const self = Object.fromEntries(keys.map((key) => [key, key])) as { readonly [K in keyof Values]: K };
  const valuesConfig: Record<string, { description: string }> = {};
  for (const key of keys) valuesConfig[key] = { description: values[key] ?? key };
  registerEnumType<Record<string, string>>(self as Record<string, string>, { name, description, valuesConfig });
  return self;
}

/** Where a user writes from. */
export const Channel = describedEnum('Channel', 'Where a user writes from.', {
  TELEGRAM: 'A Telegram account.',
  API: 'An integrating app that brings its own users.',
});

/** How somebody is known who may write to a bot. */
export const AccessKind = describedEnum('AccessKind', 'How somebody is known who may write to a bot.', {
  USER: 'By the id: that of Telegram, or that of the app they come from.',
  USERNAME: 'By the name at Telegram, whoever has it.',
  DOMAIN: 'By the domain of the e-mail address that is their id in the app they come from.',
});

/** How a user's language was chosen. */
export const LanguageSource = describedEnum('LanguageSource', 'How the language of replies was chosen.', {
  CHOSEN: 'By the user, or for them.',
  DETECTED: 'From what the user writes.',
  TELEGRAM: 'From the language of the user’s Telegram.',
  DEFAULT: 'The bot’s own, for want of anything better.',
});

/** What an operator may do. */
export const OperatorRole = describedEnum('OperatorRole', 'What an operator may do.', {
  OPERATOR: 'Answers users.',
  SUPERVISOR: 'Also acts on the dialogues of others and changes knowledge.',
  ADMIN: 'Also invites operators and makes API keys.',
});

/** Whether an operator is there. */
export const Presence = describedEnum('Presence', 'Whether an operator is there.', {
  ONLINE: 'Takes dialogues.',
  AWAY: 'For a while not.',
  OFFLINE: 'Not at work.',
});

/** Who answers a dialogue. */
export const DialogueStatus = describedEnum('DialogueStatus', 'Who answers a dialogue now.', {
  BOT: 'The bot.',
  WAITING: 'Nobody yet: it is in the queue.',
  OPERATOR: 'An operator.',
  CLOSED: 'Nobody any more; it opens again when its user writes.',
});

/** Who said a message. */
export const MessageRole = describedEnum('MessageRole', 'Who said it.', {
  USER: 'The user.',
  BOT: 'The bot.',
  OPERATOR: 'An operator.',
  SYSTEM: 'The product itself: the phrases of the handoff and the like.',
  NOTE: 'An operator, for operators only; it is never sent.',
});

/** What became of sending a message. */
export const DeliveryStatus = describedEnum('DeliveryStatus', 'What became of sending a message to the user.', {
  PENDING: 'On its way.',
  SENT: 'Taken by the channel, or written by the user.',
  UNKNOWN: 'Nobody can tell whether the channel took it; the user may have it twice or not at all.',
  FAILED: 'The channel will not take it.',
  NOT_SENT: 'Not meant to be sent: notes, suppressed drafts.',
});

/** What was sent beside or instead of text. */
export const AttachmentKind = describedEnum('AttachmentKind', 'What was sent beside or instead of text.', {
  VOICE: 'A voice message.',
  PHOTO: 'A picture.',
  DOCUMENT: 'A file.',
  LOCATION: 'A place.',
  CONTACT: 'Somebody’s contact.',
  OTHER: 'Something else.',
});

/** Why a dialogue went to the people. */
export const HandoffReason = describedEnum('HandoffReason', 'Why a dialogue went to the people.', {
  USER_ASKED: 'The user asked for a human.',
  BOT_UNSURE: 'The bot was not sure of its answer.',
  NEGATIVE_MOOD: 'The user is upset.',
  POLICY: 'A rule of the bot says so.',
  OPERATOR_TOOK: 'An operator took it from the bot.',
  API_REQUEST: 'An operator or an app asked for it over the API.',
  LLM_UNAVAILABLE: 'The language model was away.',
});

/** How a handoff ended. */
export const HandoffOutcome = describedEnum('HandoffOutcome', 'How a handoff ended.', {
  RESOLVED: 'The dialogue was closed.',
  RETURNED_TO_BOT: 'The operator gave it back to the bot.',
  TIMED_OUT: 'Nobody came in time.',
  CANCELLED_BY_USER: 'The user went back to the bot.',
});

/** How far the indexing of a document is. */
export const IndexStatus = describedEnum('IndexStatus', 'How far the indexing of a document is.', {
  QUEUED: 'It waits to be read, or the version of the index that is active does not have it.',
  INDEXING: 'It is being read.',
  READY: 'It can be found.',
  FAILED: 'It could not be read.',
});

/** Whether a version of an index is whole. */
export const KnowledgeIndexStatus = describedEnum('KnowledgeIndexStatus', 'Whether a version of an index is whole.', {
  BUILDING: 'It is being built; the one before answers.',
  READY: 'A bot can answer from it.',
  FAILED: 'Its building came to nothing.',
});

/** What is to be learnt. */
export const TrainingKind = describedEnum('TrainingKind', 'What a run learns.', {
  KNOWLEDGE_INDEX: 'The index of a bot’s knowledge.',
  HANDOFF_DETECTOR: 'The detector of the wish for a human.',
  OPENAI_FINE_TUNE: 'A language model, at the service that runs it.',
});

/** How far a run that learns has come. */
export const TrainingStatus = describedEnum('TrainingStatus', 'How far a run has come.', {
  QUEUED: 'It waits for its turn: of each kind one runs at a time.',
  RUNNING: 'It learns.',
  SUCCEEDED: 'It has learnt.',
  FAILED: 'It broke off; `error` says why.',
  CANCELLED: 'Somebody stopped it.',
});

/** Where a suggestion comes from. */
export const SuggestionKind = describedEnum('SuggestionKind', 'Where a suggestion comes from.', {
  DRAFT: 'Written for the operator, from the knowledge of the bot.',
  SUPPRESSED: 'The bot’s own answer, which an operator was quicker than.',
});

/** What became of a suggestion. */
export const SuggestionStatus = describedEnum('SuggestionStatus', 'What became of a suggestion.', {
  PENDING: 'It waits for an operator.',
  ACCEPTED: 'It was sent as it is.',
  EDITED: 'It was sent after an operator changed it.',
  DISMISSED: 'An operator did not want it.',
  OUTDATED: 'A newer one came in its place.',
});

/** What became of a proposal. */
export const ProposalStatus = describedEnum('ProposalStatus', 'What became of a proposed piece of knowledge.', {
  PENDING: 'It waits for somebody who decides.',
  APPROVED: 'The bot knows it.',
  REJECTED: 'The bot does not need to know it.',
});

/** Why a question has no answer. */
export const UnansweredReason = describedEnum('UnansweredReason', 'Why a question has no answer.', {
  NOTHING_FOUND: 'What the bot knows holds nothing near it.',
  UNSURE: 'The bot was not sure of an answer.',
  MODEL_AWAY: 'The language model could not be reached.',
});

/** Kinds of events. */
export const EventKindName = describedEnum('EventKind', 'Of what apps are told.', {
  MESSAGE_ADDED: 'Something was said: `message.added`.',
  MESSAGE_UPDATED: 'A message changed, or what became of sending it: `message.updated`.',
  DIALOGUE_CHANGED: 'A dialogue changed: `dialogue.changed`.',
  HANDOFF_CHANGED: 'A handoff was requested, accepted, passed on or ended: `handoff.changed`.',
  BOOKING_CHANGED: 'A booking was made, corrected, paid, cancelled, or has expired: `booking.changed`.',
});

/** How far an event has come on its way to an app. */
export const WebhookDeliveryStatus = describedEnum('WebhookDeliveryStatus', 'How far an event has come on its way.', {
  PENDING: 'It waits to be sent, or to be sent again.',
  DELIVERED: 'The receiver has taken it.',
  FAILED: 'It was given up after three days of tries.',
});

/** Why an endpoint is told nothing. */
export const WebhookDisabledFor = describedEnum('WebhookDisabledFor', 'Why an endpoint is told nothing.', {
  OWNER: 'Somebody stopped it.',
  GONE: 'It answered that it is gone for good (410).',
  FAILING: 'Nothing but failures came of it, for three days or a hundred times in a row.',
  RIGHTS: 'Whoever set it up may not read dialogues any more.',
});

/** What became of a call of a tool. */
export const ToolCallStatus = describedEnum('ToolCallStatus', 'What became of a call of a tool.', {
  RUNNING: 'It is under way, or was when its process ended.',
  DONE: 'It was done.',
  PROPOSED: 'It was shown to the user, who has to agree before anything is done.',
  REFUSED: 'It cannot be done; the model was told why.',
  FAILED: 'It failed or took too long.',
});

/** Where a service of others is described. */
export const ServiceOrigin = describedEnum('ServiceOrigin', 'Where a service of others is described.', {
  FILE: 'In bot.yaml: there it is changed.',
  API: 'Over this API.',
});

/** The methods of HTTP that a tool can have. */
export const HttpMethod = describedEnum('HttpMethod', 'The methods of HTTP that a tool can have.', {
  GET: 'Reads.',
  POST: 'Sends something new.',
  PUT: 'Puts something in a place.',
  PATCH: 'Changes a part.',
  DELETE: 'Takes away.',
});

/** Whether a tool changes something. */
export const ToolEffect = describedEnum('ToolEffect', 'Whether a tool changes something.', {
  READ: 'It looks something up; the model may call it.',
  WRITE: 'It changes something: the model may only propose it, and the user decides.',
});

/** In which order dialogues are listed. */
export const DialogueOrder = describedEnum('DialogueOrder', 'In which order dialogues are listed.', {
  UPDATED_DESC: 'Those that changed last come first.',
  UPDATED_ASC: 'Those that changed last come last.',
  WAITING_LONGEST: 'Those that wait come first, the longest wait before all.',
});

/** Codes that clients can rely on; no field has this type, it is the list of what `extensions.code` may hold. */
export const ErrorCode = new GraphQLEnumType({
  name: 'ErrorCode',
  description:
    'What `extensions.code` of an error may be, beside the codes that the GraphQL server gives by itself (GRAPHQL_PARSE_FAILED, …).',
  values: {
    BAD_USER_INPUT: { description: 'A value cannot be accepted; `extensions.fields` says which and why.' },
    UNAUTHENTICATED: { description: 'Nobody is known behind the request.' },
    FORBIDDEN: { description: 'The caller is known and may not do this.' },
    NOT_FOUND: { description: 'There is no such object, or it is not for this caller.' },
    CONFLICT: { description: 'The action does not fit the present state.' },
    ALREADY_CLAIMED: { description: 'Another operator accepted the dialogue first.' },
    DIALOGUE_CLOSED: { description: 'The dialogue is closed.' },
    NOT_YOUR_DIALOGUE: { description: 'Another operator or the bot has the dialogue.' },
    SLOT_TAKEN: { description: 'The time overlaps another booking.' },
    CURSOR_EXPIRED: { description: 'The events after this cursor are no longer kept.' },
    RATE_LIMITED: {
      description: 'Too many requests; `extensions.retryAfter` says after how many seconds to come again.',
    },
    QUERY_TOO_COMPLEX: { description: 'The query is too deep, too long, or could return too much.' },
    IDEMPOTENCY_CONFLICT: { description: 'The idempotency key was used for something else.' },
    UNAVAILABLE: { description: 'The service, or something that it needs, is away for a while.' },
    INTERNAL_SERVER_ERROR: { description: 'A fault of ours; `extensions.errorId` finds its line in the log.' },
  },
});

/** How far a run of tests has come. */
export const TestRunStatus = describedEnum('TestRunStatus', 'How far a run of tests has come.', {
  QUEUED: 'It waits for a worker.',
  RUNNING: 'Tests are asked.',
  DONE: 'All tests were asked.',
  FAILED: 'It could not be finished.',
  CANCELLED: 'Somebody stopped it.',
});

/** What has become of a payment. */
export const PaymentStatus = describedEnum('PaymentStatus', 'What has become of a payment.', {
  OPEN: 'Somebody can pay.',
  SUCCEEDED: 'It has paid for the booking.',
  REFUND_DUE: 'The money has to be given back.',
  REFUNDED: 'The money was given back.',
  FAILED: 'Nothing was paid, and nobody can pay there any more.',
});

/** Whether a booking stands. */
export const BookingStatus = describedEnum('BookingStatus', 'Whether a booking stands.', {
  AWAITING_PAYMENT: 'The time is kept for it; it expires when nobody pays.',
  PAID: 'It is paid.',
  CANCELLED: 'Somebody has cancelled it.',
  EXPIRED: 'Nobody paid in time.',
});
