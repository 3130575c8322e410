import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { OperatorFigures } from '../handoff/desk-figures.store';
import { openingOf } from '../handoff/opening.rules';
import { demand } from '../people/viewer';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, type RequestContext } from './context';
import { DeskFiguresType, DeskType, OperatorFiguresType } from './desk.types';
import { OperatorType } from './people.types';
import { DateTime } from './scalars';

const dayMs = 24 * 3_600_000;

/** The people behind one bot, or behind all: null. */
interface Desk {
  readonly botId: string | null;
}

/** The desk and how it fares. */
@Resolver(() => DeskType)
export class DeskResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => DeskType, { description: 'The people behind one bot, or behind all.' })
  desk(
    @Arg('bot', () => ID, { nullable: true, description: 'Behind this bot only.' }) bot: string | null,
    @Ctx() { viewer }: RequestContext,
  ) {
    demand(viewer, 'dialogues:read');
    const { bots, translations } = this.domain;
    const botId = bot === null || bot === undefined ? null : bots.get(knownId('bot', bot)).id;
    const asked = botId === null ? bots.enabled() : [bots.get(botId)];
    const hours = asked.map((one) => one.handoff.hours);
    return { botId, translator: translations.available, ...openingOf(hours, new Date()) };
  }

  @FieldResolver(() => BotType, { nullable: true, description: 'The bot; null: all.' })
  bot(@Root() { botId }: Desk) {
    return botId === null ? null : this.domain.bots.get(botId);
  }

  @FieldResolver(() => DeskFiguresType, { description: 'How the desk fares. For supervisors.' })
  async figures(
    @Root() { botId }: Desk,
    @Arg('since', () => DateTime, {
      nullable: true,
      description: 'Handoffs requested since this moment are counted; since 24 hours ago when not given.',
    })
    from: Date | null,
    @Ctx() { viewer }: RequestContext,
  ) {
    const since = from ?? new Date(Date.now() - dayMs);
    return { since, ...(await this.domain.queue.overview(viewer, { botId, since })) };
  }
}

/** The figures of the desk and of its operators. */
@Resolver(() => DeskFiguresType)
export class DeskFiguresResolver {
  @FieldResolver(() => [OperatorFiguresType], { description: 'The operators who have or had a dialogue since then.' })
  operators(@Root() { operators }: { readonly operators: readonly OperatorFigures[] }) {
    return operators;
  }
}

/** The figures of one operator. */
@Resolver(() => OperatorFiguresType)
export class OperatorFiguresResolver {
  @FieldResolver(() => OperatorType, { description: 'The operator.' })
  operator(@Root() { operatorId }: OperatorFigures, @Ctx() { loaders }: RequestContext) {
    return loaders.operators.load(operatorId);
  }
}
