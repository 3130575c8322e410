import { GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { invariant } from '../infra/invariant';
import { KnowledgeDesk } from '../knowledge/knowledge-desk';
import type { AccessSignal } from '../people/access-signal';
import { AccessResolver, UserCareResolver } from './access.resolver';
import { AnswerTestResolver } from './answer-tests.resolver';
import { BookingChangedResolver, BookingResolver } from './bookings.resolver';
import { BotResolver, PersonaResolver } from './bots.resolver';
import { CannedReplyResolver } from './canned.resolver';
import type { GraphqlDomain } from './context';
import { DeskFiguresResolver, DeskResolver, OperatorFiguresResolver } from './desk.resolver';
import { DetectorResolver } from './detector.resolver';
import { DialogueResolver } from './dialogues.resolver';
import { ErrorCode } from './enums';
import {
  BookingChangedType,
  DialogueChangedType,
  HandoffChangedType,
  MessageAddedType,
  MessageUpdatedType,
} from './events.types';
import { HallOccupancyResolver, HallResolver } from './halls.resolver';
import { HandoffResolver } from './handoff.resolver';
import { HttpToolResolver } from './http-tools.resolver';
import { KnowledgeIndexResolver } from './indexes.resolver';
import { KnowledgeResolver } from './knowledge.resolver';
import {
  DialogueChangedResolver,
  HandoffChangedResolver,
  LiveResolver,
  MessageAddedResolver,
  MessageUpdatedResolver,
} from './live.resolver';
import { McpServerResolver } from './mcp-servers.resolver';
import { MessageResolver } from './messages.resolver';
import { NodeResolver } from './node.resolver';
import { BookingPaymentsResolver, PaymentResolver } from './payments.resolver';
import { OperatorResolver, UserResolver } from './people.resolver';
import { PromptVersionResolver } from './prompts.resolver';
import { KnowledgeProposalResolver } from './proposals.resolver';
import { SpeechResolver } from './speech.resolver';
import { SuggestionResolver } from './suggestions.resolver';
import { TelegramLinkResolver } from './telegram-links.resolver';
import { BotToolResolver, ToolCallResolver } from './tools.resolver';
import { TrainingResolver } from './training.resolver';
import { TunedModelResolver } from './tuned-models.resolver';
import { UnansweredQuestionResolver } from './unanswered.resolver';
import { WebhookDeliveryResolver, WebhookResolver } from './webhooks.resolver';

// TypeGraphQL gives the root types no descriptions of their own.
const rootDescriptions: Readonly<Record<string, string>> = {
  Query: 'What can be read.',
  Mutation: 'What can be done. A repeat with the same `idempotencyKey` does nothing again.',
  Subscription: 'What can be followed, over a WebSocket or as server-sent events.',
};

function buildResolvers(domain: GraphqlDomain, access: AccessSignal): object[] {
  const desk = new KnowledgeDesk(domain);
  return [
    new NodeResolver(domain, desk),
    new UserResolver(domain),
    new OperatorResolver(domain, access),
    new TelegramLinkResolver(domain),
    new AccessResolver(domain),
    new UserCareResolver(domain),
    new BotResolver(domain),
    new PersonaResolver(),
    new DialogueResolver(domain),
    new MessageResolver(),
    new HandoffResolver(domain),
    new SpeechResolver(domain),
    new CannedReplyResolver(domain),
    new DeskResolver(domain),
    new DeskFiguresResolver(),
    new OperatorFiguresResolver(),
    new KnowledgeResolver(domain, desk),
    new KnowledgeIndexResolver(domain),
    new TrainingResolver(domain),
    new DetectorResolver(domain),
    new TunedModelResolver(domain),
    new AnswerTestResolver(domain),
    new PromptVersionResolver(domain),
    new SuggestionResolver(domain),
    new KnowledgeProposalResolver(domain),
    new UnansweredQuestionResolver(domain),
    new ToolCallResolver(domain),
    new BotToolResolver(domain),
    new HallResolver(domain),
    new HallOccupancyResolver(),
    new BookingResolver(domain),
    new BookingChangedResolver(),
    new PaymentResolver(domain),
    new BookingPaymentsResolver(),
    new WebhookResolver(domain),
    new WebhookDeliveryResolver(domain),
    new HttpToolResolver(domain),
    new McpServerResolver(domain),
    new LiveResolver(),
    new MessageAddedResolver(),
    new MessageUpdatedResolver(),
    new DialogueChangedResolver(),
    new HandoffChangedResolver(),
  ];
}

/** Builds the executable schema over the use-cases. */
export async function buildApiSchema(domain: GraphqlDomain, access: AccessSignal): Promise<GraphQLSchema> {
  const resolvers = buildResolvers(domain, access);
  const instances = new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = await buildSchema({
    resolvers: resolvers.map((resolver) => resolver.constructor) as [() => void, ...(() => void)[]],
    container: { get: (someClass) => instances.get(someClass) },
    orphanedTypes: [MessageAddedType, MessageUpdatedType, DialogueChangedType, HandoffChangedType, BookingChangedType],
    // Every subscription brings its own `subscribe`; TypeGraphQL wants a pubSub nevertheless.
    pubSub: { publish: unused, subscribe: unused },
    validate: false,
    emitSchemaFile: false,
  });
  const config = schema.toConfig();
  for (const type of config.types) type.description ??= rootDescriptions[type.name];
  return new GraphQLSchema({
    ...config,
    description: 'Besedka: an AI front desk for Telegram in Russian and English, with people behind it.',
    types: [...config.types, ErrorCode],
  });
}

function unused(): never {
  invariant(false, 'subscriptions read the event log');
}

/** The schema as text, always in the same order. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
