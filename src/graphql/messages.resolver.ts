import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Message } from '../infra/prisma-client/client';
import type { RequestContext } from './context';
import { AttachmentType, CitationType, DialogueType, MessageType, ToolCallType } from './dialogues.types';
import { OperatorType } from './people.types';
import { LanguageTag } from './scalars';

// GraphQL's Int ends here; Telegram's files may be larger.
const largestInt = 2_147_483_647;

type Stored<T> = readonly Partial<T>[];

/** Messages and what hangs on them. */
@Resolver(() => MessageType)
export class MessageResolver {
  @FieldResolver(() => DialogueType, { description: 'Where it was said.' })
  dialogue(@Root() message: Message, @Ctx() context: RequestContext) {
    return context.loaders.dialogues.load(message.dialogueId);
  }

  @FieldResolver(() => OperatorType, { nullable: true, description: 'The author, when `role` is OPERATOR or NOTE.' })
  operator(@Root() message: Message, @Ctx() context: RequestContext) {
    return message.operatorId === null ? null : context.loaders.operators.load(message.operatorId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The text in another language; null where no translator is configured.',
  })
  translation(@Arg('to', () => LanguageTag, { description: 'Into which language.' }) _to: string): string | null {
    return null; // no translator can be configured yet
  }

  @FieldResolver(() => [AttachmentType], { description: 'What was sent beside or instead of text.' })
  attachments(@Root() message: Message) {
    const stored = message.attachments as Stored<{ kind: string; size: number }>;
    return stored.map((one) => ({
      ...one,
      kind: one.kind ?? 'OTHER',
      size: one.size !== undefined && one.size <= largestInt ? one.size : null,
    }));
  }

  @FieldResolver(() => [CitationType], { description: 'Where the bot’s answer comes from.' })
  async citations(@Root() message: Message, @Ctx() context: RequestContext) {
    const stored = message.citations as unknown as readonly { documentId: string; passage: string; score: number }[];
    const cited = await Promise.all(
      stored.map(async (citation) => ({
        ...citation,
        document: await context.loaders.documents.load(citation.documentId),
      })),
    );
    // A document that was removed since is no longer anybody's source.
    return cited.filter(({ document }) => document !== null);
  }

  @FieldResolver(() => [ToolCallType], { description: 'What the bot did for this answer.' })
  toolCalls(@Root() message: Message) {
    const stored = message.toolCalls as Stored<{ name: string; arguments: unknown; durationMs: number }>;
    return stored.map((call) => ({
      ...call,
      name: call.name ?? '',
      arguments: call.arguments ?? {},
      durationMs: Math.round(call.durationMs ?? 0),
    }));
  }
}
