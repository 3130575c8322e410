import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { type IdType, idType } from '../infra/ids';
import { invariant } from '../infra/invariant';

// What has no name here nobody reads by its id.
const typeNames: Readonly<Partial<Record<IdType, string>>> = {
  bot: 'Bot',
  user: 'User',
  operator: 'Operator',
  client: 'ApiClient',
  dialogue: 'Dialogue',
  message: 'Message',
  handoff: 'Handoff',
  document: 'KnowledgeDocument',
  index: 'KnowledgeIndex',
  training: 'TrainingRun',
  detector: 'DetectorVersion',
  suggestion: 'Suggestion',
  proposal: 'KnowledgeProposal',
  canned: 'CannedReply',
  question: 'UnansweredQuestion',
  toolcall: 'ToolCallRecord',
  hall: 'Hall',
  booking: 'Booking',
  payment: 'Payment',
  httptool: 'HttpTool',
  mcpserver: 'McpServer',
  webhook: 'WebhookEndpoint',
  webhookdelivery: 'WebhookDelivery',
};

/** The API's type of an object of ours, by its id. */
export function typeNameOf({ id }: { readonly id: string }): string {
  const type = idType(id);
  const name = type && typeNames[type];
  invariant(name, `${id} is the id of an object of the API`);
  return name;
}

/** Whatever has an id of its own. */
@InterfaceType('Node', {
  description: 'Whatever has an id of its own; `node(id:)` finds it.',
  resolveType: (value: { id: string }) => typeNameOf(value),
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Opaque, typed and sortable by time.' })
  abstract readonly id: string;
}

/** Where a page of a list lies. */
@ObjectType('PageInfo', { description: 'Where a page of a list lies.', simpleResolvers: true })
export abstract class PageInfoType {
  @Field(() => Boolean, { description: 'Whether the list goes on after this page.' })
  abstract readonly hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether there is something before this page.' })
  abstract readonly hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first entry; for `before`.' })
  abstract readonly startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last entry; for `after`.' })
  abstract readonly endCursor: string | null;
}
