import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { DialogueFilter } from '../dialogues/dialogues.store';
import { badInput } from '../errors';
import type { Dialogue } from '../infra/prisma-client/client';
import { type DialogueFilterInput, DialoguesArgs, PageArgs, pageOf } from './args';
import { BotType, PersonaType } from './bots.types';
import { DialogueConnection, MessageConnection, toConnection } from './connections';
import { type GraphqlDomain, knownId, orNull, plain, present, type RequestContext, withKnownDialogue } from './context';
import { DialogueType, MessageType } from './dialogues.types';
import { HandoffType } from './handoff.types';
import { SendUserMessageInput, StartDialogueInput } from './inputs';
import { DialoguePayload, SendMessagePayload } from './payloads';
import { OperatorType, UserType } from './people.types';

const longestSearch = 200;

/** Dialogues and what hangs on them. */
@Resolver(() => DialogueType)
export class DialogueResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => DialogueType, { nullable: true, description: 'A dialogue; null when there is none.' })
  dialogue(@Arg('id', () => ID, { description: 'The dialogue.' }) id: string, @Ctx() context: RequestContext) {
    return orNull(() => this.domain.dialogues.get(context.viewer, knownId('dialogue', id)));
  }

  @Query(() => DialogueConnection, { description: 'Dialogues: the operators’ inbox.' })
  async dialogues(@Args(() => DialoguesArgs) args: DialoguesArgs, @Ctx() context: RequestContext) {
    const list = { filter: filterOf(args.filter ?? {}), order: args.orderBy ?? 'UPDATED_DESC' };
    return toConnection(await this.domain.dialogues.page(context.viewer, pageOf(args), list));
  }

  @FieldResolver(() => BotType, { description: 'The bot that the user writes to.' })
  bot(@Root() dialogue: Dialogue) {
    return this.domain.bots.get(dialogue.botId);
  }

  @FieldResolver(() => UserType, { description: 'The user.' })
  user(@Root() dialogue: Dialogue, @Ctx() context: RequestContext) {
    return context.loaders.users.load(dialogue.userId);
  }

  @FieldResolver(() => OperatorType, { nullable: true, description: 'The operator who has it.' })
  operator(@Root() dialogue: Dialogue, @Ctx() context: RequestContext) {
    return dialogue.operatorId === null ? null : context.loaders.operators.load(dialogue.operatorId);
  }

  @FieldResolver(() => PersonaType, { description: 'In which manner the bot answers.' })
  persona(@Root() dialogue: Dialogue) {
    const { personas } = this.domain.bots.get(dialogue.botId);
    return personas.find((persona) => persona.slug === dialogue.persona) ?? personas[0];
  }

  @FieldResolver(() => HandoffType, { nullable: true, description: 'The handoff that is open, if any.' })
  handoff(@Root() dialogue: Dialogue, @Ctx() context: RequestContext) {
    return context.loaders.openHandoffs.load(dialogue.id);
  }

  @FieldResolver(() => [HandoffType], { description: 'All its handoffs, oldest first.' })
  handoffs(@Root() dialogue: Dialogue, @Ctx() context: RequestContext) {
    return context.loaders.handoffsOf.load(dialogue.id);
  }

  @FieldResolver(() => MessageConnection, { description: 'Its messages by number.' })
  async messages(@Root() dialogue: Dialogue, @Args(() => PageArgs) args: PageArgs, @Ctx() context: RequestContext) {
    return toConnection(await this.domain.dialogues.messagesPage(context.viewer, dialogue.id, pageOf(args)));
  }

  @FieldResolver(() => MessageType, { nullable: true, description: 'The message with the greatest number.' })
  lastMessage(@Root() dialogue: Dialogue, @Ctx() context: RequestContext) {
    return context.loaders.lastMessages.load(dialogue.id);
  }

  @Mutation(() => DialoguePayload, {
    description: 'Opens the dialogue of an app’s user with a bot, or finds the one there is.',
  })
  async startDialogue(
    @Arg('input', () => StartDialogueInput, { description: 'The user and the bot.' }) input: StartDialogueInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.appUsers.start(context.viewer, plain(input));
    return { dialogue: present(await context.loaders.dialogues.load(id)) };
  }

  @Mutation(() => SendMessagePayload, { description: 'Says something as the app’s user; the bot answers.' })
  async sendUserMessage(
    @Arg('input', () => SendUserMessageInput, { description: 'Where and what.' }) input: SendUserMessageInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.appUsers.write(context.viewer, withKnownDialogue(input));
    return { message: present(await context.loaders.messages.load(id)) };
  }
}

function filterOf(input: Partial<DialogueFilterInput>): DialogueFilter {
  const { bot: botId, operator: operatorId, user: userId, search, ...rest } = input;
  if (search && search.length > longestSearch) throw badInput({ 'filter.search': 'too_long' });
  const filter = { ...rest, botId, operatorId, userId, search: search?.trim() || null };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== undefined));
}
