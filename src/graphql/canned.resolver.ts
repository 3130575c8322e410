import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CannedReply } from '../infra/prisma-client/client';
import { CannedRepliesArgs } from './args';
import { BotType } from './bots.types';
import {
  CannedReplyInput,
  CannedReplyPayload,
  CannedReplyType,
  RemoveCannedReplyPayload,
  SaveCannedReplyInput,
} from './canned.types';
import { type GraphqlDomain, knownId, present, type RequestContext } from './context';

const defaultReplies = 50;

/** Answers that are ready. */
@Resolver(() => CannedReplyType)
export class CannedReplyResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [CannedReplyType], { description: 'The canned replies of a bot and those of all bots, by title.' })
  cannedReplies(
    @Args(() => CannedRepliesArgs) { bot, search, first }: CannedRepliesArgs,
    @Ctx() context: RequestContext,
  ) {
    const list = { botId: bot ?? undefined, search: search ?? undefined, first: first ?? defaultReplies };
    return this.domain.canned.list(context.viewer, list);
  }

  @FieldResolver(() => BotType, { nullable: true, description: 'The bot that it is for; null: all.' })
  bot(@Root() reply: CannedReply) {
    return reply.botId === null ? null : this.domain.bots.get(reply.botId);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The text in Russian, CommonMark.' })
  ru(@Root() reply: CannedReply) {
    return textIn(reply, 'ru');
  }

  @FieldResolver(() => String, { nullable: true, description: 'The text in English, CommonMark.' })
  en(@Root() reply: CannedReply) {
    return textIn(reply, 'en');
  }

  @Mutation(() => CannedReplyPayload, { description: 'Makes a canned reply, or replaces one. For supervisors.' })
  async saveCannedReply(
    @Arg('input', () => SaveCannedReplyInput, { description: 'The canned reply.' }) input: SaveCannedReplyInput,
    @Ctx() context: RequestContext,
  ) {
    const { id, botId, title, ru, en, idempotencyKey } = input;
    const draft = {
      id: typeof id === 'string' ? knownId('canned', id) : null,
      botId: typeof botId === 'string' ? knownId('bot', botId) : null,
      title,
      texts: { ru, en },
      idempotencyKey,
    };
    const saved = await this.domain.canned.save(context.viewer, draft);
    return { reply: present(await context.loaders.cannedReplies.load(saved)) };
  }

  @Mutation(() => RemoveCannedReplyPayload, { description: 'Forgets a canned reply. For supervisors.' })
  async removeCannedReply(
    @Arg('input', () => CannedReplyInput, { description: 'Which canned reply.' }) input: CannedReplyInput,
    @Ctx() context: RequestContext,
  ) {
    const { replyId, idempotencyKey } = input;
    const removed = await this.domain.canned.remove(context.viewer, { id: knownId('canned', replyId), idempotencyKey });
    return { replyId: removed.id };
  }
}

function textIn({ texts }: CannedReply, language: 'ru' | 'en'): string | null {
  return (texts as Partial<Record<string, string>>)[language] ?? null;
}
