import path from 'node:path';
import { AnswerTests } from './answer-tests/answer-tests';
import { ShortTerm } from './assistant/memory/short-term';
import { PersonaTexts } from './assistant/persona-texts';
import { PromptVersions } from './assistant/prompt-versions';
import { buildBookings } from './bookings/booking-parts';
import { wakeInvoices } from './bookings/payments/chat-invoices';
import { followBookings } from './bookings/payments/follow-bookings.store';
import { buildPayments } from './bookings/payments/payment-parts';
import { HallTools } from './bookings/tools/hall-tools';
import { Proposals } from './desk/proposals';
import { Suggestions } from './desk/suggestions';
import { AppUsers } from './dialogues/app-users';
import { Bots } from './dialogues/bots';
import { Dialogues } from './dialogues/dialogues';
import { DialogueStore } from './dialogues/dialogues.store';
import { Erasure } from './dialogues/erasure';
import { Feedback } from './dialogues/feedback';
import { Inbox } from './dialogues/inbox';
import { Interpreter } from './dialogues/interpreter';
import { Personas } from './dialogues/personas';
import { EventFeed } from './events/event-feed';
import { EventLog } from './events/event-log';
import { FineTuneTrainer } from './fine-tuning/fine-tune-trainer';
import { TunedModels } from './fine-tuning/tuned-models';
import { wakeAttention } from './handoff/attention.store';
import { CannedReplies } from './handoff/canned-replies';
import { Handoff } from './handoff/handoff';
import { HandoffQueue } from './handoff/handoff-queue';
import { OperatorSpeech } from './handoff/operator-speech';
import { HandoffPhrases } from './handoff/phrases';
import { Ratings } from './handoff/ratings';
import { WhoAnswers } from './handoff/who-answers';
import { DetectorTrainer } from './handoff/wish/detector-trainer';
import { DetectorVersions, readShippedModel } from './handoff/wish/detector-versions';
import { WishDetector } from './handoff/wish/wish-detector';
import type { Bus } from './infra/bus';
import type { Cache } from './infra/cache';
import type { Database } from './infra/database';
import type { Locales } from './infra/locales';
import type { Log } from './infra/log';
import type { FetchPolicy } from './infra/safe-fetch';
import type { Sealing } from './infra/sealing';
import { SharedState } from './infra/shared-state';
import { IndexTrainer } from './knowledge/index-trainer';
import { KnowledgeIndexes } from './knowledge/indexes';
import { Knowledge } from './knowledge/knowledge';
import { DocumentReader } from './knowledge/reading/document-reader';
import { KnowledgeFiles } from './knowledge/reading/knowledge-files';
import { PassageEmbeddings } from './knowledge/search/passage-embeddings';
import { Unanswered } from './knowledge/unanswered';
import type { Embedder } from './language-model/language-model';
import type { Tuner } from './language-model/tuner';
import { Access } from './people/access';
import { ApiKeys } from './people/api-keys';
import { Blocking } from './people/blocking';
import { Idempotency } from './people/idempotency';
import { Operators } from './people/operators';
import { Passwords } from './people/passwords';
import { SignIn } from './people/sign-in';
import { TelegramInvites } from './people/telegram-invites';
import { Users } from './people/users';
import { buildOutsideHouse } from './tools/outside/outside-house';
import { ToolBox, type ToolSources } from './tools/tool-box';
import { ToolCalls } from './tools/tool-calls';
import { ToolProposals } from './tools/tool-proposals';
import { ToolTrials } from './tools/tool-trials';
import { TrainingRuns } from './training/training-runs';
import { Translations } from './translation/translations';
import type { Translator } from './translation/translator';
import { WebhookSender } from './webhooks/webhook-sender';
import { Webhooks } from './webhooks/webhooks';

/** What the domain stands on. */
export interface Ground {
  readonly database: Database;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly sealing: Sealing;
  readonly translator: Translator;
  /** Null: no embedding model is configured. */
  readonly embedder: Embedder | null;
  readonly tuner: Tuner;
  /** Where webhooks and tools may reach. */
  readonly fetchPolicy?: FetchPolicy;
  readonly locales: Locales;
  readonly log: Log;
  /** A secret for some purpose, the same at every start. */
  readonly derivedSecret: (purpose: string) => string;
  /** Where the world reaches us. */
  readonly publicUrl: string;
}

// Beside src/ and dist/ alike.
const detectorFolder = path.join(__dirname, '../training/handoff-detector');

/** Everything that the edges call, built once. */
export type Domain = ReturnType<typeof buildDomain>;

/** Builds the domain's objects, each after those that it uses. Nothing runs yet. */
export function buildDomain(ground: Ground) {
  const people = buildPeople(ground);
  const talk = { ...buildTalk(ground, people), ...buildKnowledge(ground, people) };
  const venue = buildVenue(ground, { ...people, ...talk });
  const tools = buildTools(ground, { ...people, ...talk, ...venue });
  const doors = buildAccess(ground, { ...people, ...talk });
  const detector = buildDetector(ground, people);
  const handoff = buildHandoff(ground, { ...people, ...talk });
  const training = buildTraining(ground, { ...people, ...talk, ...detector });
  return {
    ...people,
    ...talk,
    ...venue,
    ...tools,
    ...doors,
    ...detector,
    ...handoff,
    ...training,
    ...buildTrials(ground, { ...people, ...talk }),
    ...buildWebhooks(ground, { ...people, ...talk }),
  };
}

type People = ReturnType<typeof buildPeople>;
type Talk = ReturnType<typeof buildTalk> & ReturnType<typeof buildKnowledge>;
type Venue = ReturnType<typeof buildVenue>;
type Detector = ReturnType<typeof buildDetector>;

/** What happens, and who does it. */
function buildPeople({ database, bus, sealing, locales, log }: Ground) {
  const events = new EventLog({ database, bus, followers: [wakeAttention] });
  const feed = new EventFeed({ database, bus, log });
  const idempotency = new Idempotency({ log: events, sealing });
  const passwords = new Passwords();
  const users = new Users({ database });
  const operators = new Operators({ database, idempotency, passwords });
  const apiKeys = new ApiKeys({ database, idempotency });
  const signIn = new SignIn({ database, passwords });
  return { events, feed, idempotency, users, operators, apiKeys, signIn, locales };
}

/** Bots, and what is said. */
function buildTalk({ database, bus, cache, sealing, translator, log }: Ground, { events, idempotency, users }: People) {
  const bots = new Bots({ database });
  const botChanges = new SharedState({ bus, log }, { topic: 'bots', read: () => bots.refresh() });
  const usernameOf = (botId: string) => bots.get(botId).telegramUsername;
  const invites = new TelegramInvites({ database, idempotency, usernameOf });
  const translations = new Translations({ database, translator, log });
  const interpreter = new Interpreter({ translations, bots });
  const inbox = new Inbox({ database });
  const dialogues = new Dialogues({ database, events, users, bots });
  const shortTerm = new ShortTerm({ cache, sealing });
  const appUsers = new AppUsers({ idempotency, users, bots, inbox });
  const feedback = new Feedback({ events, idempotency });
  return { bots, botChanges, invites, translations, interpreter, inbox, dialogues, shortTerm, appUsers, feedback };
}

/** Who may write to the bots, in which manner they are answered, and how they are forgotten. */
function buildAccess({ database }: Ground, { idempotency, bots, inbox }: People & Talk) {
  const settingsOf = (botId: string) => bots.get(botId).access;
  const usernameOf = (botId: string) => bots.get(botId).telegramUsername;
  const access = new Access({ database, idempotency, settingsOf, usernameOf });
  const blocking = new Blocking({ database, idempotency });
  const personas = new Personas({ idempotency, bots });
  const erasure = new Erasure({ database, idempotency, inbox });
  return { access, blocking, personas, erasure };
}

/** What the bots know, and how it is found. */
function buildKnowledge({ database, embedder, locales, log }: Ground, { idempotency }: People) {
  const reader = new DocumentReader();
  const knowledge = new Knowledge({ database, embedder, log, reader });
  const files = new KnowledgeFiles({ database, knowledge, idempotency });
  const indexes = new KnowledgeIndexes({ database, idempotency });
  const embeddings = new PassageEmbeddings({ database, embedder, log });
  const unanswered = new Unanswered({ database, idempotency, locales });
  return { knowledge, reader, files, indexes, embeddings, unanswered };
}

/** What the bots can do, and what they have done. */
function buildTools(ground: Ground, { idempotency, bots, hallTools }: People & Talk & Venue) {
  const { database, locales, log } = ground;
  const botOf = (botId: string) => bots.get(botId);
  const outside = buildOutsideHouse(ground, { idempotency, demandBot: botOf });
  const sources: ToolSources = {
    own: [hallTools],
    others: outside.sources,
  };
  const toolBox = new ToolBox({ sources, log });
  const toolCalls = new ToolCalls({ database, log });
  const toolProposals = new ToolProposals({ database });
  const toolTrials = new ToolTrials({ box: toolBox, calls: toolCalls, botOf, locales });
  return { toolBox, toolCalls, toolProposals, toolTrials, outside };
}

/** From the bot to the people and back, and what helps them. */
function buildHandoff({ database, cache, locales }: Ground, { events, idempotency, bots, knowledge }: People & Talk) {
  const whoAnswers = new WhoAnswers({ cache, dialogues: new DialogueStore(database) });
  const phrases = new HandoffPhrases({ bots, locales });
  const handoff = new Handoff({ database, events, idempotency, whoAnswers, phrases });
  const queue = new HandoffQueue({ database });
  const speech = new OperatorSpeech({ idempotency });
  const canned = new CannedReplies({ database, idempotency, bots });
  const ratings = new Ratings({ events, idempotency });
  const suggestions = new Suggestions({ database, idempotency });
  const proposals = new Proposals({ database, idempotency, knowledge });
  return { whoAnswers, phrases, handoff, queue, speech, canned, ratings, suggestions, proposals };
}

/** The detector of the wish for a human. */
function buildDetector({ database, bus, log }: Ground, { idempotency }: People) {
  const shipped = readShippedModel(detectorFolder);
  const wishes = new WishDetector(shipped && { model: shipped.model, name: 'model shipped' });
  const detectors = new DetectorVersions({ database, bus, idempotency, detector: wishes, log, shipped });
  return { wishes, detectors };
}

/** What learns, and what it learns. */
function buildTraining(ground: Ground, domain: People & Talk & Detector) {
  const { database, bus, locales, tuner, embedder, log } = ground;
  const { idempotency, bots, botChanges, wishes, detectors, embeddings } = domain;
  const tunedModels = new TunedModels({ database, idempotency, botChanges });
  const trainers = [
    new DetectorTrainer({ database, versions: detectors, detector: wishes, folder: detectorFolder }),
    new IndexTrainer({ database, embeddings, embeddingModel: embedder?.model ?? null }),
    new FineTuneTrainer({ database, bots, tuner, locales, log }),
  ];
  const training = new TrainingRuns({ database, bus, idempotency, trainers });
  return { tunedModels, trainers, training };
}

/** What is tried before it is published. */
function buildTrials({ database, bus, locales, log }: Ground, { idempotency, bots }: People & Talk) {
  const personaTexts = new PersonaTexts({ database, bus, locales, log });
  const promptVersions = new PromptVersions({ database, idempotency, bots, personaTexts });
  const answerTests = new AnswerTests({ database, idempotency, bots });
  return { personaTexts, promptVersions, answerTests };
}

/** What can be booked, what is, and what is paid for it. */
function buildVenue(ground: Ground, { events, idempotency, bots }: People & Talk) {
  const { database, locales, publicUrl, derivedSecret } = ground;
  const secret = derivedSecret('payment pages');
  const base = { database, events, idempotency, bots, locales, publicUrl, secret };
  const venue = buildBookings({ ...base, followers: [followBookings, wakeInvoices] });
  const { halls, bookings, bookingTexts: texts } = venue;
  const hallTools = new HallTools({ halls, bookings, texts, locales });
  return { ...venue, hallTools, ...buildPayments({ ...base, ...venue }) };
}

/** What apps are told. */
function buildWebhooks({ database, sealing, fetchPolicy: policy }: Ground, { idempotency, bots }: People & Talk) {
  const webhookSender = new WebhookSender({ sealing, policy });
  const webhooks = new Webhooks({ database, idempotency, bots, sealing, sender: webhookSender, policy });
  return { webhookSender, webhooks };
}
