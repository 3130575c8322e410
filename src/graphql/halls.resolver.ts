import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Hall, inLanguage, type Texts } from '../bookings/hall';
import type { GivenHall } from '../bookings/hall-desk';
import { badInput } from '../errors';
import { nearestLanguage } from '../infra/languages';
import type { HallOccupancy } from '../infra/prisma-client/client';
import { demand } from '../people/viewer';
import { BookingType } from './bookings.types';
import { BotType } from './bots.types';
import { type GraphqlDomain, knownId, plain, present, type RequestContext, readsDialogues } from './context';
import {
  ArchiveHallInput,
  BlockHallTimeInput,
  CreateHallInput,
  FreeTimeType,
  HallOccupancyPayload,
  HallOccupancyType,
  HallPayload,
  HallsArgs,
  HallType,
  OccupanciesArgs,
  UnblockHallTimeInput,
  UpdateHallInput,
} from './halls.types';
import { LanguageTag } from './scalars';

// A quarter: more than a calendar shows.
const longestLook = 93 * 86_400_000;
const languageArg = { nullable: true, description: 'In which language; the caller’s when not given.' };

/** What can be booked. */
@Resolver(() => HallType)
export class HallResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [HallType], { description: 'The halls of a bot.' })
  halls(@Args(() => HallsArgs) { bot, archived }: HallsArgs, @Ctx() { viewer }: RequestContext) {
    demand(viewer, 'dialogues:read');
    return this.domain.halls.ofBot(this.domain.bots.get(bot).id, { archived: archived ?? false });
  }

  @FieldResolver(() => BotType, { description: 'The bot that offers it.' })
  bot(@Root() hall: Hall) {
    return this.domain.bots.get(hall.botId);
  }

  @FieldResolver(() => String, { description: 'How it is called.' })
  name(
    @Root() hall: Hall,
    @Arg('language', () => LanguageTag, languageArg) language: string | null,
    @Ctx() context: RequestContext,
  ) {
    return shown(hall.names, language, context);
  }

  @FieldResolver(() => String, { description: 'What it is like.' })
  description(
    @Root() hall: Hall,
    @Arg('language', () => LanguageTag, languageArg) language: string | null,
    @Ctx() context: RequestContext,
  ) {
    return shown(hall.descriptions, language, context);
  }

  @FieldResolver(() => String, { description: 'What is asked of those who use it.' })
  rules(
    @Root() hall: Hall,
    @Arg('language', () => LanguageTag, languageArg) language: string | null,
    @Ctx() context: RequestContext,
  ) {
    return shown(hall.rules, language, context);
  }

  @FieldResolver(() => [HallOccupancyType], { description: 'When it is taken, the earliest first.' })
  occupancies(@Root() hall: Hall, @Args(() => OccupanciesArgs) { from, to }: OccupanciesArgs) {
    if (to.getTime() - from.getTime() > longestLook) throw badInput({ to: 'out_of_range' });
    return this.domain.halls.occupancies(hall.id, { startsAt: from, endsAt: to });
  }

  @FieldResolver(() => [FreeTimeType], { description: 'What can still be booked on a day.' })
  async freeTimes(
    @Root() hall: Hall,
    @Arg('date', () => String, { description: 'The day by the hall’s clock, such as 2026-11-28.' }) date: string,
  ) {
    return (await this.domain.halls.day(hall, date)).free;
  }

  @Mutation(() => HallPayload, { description: 'Offers another hall.' })
  async createHall(
    @Arg('input', () => CreateHallInput, { description: 'What it is like.' }) input: CreateHallInput,
    @Ctx() context: RequestContext,
  ) {
    const { botId, idempotencyKey } = input;
    return hallOf(
      context,
      await this.domain.hallDesk.create(context.viewer, { botId, idempotencyKey, hall: given(input) }),
    );
  }

  @Mutation(() => HallPayload, { description: 'Changes a hall; bookings that there are stay as they are.' })
  async updateHall(
    @Arg('input', () => UpdateHallInput, { description: 'What changes.' }) input: UpdateHallInput,
    @Ctx() context: RequestContext,
  ) {
    const hallId = knownId('hall', input.hallId);
    const { idempotencyKey } = input;
    return hallOf(
      context,
      await this.domain.hallDesk.update(context.viewer, { hallId, idempotencyKey, hall: given(input) }),
    );
  }

  @Mutation(() => HallPayload, { description: 'Takes a hall out of what can be booked, or brings it back.' })
  async archiveHall(
    @Arg('input', () => ArchiveHallInput, { description: 'Which hall.' }) input: ArchiveHallInput,
    @Ctx() context: RequestContext,
  ) {
    const request = plain(input, { hallId: knownId('hall', input.hallId), archived: input.archived ?? true });
    return hallOf(context, await this.domain.hallDesk.archive(context.viewer, request));
  }

  @Mutation(() => HallOccupancyPayload, {
    description: 'Keeps a time of a hall free of bookings; SLOT_TAKEN when there is one already.',
  })
  async blockHallTime(
    @Arg('input', () => BlockHallTimeInput, { description: 'Which time.' }) input: BlockHallTimeInput,
    @Ctx() context: RequestContext,
  ) {
    const request = plain(input, { hallId: knownId('hall', input.hallId) });
    const id = await this.domain.hallDesk.block(context.viewer, request);
    const [occupancy] = await this.domain.halls.occupanciesByIds([id]);
    return { occupancy: present(occupancy) };
  }

  @Mutation(() => HallPayload, { description: 'Lets a blocked time be booked again.' })
  async unblockHallTime(
    @Arg('input', () => UnblockHallTimeInput, { description: 'Which one.' }) input: UnblockHallTimeInput,
    @Ctx() context: RequestContext,
  ) {
    const request = plain(input, { occupancyId: knownId('occupancy', input.occupancyId) });
    return hallOf(context, await this.domain.hallDesk.unblock(context.viewer, request));
  }
}

/** When halls are taken. */
@Resolver(() => HallOccupancyType)
export class HallOccupancyResolver {
  @FieldResolver(() => BookingType, {
    nullable: true,
    description: 'The booking that takes it; null where it is blocked, and for whoever may not read dialogues.',
  })
  booking(@Root() { bookingId }: HallOccupancy, @Ctx() context: RequestContext) {
    return bookingId !== null && readsDialogues(context) ? context.loaders.bookings.load(bookingId) : null;
  }
}

/** A hall's fields without those of the request. */
function given(input: CreateHallInput | UpdateHallInput): GivenHall {
  const { idempotencyKey: _key, pricePerHour, ...rest } = plain(input);
  const { botId: _bot, hallId: _hall, ...hall } = rest as Partial<CreateHallInput & UpdateHallInput>;
  const price = pricePerHour ? { pricePerHour: pricePerHour.amount, currency: pricePerHour.currency } : {};
  const [names, descriptions, rules] = [hall.names, hall.descriptions, hall.rules].map(textsOf);
  return { ...hall, ...price, names, descriptions, rules };
}

function textsOf(texts: { ru?: string | null | undefined; en?: string | null | undefined } | null | undefined) {
  if (!texts) return undefined;
  const { ru, en } = texts;
  return { ...(ru ? { ru } : {}), ...(en ? { en } : {}) };
}

function shown(texts: Texts, language: string | null, context: RequestContext): string {
  return inLanguage(texts, nearestLanguage(language ?? context.language));
}

async function hallOf({ loaders }: RequestContext, id: string) {
  return { hall: present(await loaders.halls.load(id)) };
}
