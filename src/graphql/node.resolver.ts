import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { idType } from '../infra/ids';
import type { KnowledgeDesk } from '../knowledge/knowledge-desk';
import { demand, may } from '../people/viewer';
import { type GraphqlDomain, orNull, present, type RequestContext } from './context';
import { NodeType } from './node.types';

type Find = (id: string, context: RequestContext) => Promise<object | null> | object | null;

/** Anything by its id. */
@Resolver()
export class NodeResolver {
  private readonly finders: Readonly<Partial<Record<string, Find>>>;

  constructor(domain: GraphqlDomain, desk: KnowledgeDesk) {
    const readable = (find: Find): Find => {
      return (id, context) => {
        demand(context.viewer, 'dialogues:read');
        return find(id, context);
      };
    };
    this.finders = {
      bot: readable((id) => domain.bots.get(id)),
      user: (id, { viewer }) => domain.users.get(viewer, id),
      operator: readable((id, { loaders }) => loaders.operators.load(id)),
      client: (id, context) => {
        const { viewer, loaders } = context;
        // For others than admins the other apps do not exist.
        return viewer && (viewer.id === id || may(viewer, 'admin')) ? loaders.clients.load(id) : null;
      },
      dialogue: (id, { viewer }) => domain.dialogues.get(viewer, id),
      message: readable((id, { loaders }) => loaders.messages.load(id)),
      handoff: readable((id, { loaders }) => loaders.handoffs.load(id)),
      document: (id, { viewer }) => desk.get(viewer, id),
    };
  }

  @Query(() => NodeType, { nullable: true, description: 'Anything that has an id; null when there is none.' })
  node(@Arg('id', () => ID, { description: 'The id.' }) id: string, @Ctx() context: RequestContext) {
    const find = this.finders[idType(id) ?? ''];
    return find ? orNull(async () => present(await find(id, context))) : null;
  }
}
