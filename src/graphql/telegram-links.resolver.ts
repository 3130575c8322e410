import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type GraphqlDomain, knownId, plain, present, type RequestContext } from './context';
import { TelegramInviteInput, UnlinkTelegramInput } from './inputs';
import { OperatorPayload, TelegramInvitePayload } from './payloads';

/** Operators and their Telegram accounts. */
@Resolver()
export class TelegramLinkResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Mutation(() => TelegramInvitePayload, {
    description: 'Makes a one-time link that makes the Telegram user who opens it the operator.',
  })
  createTelegramInvite(
    @Arg('input', () => TelegramInviteInput, { description: 'Who, by way of which bot.' }) input: TelegramInviteInput,
    @Ctx() context: RequestContext,
  ) {
    const botId = knownId('bot', input.botId);
    const operatorId = knownId('operator', input.operatorId);
    return this.domain.invites.create(context.viewer, plain(input, { botId, operatorId }));
  }

  @Mutation(() => OperatorPayload, { description: 'Takes an operator’s Telegram account from them.' })
  async unlinkTelegram(
    @Arg('input', () => UnlinkTelegramInput, { description: 'Whose.' }) input: UnlinkTelegramInput,
    @Ctx() context: RequestContext,
  ) {
    const operatorId = knownId('operator', input.operatorId);
    const id = await this.domain.invites.unlink(context.viewer, plain(input, { operatorId }));
    return { operator: present(await context.loaders.operators.load(id)) };
  }
}
