import { Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../infra/page';
import { BookingType } from './bookings.types';
import { DialogueType, MessageType } from './dialogues.types';
import { KnowledgeDocumentType } from './knowledge.types';
import { PageInfoType } from './node.types';
import { PaymentType } from './payments.types';
import { UserType } from './people.types';
import { KnowledgeProposalType } from './proposals.types';
import { ToolCallRecordType } from './tools.types';
import { UnansweredQuestionType } from './unanswered.types';
import { WebhookDeliveryType } from './webhooks.types';

/** A class of ours that stands for a type of the API. */
type NodeClass = abstract new (...args: never[]) => object;

/** Makes a Relay connection's two types for lists of a type. */
function connectionOf(name: string, node: NodeClass): { Edge: NodeClass; Connection: NodeClass } {
  @ObjectType(`${name}Edge`, { description: `An entry of a list of ${name} objects.`, simpleResolvers: true })
  abstract class Edge {
    @Field(() => node, { description: 'The object itself.' })
    abstract readonly node: object;

    @Field(() => String, { description: 'Where the entry stands in its list.' })
    abstract readonly cursor: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} objects.`, simpleResolvers: true })
  abstract class Connection {
    @Field(() => [Edge], { description: 'The entries with their cursors.' })
    abstract readonly edges: readonly Edge[];

    @Field(() => [node], { description: 'The objects alone.' })
    abstract readonly nodes: readonly object[];

    @Field(() => PageInfoType, { description: 'Where the page lies.' })
    abstract readonly pageInfo: PageInfoType;

    @Field(() => Int, { description: 'How many there are in the whole list; counted only when asked for.' })
    abstract readonly totalCount: number;
  }
  return { Edge, Connection };
}

/** A page of users. */
export const UserConnection = connectionOf('User', UserType).Connection;
/** A page of dialogues. */
export const DialogueConnection = connectionOf('Dialogue', DialogueType).Connection;
/** A page of messages. */
export const MessageConnection = connectionOf('Message', MessageType).Connection;
/** A page of documents. */
export const KnowledgeDocumentConnection = connectionOf('KnowledgeDocument', KnowledgeDocumentType).Connection;
/** A page of proposals. */
export const KnowledgeProposalConnection = connectionOf('KnowledgeProposal', KnowledgeProposalType).Connection;

/** A page of deliveries to apps. */
export const WebhookDeliveryConnection = connectionOf('WebhookDelivery', WebhookDeliveryType).Connection;

/** A page of unanswered questions. */
export const UnansweredQuestionConnection = connectionOf('UnansweredQuestion', UnansweredQuestionType).Connection;

/** A page of bookings. */
export const BookingConnection = connectionOf('Booking', BookingType).Connection;

/** A page of payments. */
export const PaymentConnection = connectionOf('Payment', PaymentType).Connection;

/** A page of tool calls. */
export const ToolCallConnection = connectionOf('ToolCallRecord', ToolCallRecordType).Connection;

/** A page as the API shows it; the whole list is counted only when somebody asks for it. */
export function toConnection<T>(page: Page<T>) {
  return {
    edges: page.edges,
    nodes: page.edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.edges[0]?.cursor ?? null,
      endCursor: page.edges.at(-1)?.cursor ?? null,
    },
    totalCount: () => page.total(),
  };
}
