import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { DialogueFilter } from '../dialogues/dialogues.store';
import { badInput } from '../errors';
import type { Dialogue } from '../infra/prisma-client/client';
import { type DialogueFilterInput, DialoguesArgs, PageArgs, pageOf } from './args';
import { BotType, PersonaType } from './bots.types';
import { DialogueConnection, MessageConnection, toConnection } from './connections';
import {
  type GraphqlDomain,
  knownId,
  orNull,
  plain,
  present,
  type RequestContext,
  readsDialogues,
  withKnownDialogue,
} from './context';
import { DialogueType, MessageType } from './dialogues.types';
import { HandoffType } from './handoff.types';
import { GiveFeedbackInput, RateDialogueInput, SendUserMessageInput, StartDialogueInput } from './inputs';
import { DialoguePayload, GiveFeedbackPayload, SendMessagePayload } from './payloads';
import { OperatorType, UserType } from './people.types';
import { SuggestionType } from './suggestions.types';

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

  @FieldResolver(() => SuggestionType, {
    nullable: true,
    description: 'What the bot would say now: the newest suggestion that nobody has decided on. Needs dialogues:read.',
  })
  suggestion(@Root() dialogue: Dialogue, @Ctx() context: RequestContext) {
    return readsDialogues(context) ? context.loaders.pendingSuggestions.load(dialogue.id) : null;
  }

  @FieldResolver(() => MessageConnection, { description: 'Its messages by number.' })
  async messages(@Root() dialogue: Dialogue, @Args(() => PageArgs) args: PageArgs, @Ctx() context: RequestContext) {
    return toConnection(await this.domain.dialogues.messagesPage(context.viewer, dialogue.id, pageOf(args)));
  }

  @FieldResolver(() => MessageType, {
    nullable: true,
    description: 'The message with the greatest number. Needs dialogues:read.',
  })
  lastMessage(@Root() dialogue: Dialogue, @Ctx() context: RequestContext) {
    return readsDialogues(context) ? context.loaders.lastMessages.load(dialogue.id) : null;
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

  @Mutation(() => DialoguePayload, { description: 'Says as the app’s user how good the help of the people was.' })
  async rateDialogue(
    @Arg('input', () => RateDialogueInput, { description: 'Which dialogue, and how good.' }) input: RateDialogueInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.ratings.rate(context.viewer, withKnownDialogue(input));
    return { dialogue: present(await context.loaders.dialogues.load(id)) };
  }

  @Mutation(() => GiveFeedbackPayload, { description: 'Says as the app’s user whether an answer of the bot helped.' })
  async giveFeedback(
    @Arg('input', () => GiveFeedbackInput, { description: 'Which answer, and whether it helped.' })
    input: GiveFeedbackInput,
    @Ctx() context: RequestContext,
  ) {
    const request = plain(input, { messageId: knownId('message', input.messageId) });
    const id = await this.domain.feedback.give(context.viewer, request);
    return { message: present(await context.loaders.messages.load(id)) };
  }
}

function filterOf(input: Partial<DialogueFilterInput>): DialogueFilter {
  const { bot: botId, operator: operatorId, user: userId, search, ...rest } = input;
  if (search && search.length > longestSearch) throw badInput({ 'filter.search': 'too_long' });
  const filter = { ...rest, botId, operatorId, userId, search: search?.trim() || null };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== undefined));
}
