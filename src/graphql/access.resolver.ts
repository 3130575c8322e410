import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import {
  AccessEntryType,
  AccessInvitePayload,
  CreateAccessInviteInput,
  EraseUserPayload,
  GrantAccessInput,
  GrantAccessPayload,
  RevokeAccessInput,
  SetPersonaInput,
  UserInput,
} from './access.types';
import { type GraphqlDomain, knownId, plain, present, type RequestContext, withKnownDialogue } from './context';
import { DialoguePayload, UserPayload } from './payloads';
import { Json } from './scalars';

const defaultUses = 1;
const defaultDays = 7;

/** Who may write to the bots. */
@Resolver()
export class AccessResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [AccessEntryType], {
    description: 'Who may write to a bot beside those whom its folder names, in the order in which they were let in.',
  })
  accessEntries(@Arg('bot', () => ID, { description: 'The bot.' }) bot: string, @Ctx() context: RequestContext) {
    return this.domain.access.entries(context.viewer, bot);
  }

  @Mutation(() => GrantAccessPayload, { description: 'Lets somebody write to a bot that is not for everyone.' })
  async grantAccess(
    @Arg('input', () => GrantAccessInput, { description: 'Whom, to which bot.' }) input: GrantAccessInput,
    @Ctx() context: RequestContext,
  ) {
    return { entry: await this.domain.access.grant(context.viewer, plain(input)) };
  }

  @Mutation(() => Boolean, { description: 'Takes somebody off the list; in force with their next message.' })
  async revokeAccess(
    @Arg('input', () => RevokeAccessInput, { description: 'Which entry.' }) input: RevokeAccessInput,
    @Ctx() context: RequestContext,
  ) {
    const entryId = knownId('access', input.entryId);
    await this.domain.access.revoke(context.viewer, plain(input, { entryId }));
    return true;
  }

  @Mutation(() => AccessInvitePayload, { description: 'Makes a link that lets so many Telegram users in.' })
  createAccessInvite(
    @Arg('input', () => CreateAccessInviteInput, { description: 'To which bot, how many.' })
    input: CreateAccessInviteInput,
    @Ctx() context: RequestContext,
  ) {
    const { uses, days } = input;
    const known = plain(input, { uses: uses ?? defaultUses, days: days ?? defaultDays });
    return this.domain.access.invite(context.viewer, known);
  }
}

/** What becomes of users. */
@Resolver()
export class UserCareResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Mutation(() => UserPayload, { description: 'Shuts a user out of all bots; in force with their next message.' })
  blockUser(@Arg('input', () => UserInput, { description: 'Whom.' }) input: UserInput, @Ctx() context: RequestContext) {
    return this.setBlocked(input, context, true);
  }

  @Mutation(() => UserPayload, { description: 'Lets a user in again who was shut out.' })
  unblockUser(
    @Arg('input', () => UserInput, { description: 'Whom.' }) input: UserInput,
    @Ctx() context: RequestContext,
  ) {
    return this.setBlocked(input, context, false);
  }

  @Mutation(() => DialoguePayload, { description: 'Has one of the bot’s personas answer in a dialogue from now on.' })
  async setPersona(
    @Arg('input', () => SetPersonaInput, { description: 'Which one, where.' }) input: SetPersonaInput,
    @Ctx() context: RequestContext,
  ) {
    await this.domain.personas.set(context.viewer, withKnownDialogue(plain(input)));
    return { dialogue: present(await context.loaders.dialogues.load(input.dialogueId)) };
  }

  @Mutation(() => EraseUserPayload, {
    description:
      'Erases a user with all that any bot keeps about them; the audit keeps a hash. What they see in their own chat stays there.',
  })
  async eraseUser(
    @Arg('input', () => UserInput, { description: 'Whom.' }) input: UserInput,
    @Ctx() context: RequestContext,
  ) {
    const userId = knownId('user', input.userId);
    return { documentsToRead: await this.domain.erasure.byOperator(context.viewer, plain(input, { userId })) };
  }

  @Query(() => Json, { description: 'Every row about a user, by table: what the deployment keeps about them.' })
  exportUser(@Arg('user', () => ID, { description: 'The user.' }) user: string, @Ctx() context: RequestContext) {
    return this.domain.erasure.export(context.viewer, knownId('user', user));
  }

  private async setBlocked(input: UserInput, context: RequestContext, blocked: boolean) {
    const userId = knownId('user', input.userId);
    await this.domain.blocking.set(context.viewer, plain(input, { userId }), blocked);
    return { user: present(await context.loaders.users.load(userId)) };
  }
}
