import { Arg, Args, Ctx, FieldResolver, ID, Resolver, type ResolverData, Root, Subscription } from 'type-graphql';
import { EventsArgs, MessageAddedArgs } from './args';
import { present, type RequestContext } from './context';
import { DialogueType, MessageType, ReplyChunkType } from './dialogues.types';
import {
  DialogueChangedType,
  EventType,
  HandoffChangedType,
  MessageAddedType,
  MessageUpdatedType,
  type ShownEvent,
} from './events.types';
import { HandoffType } from './handoff.types';
import type { Live, LiveItem } from './live';

/** The context of a subscription: it also knows what there is to follow. */
export interface LiveContext extends RequestContext {
  readonly live: Live;
}

/** What somebody wants to follow. */
export type Asked<Args> = { args: Args } & Pick<ResolverData<LiveContext>, 'context'>;

/** What can be followed. */
@Resolver()
export class LiveResolver {
  @Subscription(() => MessageType, {
    description:
      'New messages of one dialogue, or of all that the caller may see. `afterSeq` (with `dialogueId`) first replays what was missed.',
    subscribe: ({ args, context }: Asked<MessageAddedArgs>) => context.live.messages(context.viewer, args),
  })
  messageAdded(@Args(() => MessageAddedArgs) _args: MessageAddedArgs, @Root() item: LiveItem) {
    return item.value;
  }

  @Subscription(() => DialogueType, {
    description: 'A dialogue’s status, operator, language or counters changed.',
    subscribe: ({ args, context }: Asked<{ dialogueId?: string }>) => context.live.dialogues(context.viewer, args),
  })
  dialogueChanged(
    @Arg('dialogueId', () => ID, { nullable: true, description: 'Of this dialogue only.' }) _dialogueId: string | null,
    @Root() item: LiveItem,
  ) {
    return item.value;
  }

  @Subscription(() => HandoffType, {
    description: 'The waiting queue: someone entered, was accepted, left.',
    subscribe: ({ args, context }: Asked<{ bot?: string }>) => context.live.handoffs(context.viewer, args),
  })
  handoffChanged(
    @Arg('bot', () => ID, { nullable: true, description: 'Of this bot only.' }) _bot: string | null,
    @Root() item: LiveItem,
  ) {
    return item.value;
  }

  @Subscription(() => ReplyChunkType, {
    description:
      'The bot’s answer as it is being written; `done` with the last piece. The message that follows is what counts.',
    subscribe: ({ args, context }: Asked<{ dialogueId: string }>) => context.live.replies(context.viewer, args),
  })
  replyStreamed(
    @Arg('dialogueId', () => ID, { description: 'In this dialogue.' }) _dialogueId: string,
    @Root() item: LiveItem,
  ) {
    return item.value;
  }

  @Subscription(() => EventType, {
    description: 'Everything, in commit order, resumable after a lost connection.',
    subscribe: ({ args, context }: Asked<EventsArgs>) => context.live.events(context.viewer, args),
  })
  events(@Args(() => EventsArgs) _args: EventsArgs, @Root() item: LiveItem) {
    return item.value;
  }
}

/** What was said. */
@Resolver(() => MessageAddedType)
export class MessageAddedResolver {
  @FieldResolver(() => MessageType, { description: 'The message.' })
  message(@Root() event: ShownEvent, @Ctx() context: RequestContext) {
    return messageOf(event, context);
  }
}

/** Which message changed. */
@Resolver(() => MessageUpdatedType)
export class MessageUpdatedResolver {
  @FieldResolver(() => MessageType, { description: 'The message as it is now.' })
  message(@Root() event: ShownEvent, @Ctx() context: RequestContext) {
    return messageOf(event, context);
  }
}

/** Which dialogue changed. */
@Resolver(() => DialogueChangedType)
export class DialogueChangedResolver {
  @FieldResolver(() => DialogueType, { description: 'The dialogue as it is now.' })
  async dialogue(@Root() event: ShownEvent, @Ctx() context: RequestContext) {
    return present(await context.loaders.dialogues.load(event.dialogueId));
  }
}

/** Which handoff changed. */
@Resolver(() => HandoffChangedType)
export class HandoffChangedResolver {
  @FieldResolver(() => HandoffType, { description: 'The handoff as it is now.' })
  async handoff(@Root() event: ShownEvent, @Ctx() context: RequestContext) {
    return present(await context.loaders.handoffs.load(event.handoffId ?? ''));
  }
}

async function messageOf(event: ShownEvent, context: RequestContext) {
  return present(await context.loaders.messages.load(event.messageId ?? ''));
}
