import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Message } from '../infra/prisma-client/client';
import { shownCitations } from './citations';
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

  @FieldResolver(() => MessageType, { nullable: true, description: 'The message of the dialogue that it answers.' })
  replyTo(@Root() message: Message, @Ctx() context: RequestContext) {
    return message.replyToId === null ? null : context.loaders.messages.load(message.replyToId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The text in another language. Null where no translator is configured, where the text is in that language already, and where it takes long: then it is there later.',
  })
  translation(
    @Root() message: Message,
    @Arg('to', () => LanguageTag, { description: 'Into which language.' }) to: string,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.translations.load({ message, to });
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
  citations(@Root() message: Message, @Ctx() context: RequestContext) {
    return shownCitations(message.citations, context.loaders);
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
