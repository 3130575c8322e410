import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { idType } from '../infra/ids';
import type { KnowledgeDesk } from '../knowledge/knowledge-desk';
import { demand, may, type Scope } from '../people/viewer';
import { type GraphqlDomain, orNull, present, type RequestContext } from './context';
import { NodeType } from './node.types';

type Find = (id: string, context: RequestContext) => Promise<object | null> | object | null;

/** Anything by its id. */
@Resolver()
export class NodeResolver {
  private readonly finders: Readonly<Partial<Record<string, Find>>>;

  constructor(domain: GraphqlDomain, desk: KnowledgeDesk) {
    const needing = (scope: Scope, find: Find): Find => {
      return (id, context) => {
        demand(context.viewer, scope);
        return find(id, context);
      };
    };
    this.finders = {
      bot: needing('dialogues:read', (id) => domain.bots.get(id)),
      user: (id, { viewer }) => domain.users.get(viewer, id),
      operator: needing('dialogues:read', (id, { loaders }) => loaders.operators.load(id)),
      client: (id, context) => {
        const { viewer, loaders } = context;
        // For others than admins the other apps do not exist.
        return viewer && (viewer.id === id || may(viewer, 'admin')) ? loaders.clients.load(id) : null;
      },
      dialogue: (id, { viewer }) => domain.dialogues.get(viewer, id),
      message: needing('dialogues:read', (id, { loaders }) => loaders.messages.load(id)),
      handoff: needing('dialogues:read', (id, { loaders }) => loaders.handoffs.load(id)),
      document: (id, { viewer }) => desk.get(viewer, id),
      index: needing('knowledge:read', (id, { loaders }) => loaders.indexes.load(id)),
      canned: needing('dialogues:read', (id, { loaders }) => loaders.cannedReplies.load(id)),
      suggestion: needing('dialogues:read', (id, { loaders }) => loaders.suggestions.load(id)),
      question: needing('knowledge:read', (id, { loaders }) => loaders.unanswered.load(id)),
      httptool: (id, { viewer }) => domain.outside.httpTools.get(viewer, id),
      mcpserver: (id, { viewer }) => domain.outside.mcpServers.get(viewer, id),
      webhook: needing('admin', (id, { loaders }) => loaders.webhooks.load(id)),
      webhookdelivery: needing('admin', (id, { loaders }) => loaders.webhookDeliveries.load(id)),
      hall: needing('dialogues:read', (id, { loaders }) => loaders.halls.load(id)),
      booking: needing('dialogues:read', (id, { loaders }) => loaders.bookings.load(id)),
      payment: needing('dialogues:read', (id, { loaders }) => loaders.payments.load(id)),
      proposal: needing('knowledge:read', (id, { loaders }) => loaders.proposals.load(id)),
      detector: needing('supervise', (id, { loaders }) => loaders.detectorVersions.load(id)),
      toolcall: needing('supervise', (id, { loaders }) => loaders.toolCalls.load(id)),
      training: needing('supervise', (id, { loaders }) => loaders.trainingRuns.load(id)),
    };
  }

  @Query(() => NodeType, { nullable: true, description: 'Anything that has an id; null when there is none.' })
  node(@Arg('id', () => ID, { description: 'The id.' }) id: string, @Ctx() context: RequestContext) {
    const find = this.finders[idType(id) ?? ''];
    return find ? orNull(async () => present(await find(id, context))) : null;
  }
}
