import { testQueue } from './answer-tests/answer-tests.store';
import { TestRunner } from './answer-tests/test-runner';
import { Admission } from './assistant/admission';
import { Agreement } from './assistant/agreement';
import { AnswerTeller } from './assistant/answer-teller';
import { AnswerWriter } from './assistant/answer-writer';
import { Assistant } from './assistant/assistant';
import { AttachmentReader } from './assistant/attachments/attachment-reader';
import { fileReaders } from './assistant/attachments/file-readers';
import { buildCommands } from './assistant/command-set';
import { Composer } from './assistant/composer';
import { DialogueWorker } from './assistant/dialogue-worker';
import { ErasureFollowUp } from './assistant/erasure-follow-up';
import { Handover } from './assistant/handover';
import { Memory } from './assistant/memory/memory';
import { PassageFinder } from './assistant/passage-finder';
import { wakeUpReceiver } from './assistant/receiver';
import { ShownAnswers } from './assistant/shown-answer';
import { ToolDesk } from './assistant/tool-desk';
import { Voice } from './assistant/voice';
import { BookingWorker } from './bookings/booking-worker';
import { bookingQueue } from './bookings/bookings.store';
import { ChatInvoices } from './bookings/payments/chat-invoices';
import { invoiceQueue } from './bookings/payments/chat-invoices.store';
import { paymentQueue } from './bookings/payments/follow-bookings.store';
import { PaymentWorker } from './bookings/payments/payment-worker';
import type { Config } from './config';
import { DeskWorker } from './desk/desk-worker';
import { DeskWriter } from './desk/desk-writer';
import { Drafts } from './desk/drafts';
import { KnowledgeProposals } from './desk/knowledge-proposals';
import { OutdatedSuggestions } from './desk/outdated-suggestions';
import { RollingSummary } from './desk/rolling-summary';
import { SettledMemory } from './desk/settled-memory';
import { Summaries } from './desk/summaries';
import { TranslatedMessages } from './desk/translated-messages';
import { Tries } from './desk/tries';
import { apiChannel } from './dialogues/api-channel';
import { type Channels, Deliveries } from './dialogues/deliveries';
import { deliveryQueue } from './dialogues/deliveries.store';
import { inboxQueue } from './dialogues/inbox.store';
import { PressedButtons } from './dialogues/pressed-buttons';
import { Readings } from './dialogues/readings';
import { UserRecordStore } from './dialogues/user-records.store';
import type { Domain } from './domain';
import { EventDocuments } from './graphql/event-documents';
import type { OpenGround } from './ground';
import { Assignment } from './handoff/assignment';
import { attentionQueues } from './handoff/attention.store';
import { HandoffClock } from './handoff/handoff-clock';
import { Housekeeping } from './housekeeping';
import type { Closers } from './infra/closers';
import { Lanes, type LanesOptions } from './infra/lanes';
import { safeFetch } from './infra/safe-fetch';
import { activeEmbeddings } from './knowledge/active-embeddings';
import { IndexRenewal } from './knowledge/index-renewal.store';
import { knowledgeQueue, wakeAllKnowledge } from './knowledge/knowledge-wake.store';
import { KnowledgeWorker } from './knowledge/knowledge-worker';
import { QueuedFiles } from './knowledge/reading/queued-files';
import { loadTokenizer } from './language-model/tokens';
import { Viewers } from './people/viewers';
import type { TelegramBots } from './telegram/bots';
import { buildDeskMirror, buildDeskReceiver } from './telegram/desk/desk';
import { PlaceRemoval } from './telegram/desk/place-removal';
import { PayerStore } from './telegram/payments/payers.store';
import { PaymentReceiver } from './telegram/payments/payment-receiver';
import { checkoutQueue } from './telegram/payments/payment-update.rules';
import { TelegramReceiver } from './telegram/receiver';
import { TelegramChannel } from './telegram/telegram-channel';
import { trainingQueue } from './training/training.store';
import { TrainingWorker } from './training/training-worker';
import { webhookQueue } from './webhooks/endpoints.store';
import { EventTeller } from './webhooks/event-teller';
import { WebhookWake } from './webhooks/webhook-wake';
import { WebhookWorker } from './webhooks/webhook-worker';

/** What the workers of a process work with. */
export interface WorkerParts extends OpenGround {
  readonly config: Config;
  readonly closers: Closers;
  readonly domain: Domain;
  readonly telegram: TelegramBots;
}

type Handle = LanesOptions['handle'];

/** Starts the queues: what came in is answered, what was said is sent, and time does what it does. */
export async function startWorkers(parts: WorkerParts): Promise<void> {
  const { config, database, listener, locales, log, closers, telegram } = parts;
  const channels: Channels = { TELEGRAM: new TelegramChannel({ bots: telegram, locales, log }), API: apiChannel };
  const incoming = dialogueWork(parts, channels);
  const queues: Record<string, Handle> = {
    [inboxQueue]: incoming,
    [checkoutQueue]: incoming,
    [deliveryQueue]: deliveryWork(parts, channels),
    [attentionQueues.handoff]: clockWork(parts),
    [attentionQueues.desk]: deskWork(parts, channels),
    [attentionQueues.telegram]: mirrorWork(parts),
    [knowledgeQueue]: knowledgeWork(parts),
    [trainingQueue]: trainingWork(parts),
    [testQueue]: testWork(parts, channels),
    [webhookQueue]: webhookWork(parts),
    [bookingQueue]: bookingWork(parts),
    [paymentQueue]: paymentWork(parts),
    [invoiceQueue]: invoiceWork(parts),
  };
  for (const [queue, handle] of Object.entries(queues)) {
    const lanes = new Lanes({ database, listener, log }, { queue, concurrency: config.workerConcurrency, handle });
    lanes.start();
    closers.add('queue', lanes, (one) => one.stop());
  }
  const wake = closers.add('webhooks', new WebhookWake({ database, bus: parts.bus, log }), (one) => one.stop());
  await wake.start();
  await listener.start();
  await wakeAllKnowledge(
    database,
    parts.domain.bots.enabled().map(({ id }) => id),
  );
  closers.add('housekeeping', new Housekeeping({ database, log }), (one) => one.stop());
  // Not before listening: the tables block the process for a moment.
  loadTokenizer().catch((error: unknown) => log.error({ err: error }, 'the tokenizer could not be loaded'));
}

function dialogueWork(parts: WorkerParts, channels: Channels): Handle {
  const { database, domain, locales, log, telegram } = parts;
  const { inbox, dialogues, feedback, payments } = domain;
  const users = new TelegramReceiver({ dialogues, feedback, bots: telegram, locales, log });
  const others = buildDeskReceiver(domain, { database, telegram, locales, log }, users);
  const payers = new PayerStore(database);
  const receivers = {
    telegram: new PaymentReceiver({ payments, payers, bots: telegram, locales, log, others }),
    message: wakeUpReceiver,
    erasure: erasureFollowUp(parts, channels),
  };
  const assistant = buildAssistant(parts, channels);
  const worker = new DialogueWorker({ inbox, receivers, assistant, log });
  return (lease) => worker.work(lease);
}

function erasureFollowUp(parts: WorkerParts, channels: Channels): ErasureFollowUp {
  const { database, domain, locales, log, telegram } = parts;
  const removal = new PlaceRemoval({ telegram });
  return new ErasureFollowUp({
    records: new UserRecordStore(database),
    channels,
    removePlace: (place) => removal.remove(place),
    forgetCopies: async (dialogueId) => {
      await domain.whoAnswers.forget(dialogueId);
      await domain.shortTerm.forget(dialogueId);
    },
    locales,
    log,
  });
}

function deliveryWork({ database, domain, log }: WorkerParts, channels: Channels): Handle {
  const { events, interpreter, bots } = domain;
  const deliveries = new Deliveries({ database, events, channels, interpreter, bots, log });
  return (lease) => deliveries.work(lease);
}

function clockWork({ database, domain }: WorkerParts): Handle {
  const { events, bots, phrases, whoAnswers, translations } = domain;
  const translation = translations.available;
  const assignment = new Assignment({ events, bots, phrases, whoAnswers, translation });
  const clock = new HandoffClock({ database, events, bots, phrases, assignment, whoAnswers });
  return (lease) => clock.work(lease);
}

function mirrorWork({ database, domain, locales, log, telegram }: WorkerParts): Handle {
  const mirror = buildDeskMirror(domain, { database, telegram, locales, log });
  return (lease) => mirror.work(lease);
}

function knowledgeWork({ database, domain, embedder, log }: WorkerParts): Handle {
  const { knowledge, reader, embeddings } = domain;
  const fetch = (url: string, signal: AbortSignal) => safeFetch(url, { signal });
  const queued = new QueuedFiles({ database, knowledge, reader, fetch, log });
  const renewal = new IndexRenewal(database);
  const steps = [
    (botId: string, signal: AbortSignal) => queued.readQueued(botId, signal),
    (botId: string) => renewal.renew(botId),
    activeEmbeddings({ database, embeddings, embeddingModel: embedder?.model ?? null }),
  ];
  const worker = new KnowledgeWorker({ steps, log });
  return (lease) => worker.work(lease);
}

function trainingWork({ database, bus, domain, log }: WorkerParts): Handle {
  const worker = new TrainingWorker({ database, bus, trainers: domain.trainers, log });
  return (lease) => worker.work(lease);
}

function webhookWork({ database, bus, domain, log }: WorkerParts): Handle {
  const documents = new EventDocuments({ domain, bus, log });
  const teller = new EventTeller((viewer, events, how) => documents.describe(viewer, events, how));
  const viewers = new Viewers({ database });
  const worker = new WebhookWorker({ database, sender: domain.webhookSender, teller, viewers, log });
  return (lease) => worker.work(lease);
}

function deskWork(parts: WorkerParts, channels: Channels): Handle {
  const { config, database, domain, locales, model, log } = parts;
  const { events, bots, knowledge, translations, interpreter, wishes } = domain;
  const writer = new DeskWriter({ model, locales });
  const steps = [
    new OutdatedSuggestions({ database, events }),
    new Summaries({ database, events, bots, writer, locales, wishes }),
    new Drafts({ database, events, composer: buildComposer(parts, channels, buildMemory(parts)), wishes }),
    new TranslatedMessages({ database, events, bots, translations, interpreter }),
    new SettledMemory({ events, writer }),
    new RollingSummary({ database, writer, locales, contextTokens: config.contextTokens }),
    new KnowledgeProposals({ database, knowledge, translations, writer, locales, wishes }),
  ];
  const worker = new DeskWorker({ database, steps, tries: new Tries(), log });
  return (lease) => worker.work(lease);
}

function buildMemory({ config, database, domain }: WorkerParts): Memory {
  const { dialogues, shortTerm } = domain;
  return new Memory({ database, dialogues, shortTerm, contextTokens: config.contextTokens });
}

function buildComposer(parts: WorkerParts, channels: Channels, memory: Memory): Composer {
  const { config, domain, bus, model, translator, locales, log } = parts;
  const { bots, knowledge, whoAnswers, users, personaTexts } = domain;
  const shown = new ShownAnswers({ bus, whoAnswers, users, channels, log });
  const finder = new PassageFinder({ knowledge, log });
  const { contextTokens } = config;
  const toolDesk = new ToolDesk({ box: domain.toolBox, calls: domain.toolCalls, locales, contextTokens });
  const writer = new AnswerWriter({ model, translator, locales, contextTokens, toolDesk, log });
  return new Composer({ bots, memory, finder, writer, shown, personaTexts });
}

function buildAttachments(parts: WorkerParts, channels: Channels): AttachmentReader {
  const { domain, model, transcriber, locales, log } = parts;
  const { events, users, bots, reader: documents } = domain;
  const readings = new Readings({ events, users, bots, locales });
  const readerOf = fileReaders({ transcriber, model, documents, locales });
  return new AttachmentReader({ readings, users, channels, readerOf, log });
}

function testWork(parts: WorkerParts, channels: Channels): Handle {
  const { database, domain, log } = parts;
  const composer = buildComposer(parts, channels, buildMemory(parts));
  const runner = new TestRunner({ database, bots: domain.bots, composer, log });
  return (lease) => runner.work(lease);
}

function bookingWork({ database, domain, log }: WorkerParts): Handle {
  const { events, bookings, bookingNotices: notices, payments, paymentProviders: providers } = domain;
  const payment = new PaymentWorker({ database, payments, providers, log });
  const lastLook = async (lane: string) => void (await payment.work({ lane }));
  const worker = new BookingWorker({ database, events, bookings, notices, lastLook, log });
  return (lease) => worker.work(lease);
}

function invoiceWork({ database, domain, locales }: WorkerParts): Handle {
  const { events, payments, paymentProviders: providers } = domain;
  const invoices = new ChatInvoices({ database, events, providers, payments, locales });
  return (lease) => invoices.work(lease);
}

function paymentWork({ database, domain, log }: WorkerParts): Handle {
  const { payments, paymentProviders: providers } = domain;
  const worker = new PaymentWorker({ database, payments, providers, log });
  return (lease) => worker.work(lease);
}

function buildAssistant(parts: WorkerParts, channels: Channels): Assistant {
  const { config, database, domain, locales, model, log } = parts;
  const { bots, dialogues, erasure, handoff, queue, ratings, wishes, users, events } = domain;
  const { answersPerMinute } = config;
  const handover = new Handover({ dialogues, handoff, queue, bots, users, wishes });
  const memory = buildMemory(parts);
  const composer = buildComposer(parts, channels, memory);
  const voice = new Voice({ events, users, locales, unanswered: domain.unanswered, memory });
  const tools = { box: domain.toolBox, calls: domain.toolCalls, proposals: domain.toolProposals };
  const agreement = new Agreement({ bots, dialogues, voice, locales, tools });
  const acts = { bots, dialogues, erasure, handoff, ratings, agreement, tools };
  const commands = buildCommands({ ...acts, locales, model, log, answersPerMinute });
  const teller = new AnswerTeller({ handover, voice, commands, composer, agreement, edge: { locales, log } });
  const pressed = new PressedButtons({ database });
  const admission = new Admission({ access: domain.access, users, dialogues, voice, locales });
  const attachments = buildAttachments(parts, channels);
  const edge = { users, channels, log, answersPerMinute, admission, pressed, attachments, agreement };
  return new Assistant({ dialogues, handover, commands, teller, voice, edge });
}
