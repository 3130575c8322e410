import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ForwardPageArgs } from './args';
import { EventKindName, WebhookDeliveryStatus, WebhookDisabledFor } from './enums';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime } from './scalars';

type Maybe<T> = T | null | undefined;

/** Where an app is told what happens. */
@ObjectType('WebhookEndpoint', {
  description: 'Where an integrating app is told what happens: an address that signed events are sent to.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class WebhookEndpointType extends NodeType {
  @Field(() => String, { description: 'The address.' })
  abstract readonly url: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  abstract readonly description: string | null;

  @Field(() => [EventKindName], { description: 'Of what it is told; none: of everything.' })
  abstract readonly eventTypes: readonly string[];

  @Field(() => Int, { description: 'How many tries have failed in a row.' })
  abstract readonly failures: number;

  @Field(() => DateTime, { nullable: true, description: 'Since when nothing but failures has come of it.' })
  abstract readonly failingSince: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is told nothing.' })
  abstract readonly disabledAt: Date | null;

  @Field(() => WebhookDisabledFor, { nullable: true, description: 'Why it is told nothing.' })
  abstract readonly disabledFor: string | null;

  @Field(() => DateTime, { description: 'When it was set up.' })
  abstract readonly createdAt: Date;
}

/** One event on its way. */
@ObjectType('WebhookDelivery', {
  description: 'One event on its way to one endpoint, and what became of it. Kept for 30 days.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class WebhookDeliveryType extends NodeType {
  @Field(() => WebhookDeliveryStatus, { description: 'How far it has come.' })
  abstract readonly status: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  abstract readonly attempts: number;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the last answer; null when there was none.' })
  abstract readonly responseCode: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last try failed.' })
  abstract readonly error: string | null;

  @Field(() => DateTime, { description: 'When it was made ready.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last tried.' })
  abstract readonly triedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken.' })
  abstract readonly deliveredAt: Date | null;
}

/** What a receiver made of a test. */
@ObjectType('WebhookTestPayload', { description: 'What a receiver made of a test.', simpleResolvers: true })
export abstract class WebhookTestPayload {
  @Field(() => Boolean, { description: 'Whether it took the event: whether its answer’s status was 2xx.' })
  abstract readonly taken: boolean;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the answer; null when there was none.' })
  abstract readonly responseCode: number | null;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  abstract readonly error: string | null;
}

/** An endpoint with its secret. */
@ObjectType('WebhookSecretPayload', { description: 'An endpoint with its secret.', simpleResolvers: true })
export abstract class WebhookSecretPayload {
  @Field(() => WebhookEndpointType, { description: 'The endpoint.' })
  abstract readonly endpoint: object;

  @Field(() => String, { description: 'The key of its signatures, `whsec_…`: shown here and never again.' })
  abstract readonly secret: string;
}

/** What became of an endpoint. */
@ObjectType('WebhookEndpointPayload', { description: 'What became of an endpoint.', simpleResolvers: true })
export abstract class WebhookEndpointPayload {
  @Field(() => WebhookEndpointType, { description: 'The endpoint afterwards.' })
  abstract readonly endpoint: object;
}

/** What became of a delivery. */
@ObjectType('WebhookDeliveryPayload', { description: 'What became of a delivery.', simpleResolvers: true })
export abstract class WebhookDeliveryPayload {
  @Field(() => WebhookDeliveryType, { description: 'The delivery afterwards.' })
  abstract readonly delivery: object;
}

/** A list of deliveries. */
@ArgsType()
export abstract class WebhookDeliveriesArgs extends ForwardPageArgs {
  @Field(() => ID, { description: 'To which endpoint.' })
  abstract readonly endpoint: string;

  @Field(() => WebhookDeliveryStatus, { nullable: true, description: 'That have come so far; all when not given.' })
  abstract readonly status?: Maybe<keyof typeof WebhookDeliveryStatus>;
}

/** An endpoint to be. */
@InputType('CreateWebhookInput', { description: 'Where an app is to be told what happens from now on.' })
export abstract class CreateWebhookInput extends RepeatableInput {
  @Field(() => String, { description: 'A public address over https, or one of the hosts that the owner vouches for.' })
  abstract readonly url: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  abstract readonly description?: Maybe<string>;

  @Field(() => [EventKindName], { nullable: true, description: 'Of what it is told; of everything when not given.' })
  abstract readonly eventTypes?: Maybe<readonly (keyof typeof EventKindName)[]>;

  @Field(() => [ID], { nullable: true, description: 'Of which bots it is told; of all when not given.' })
  abstract readonly botIds?: Maybe<readonly string[]>;
}

/** Which endpoint. */
@InputType('WebhookInput', { description: 'Which endpoint.' })
export abstract class WebhookInput extends RepeatableInput {
  @Field(() => ID, { description: 'The endpoint.' })
  abstract readonly endpointId: string;
}

/** What an endpoint is to be. */
@InputType('UpdateWebhookInput', { description: 'What an endpoint is to be from now on; what is not given stays.' })
export abstract class UpdateWebhookInput extends WebhookInput {
  @Field(() => String, { nullable: true, description: 'The address.' })
  abstract readonly url?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  abstract readonly description?: Maybe<string>;

  @Field(() => [EventKindName], { nullable: true, description: 'Of what it is told; none: of everything.' })
  abstract readonly eventTypes?: Maybe<readonly (keyof typeof EventKindName)[]>;

  @Field(() => [ID], { nullable: true, description: 'Of which bots it is told; none: of all.' })
  abstract readonly botIds?: Maybe<readonly string[]>;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False stops it; true lets it go on where it stopped, without its failures.',
  })
  abstract readonly enabled?: Maybe<boolean>;
}

/** A new secret. */
@InputType('RotateWebhookSecretInput', { description: 'Which endpoint gets a new secret.' })
export abstract class RotateWebhookSecretInput extends WebhookInput {
  @Field(() => Int, {
    nullable: true,
    description: 'For how many hours everything is signed with the old secret, too, 0..168; 24 when not given.',
  })
  abstract readonly overlapHours?: Maybe<number>;
}

/** What to tell again. */
@InputType('ReplayWebhookInput', { description: 'What an endpoint is told once more: `after` or `since` is needed.' })
export abstract class ReplayWebhookInput extends WebhookInput {
  @Field(() => String, { nullable: true, description: 'What happened after this cursor: the `id` of an event.' })
  abstract readonly after?: Maybe<string>;

  @Field(() => DateTime, { nullable: true, description: 'What happened from this moment on.' })
  abstract readonly since?: Maybe<Date>;
}

/** Which delivery. */
@InputType('RedeliverWebhookInput', { description: 'Which delivery is sent again.' })
export abstract class RedeliverWebhookInput extends RepeatableInput {
  @Field(() => ID, { description: 'The delivery.' })
  abstract readonly deliveryId: string;
}
