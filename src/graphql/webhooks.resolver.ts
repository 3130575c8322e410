import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { cursorOf } from '../events/events.rules';
import type { WebhookDelivery, WebhookEndpoint } from '../infra/prisma-client/client';
import { pageOf } from './args';
import { BotType } from './bots.types';
import { toConnection, WebhookDeliveryConnection } from './connections';
import { type GraphqlDomain, knownId, plain, present, type RequestContext } from './context';
import { EventKindName } from './enums';
import { DateTime, Json } from './scalars';
import {
  CreateWebhookInput,
  RedeliverWebhookInput,
  ReplayWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
  WebhookDeliveriesArgs,
  WebhookDeliveryPayload,
  WebhookDeliveryType,
  WebhookEndpointPayload,
  WebhookEndpointType,
  WebhookInput,
  WebhookSecretPayload,
  WebhookTestPayload,
} from './webhooks.types';

const usualOverlapHours = 24;

/** Where apps are told what happens. */
@Resolver(() => WebhookEndpointType)
export class WebhookResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [WebhookEndpointType], {
    description: 'Where apps are told what happens, the oldest first. For admins.',
  })
  webhooks(@Ctx() context: RequestContext) {
    return this.domain.webhooks.all(context.viewer);
  }

  @Query(() => WebhookDeliveryConnection, {
    description: 'What an endpoint was told or is to be told, the newest event first. For admins.',
  })
  async webhookDeliveries(
    @Args(() => WebhookDeliveriesArgs) args: WebhookDeliveriesArgs,
    @Ctx() context: RequestContext,
  ) {
    const filter = { endpointId: args.endpoint, status: args.status };
    return toConnection(await this.domain.webhooks.deliveries(context.viewer, filter, pageOf(args)));
  }

  @FieldResolver(() => [BotType], { description: 'Of which bots it is told; none: of all.' })
  bots(@Root() { botIds }: WebhookEndpoint) {
    return this.domain.bots.all().filter(({ id }) => botIds.includes(id));
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is told anything.' })
  enabled(@Root() { disabledAt }: WebhookEndpoint) {
    return disabledAt === null;
  }

  @FieldResolver(() => String, { description: 'Up to which event the log was read for it.' })
  cursor(@Root() { position }: WebhookEndpoint) {
    return cursorOf(position);
  }

  @FieldResolver(() => Int, { description: 'How many events wait to be taken.' })
  async pending(@Root() { id }: WebhookEndpoint, @Ctx() { loaders }: RequestContext) {
    return (await loaders.pendingWebhooks.load(id)) ?? 0;
  }

  @Mutation(() => WebhookSecretPayload, {
    description: 'Has an app told what happens from now on, as far as the caller may read it. For admins.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'Where, and of what.' }) input: CreateWebhookInput,
    @Ctx() context: RequestContext,
  ) {
    const { endpointId, secret } = await this.domain.webhooks.create(context.viewer, plain(input));
    return { endpoint: await this.endpoint(endpointId, context), secret };
  }

  @Mutation(() => WebhookEndpointPayload, { description: 'Changes an endpoint, stops it or lets it go on.' })
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInput, { description: 'What it is to be.' }) input: UpdateWebhookInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.webhooks.update(context.viewer, known(input));
    return { endpoint: await this.endpoint(id, context) };
  }

  @Mutation(() => WebhookSecretPayload, {
    description: 'Gives an endpoint a new secret; for a while its events are signed with both.',
  })
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Which endpoint.' }) input: RotateWebhookSecretInput,
    @Ctx() context: RequestContext,
  ) {
    const overlapHours = input.overlapHours ?? usualOverlapHours;
    const rotated = await this.domain.webhooks.rotateSecret(context.viewer, plain(known(input), { overlapHours }));
    return { endpoint: await this.endpoint(rotated.endpointId, context), secret: rotated.secret };
  }

  @Mutation(() => Boolean, {
    description: 'Ends an endpoint, with all that waits for it and the log of its deliveries.',
  })
  async deleteWebhook(
    @Arg('input', () => WebhookInput, { description: 'Which endpoint.' }) input: WebhookInput,
    @Ctx() context: RequestContext,
  ) {
    await this.domain.webhooks.remove(context.viewer, known(input));
    return true;
  }

  @Mutation(() => WebhookTestPayload, {
    description: 'Sends `webhook.test` at once, signed like all else, and tells what the receiver made of it.',
  })
  async testWebhook(
    @Arg('input', () => WebhookInput, { description: 'Which endpoint.' }) input: WebhookInput,
    @Ctx() context: RequestContext,
  ) {
    const { code, error } = await this.domain.webhooks.test(context.viewer, known(input).endpointId);
    return { taken: error === null, responseCode: code, error };
  }

  @Mutation(() => WebhookEndpointPayload, {
    description:
      'Tells an endpoint once more what has happened; events keep their `id`, so that receivers know repeats.',
  })
  async replayWebhook(
    @Arg('input', () => ReplayWebhookInput, { description: 'To which endpoint, from where.' })
    input: ReplayWebhookInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.webhooks.replay(context.viewer, known(input));
    return { endpoint: await this.endpoint(id, context) };
  }

  private async endpoint(id: string, { loaders }: RequestContext): Promise<WebhookEndpoint> {
    return present(await loaders.webhooks.load(id));
  }
}

/** What became of events on their way. */
@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveryResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @FieldResolver(() => WebhookEndpointType, { description: 'Where it goes.' })
  async endpoint(@Root() { endpointId }: WebhookDelivery, @Ctx() { loaders }: RequestContext) {
    return present(await loaders.webhooks.load(endpointId));
  }

  @FieldResolver(() => EventKindName, { description: 'What kind of thing happened.' })
  eventType(@Root() { kind }: WebhookDelivery) {
    return kind;
  }

  @FieldResolver(() => String, { description: 'The event: where it stands in the order of all that happened.' })
  cursor(@Root() { position }: WebhookDelivery) {
    return cursorOf(position);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'When it is tried next; null when it is not.' })
  nextAttemptAt(@Root() { status, nextAt }: WebhookDelivery) {
    return status === 'PENDING' ? nextAt : null;
  }

  @FieldResolver(() => Json, { description: 'What is sent.' })
  body(@Root() { body }: WebhookDelivery) {
    return JSON.parse(body) as unknown;
  }

  @Mutation(() => WebhookDeliveryPayload, { description: 'Sends a delivery again, whatever became of it.' })
  async redeliverWebhook(
    @Arg('input', () => RedeliverWebhookInput, { description: 'Which delivery.' }) input: RedeliverWebhookInput,
    @Ctx() context: RequestContext,
  ) {
    const deliveryId = knownId('webhookdelivery', input.deliveryId);
    const id = await this.domain.webhooks.redeliver(context.viewer, plain(input, { deliveryId }));
    return { delivery: present(await context.loaders.webhookDeliveries.load(id)) };
  }
}

function known<T extends { readonly endpointId: string }>(input: T): T {
  return plain(input, { endpointId: knownId('webhook', input.endpointId) });
}
