import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Refusal } from '../errors';
import type { Operator, User } from '../infra/prisma-client/client';
import type { AccessSignal } from '../people/access-signal';
import { ForwardPageArgs, pageOf, UsersArgs } from './args';
import { BotType } from './bots.types';
import { DialogueConnection, toConnection, UserConnection } from './connections';
import { type GraphqlDomain, knownId, orNull, plain, present, type RequestContext } from './context';
import { Presence } from './enums';
import {
  ApiKeyInput,
  CreateApiKeyInput,
  InviteOperatorInput,
  SetUserLanguageInput,
  SignInInput,
  UpdateOperatorInput,
} from './inputs';
import { CreateApiKeyPayload, OperatorPayload, SignInPayload, UserPayload } from './payloads';
import { OperatorType, UserType, ViewerType } from './people.types';

/** Users, as operators and apps see them. */
@Resolver(() => UserType)
export class UserResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => UserType, { nullable: true, description: 'A user; null when there is none.' })
  user(@Arg('id', () => ID, { description: 'The user.' }) id: string, @Ctx() context: RequestContext) {
    return orNull(() => this.domain.users.get(context.viewer, knownId('user', id)));
  }

  @Query(() => UserConnection, { description: 'Users, newest first.' })
  async users(@Args(() => UsersArgs) args: UsersArgs, @Ctx() context: RequestContext) {
    return toConnection(await this.domain.users.page(context.viewer, pageOf(args), args.search ?? undefined));
  }

  @FieldResolver(() => DialogueConnection, { description: 'The user’s dialogues, those that changed last first.' })
  async dialogues(
    @Root() user: User,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const list = { filter: { userId: user.id }, order: 'UPDATED_DESC' } as const;
    return toConnection(await this.domain.dialogues.page(context.viewer, pageOf(args), list));
  }

  @Mutation(() => UserPayload, { description: 'Settles in which language a user is answered from now on.' })
  async setUserLanguage(
    @Arg('input', () => SetUserLanguageInput, { description: 'The user and the language.' })
    input: SetUserLanguageInput,
    @Ctx() context: RequestContext,
  ) {
    const { userId } = input;
    await this.domain.appUsers.setLanguage(context.viewer, plain(input, { userId: knownId('user', userId) }));
    return { user: present(await context.loaders.users.load(userId)) };
  }
}

/** Operators, their sign-in, and the keys of apps. */
@Resolver(() => OperatorType)
export class OperatorResolver {
  constructor(
    private readonly domain: GraphqlDomain,
    private readonly access: AccessSignal,
  ) {}

  @Query(() => ViewerType, { description: 'Who is asking.' })
  async me(@Ctx() { viewer, loaders }: RequestContext) {
    if (!viewer) throw new Refusal('UNAUTHENTICATED');
    return present(await (viewer.kind === 'operator' ? loaders.operators : loaders.clients).load(viewer.id));
  }

  @Query(() => [OperatorType], { description: 'Everybody who can answer.' })
  operators(@Ctx() context: RequestContext) {
    return this.domain.operators.all(context.viewer);
  }

  @FieldResolver(() => Int, { description: 'How many dialogues the operator has now.' })
  async activeDialogues(@Root() operator: Operator, @Ctx() context: RequestContext) {
    return (await context.loaders.activeDialogues.load(operator.id)) ?? 0;
  }

  @FieldResolver(() => [BotType], { description: 'The bots that the operator answers for; none: all.' })
  bots(@Root() operator: Operator) {
    return this.domain.bots.all().filter(({ id }) => operator.botIds.includes(id));
  }

  @FieldResolver(() => Boolean, { description: 'Whether the operator can also answer from Telegram.' })
  telegramLinked(@Root() operator: Operator) {
    return operator.telegramId !== null;
  }

  @Mutation(() => SignInPayload, { description: 'Signs an operator in: sets the cookie of a session.' })
  async signIn(
    @Arg('input', () => SignInInput, { description: 'The credentials.' }) input: SignInInput,
    @Ctx() context: RequestContext,
  ) {
    const { token, operator } = await this.domain.signIn.signIn(plain(input, { ip: context.ip }));
    context.keepSession(token);
    return { operator };
  }

  @Mutation(() => Boolean, { description: 'Ends the session of the operator who asks.' })
  async signOut(@Ctx() context: RequestContext) {
    const { viewer, session } = context;
    if (!viewer) throw new Refusal('UNAUTHENTICATED');
    if (!session) return false;
    await this.domain.signIn.signOut(session);
    context.keepSession(null);
    await this.access.changed(viewer.id);
    return true;
  }

  @Mutation(() => OperatorType, { description: 'Says whether the operator who asks is there.' })
  setPresence(
    @Arg('presence', () => Presence, { description: 'There or not.' }) presence: keyof typeof Presence,
    @Ctx() context: RequestContext,
  ) {
    return this.domain.queue.setPresence(context.viewer, presence);
  }

  @Mutation(() => OperatorPayload, { description: 'Makes somebody an operator.' })
  async inviteOperator(
    @Arg('input', () => InviteOperatorInput, { description: 'Who, and as what.' }) input: InviteOperatorInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.operators.invite(context.viewer, plain(input));
    return { operator: present(await context.loaders.operators.load(id)) };
  }

  @Mutation(() => OperatorPayload, {
    description: 'Changes an operator. Operators change their own name, languages and translation themselves.',
  })
  async updateOperator(
    @Arg('input', () => UpdateOperatorInput, { description: 'Who, and what changes.' }) input: UpdateOperatorInput,
    @Ctx() context: RequestContext,
  ) {
    const { operatorId, role } = input;
    const known = plain(input, operatorId ? { operatorId: knownId('operator', operatorId) } : {});
    const id = await this.domain.operators.change(context.viewer, known);
    if (role) await this.access.changed(id);
    return { operator: present(await context.loaders.operators.load(id)) };
  }

  @Mutation(() => CreateApiKeyPayload, { description: 'Makes an API key; it is shown this once.' })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'What the key is for.' }) input: CreateApiKeyInput,
    @Ctx() context: RequestContext,
  ) {
    const { clientId, key } = await this.domain.apiKeys.create(context.viewer, plain(input));
    return { client: present(await context.loaders.clients.load(clientId)), secret: key };
  }

  @Mutation(() => Boolean, { description: 'Ends an API key at once.' })
  async revokeApiKey(
    @Arg('input', () => ApiKeyInput, { description: 'Which key.' }) input: ApiKeyInput,
    @Ctx() context: RequestContext,
  ) {
    const clientId = knownId('client', input.clientId);
    await this.domain.apiKeys.revoke(context.viewer, clientId);
    await this.access.changed(clientId);
    return true;
  }
}
