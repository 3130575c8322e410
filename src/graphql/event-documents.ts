import {
  type DocumentNode,
  execute,
  type GraphQLFieldConfig,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  isOutputType,
  parse,
  validate,
} from 'graphql';
import type { EventKind, LoggedEvent } from '../events/events.rules';
import type { Bus } from '../infra/bus';
import { invariant } from '../infra/invariant';
import type { Log } from '../infra/log';
import { AccessSignal } from '../people/access-signal';
import type { Viewer } from '../people/viewer';
import { type GraphqlDomain, keepNoSession, type RequestContext } from './context';
import { Loaders } from './loaders';
import { buildApiSchema } from './schema';

/** An event that could not be shown for a reason that may pass. */
export class EventNotShown extends Error {
  constructor(readonly errors: readonly unknown[]) {
    super('an event could not be shown', { cause: errors[0] });
    this.name = 'EventNotShown';
  }
}

const place = 'dialogue { id bot { id slug } user { id channel externalId displayName language } }';

// What receivers are told; the fields mean what they mean in the API.
const subjects: Readonly<Record<'message' | 'dialogue' | 'handoff' | 'booking', { type: string; fields: string }>> = {
  message: {
    type: 'Message',
    fields: `id seq role text language quote feedback delivery deliveryError createdAt editedAt
      operator { id name } replyTo { id seq } attachments { kind fileName mimeType size transcript }
      citations { document { id title } passage score } toolCalls { name arguments result error durationMs } ${place}`,
  },
  dialogue: {
    type: 'Dialogue',
    fields: `id status language subject tags unreadCount rating createdAt updatedAt closedAt
      bot { id slug } user { id channel externalId displayName language } operator { id name } handoff { id reason }`,
  },
  handoff: {
    type: 'Handoff',
    fields: `id reason confidence topic summary lastQuestion requestedAt acceptedAt endedAt outcome position
      operator { id name } ${place}`,
  },
  booking: {
    type: 'Booking',
    fields: `id clientName clientPhone startsAt endsAt status language version paidAt endedAt expiresAt createdAt paymentUrl
      hall { id slug name bot { id slug } } user { id channel externalId displayName language } total { amount currency }`,
  },
};

type Subject = keyof typeof subjects;

const subjectOf: Readonly<Record<EventKind, Subject>> = {
  MESSAGE_ADDED: 'message',
  MESSAGE_UPDATED: 'message',
  DIALOGUE_CHANGED: 'dialogue',
  HANDOFF_CHANGED: 'handoff',
  BOOKING_CHANGED: 'booking',
};

/** Shows events as the API does, to whoever may read dialogues: for what is sent to apps instead of asked for by them. */
export class EventDocuments {
  private built: Promise<Built> | undefined;

  constructor(private readonly deps: { domain: GraphqlDomain; bus: Bus; log: Log }) {}

  /**
   * What the events are about as it is now, null where it is gone. `lenient`: what cannot be shown is left out, else
   * EventNotShown is thrown.
   */
  async describe(
    viewer: Viewer,
    events: readonly LoggedEvent[],
    { lenient }: { lenient: boolean },
  ): Promise<(object | null)[]> {
    this.built ??= this.build();
    const { schema, documents } = await this.built;
    const loaders = new Loaders(this.deps.domain);
    const contextValue: RequestContext = {
      viewer,
      session: null,
      language: 'en',
      ip: '',
      loaders,
      keepSession: keepNoSession,
    };
    return Promise.all(
      events.map(async (event) => {
        const subject = subjectOf[event.kind];
        const document = documents.get(subject);
        const thing = await thingOf(event, subject, loaders);
        if (!document || !thing) return null;
        const result = await execute({ schema, document, rootValue: { [subject]: thing }, contextValue });
        if (!result.errors) return jsonOf(result.data);
        if (!lenient) throw new EventNotShown(result.errors);
        this.deps.log.error({ errors: result.errors, kind: event.kind }, 'an event is not told: it cannot be shown');
        return null;
      }),
    );
  }

  /** The API's own types below other roots: what is shown is given, not looked up. */
  private async build(): Promise<Built> {
    const api = await buildApiSchema(this.deps.domain, new AccessSignal(this.deps.bus));
    const fields: Record<string, GraphQLFieldConfig<unknown, unknown>> = {};
    for (const [name, { type }] of Object.entries(subjects)) fields[name] = { type: outputType(api, type) };
    const schema = new GraphQLSchema({ ...api.toConfig(), query: new GraphQLObjectType({ name: 'Told', fields }) });
    const asked = Object.entries(subjects).map(
      ([name, subject]) => [name, parse(`{ ${name} { ${subject.fields} } }`)] as const,
    );
    // Executing skips a field that there is not (any more), in silence.
    const faults = asked.flatMap(([, document]) => validate(schema, document));
    invariant(
      faults.length === 0,
      `what apps are told is in the API: ${faults.map(({ message }) => message).join(' ')}`,
    );
    return { schema, documents: new Map<string, DocumentNode>(asked) };
  }
}

interface Built {
  readonly schema: GraphQLSchema;
  readonly documents: ReadonlyMap<string, DocumentNode>;
}

function outputType(schema: GraphQLSchema, name: string): GraphQLOutputType {
  const type = schema.getType(name);
  invariant(type && isOutputType(type), `${name} is a type of the API`);
  return type;
}

function thingOf(event: LoggedEvent, subject: Subject, loaders: Loaders): Promise<object | null> {
  if (subject === 'message') return loaders.messages.load(event.messageId ?? '');
  if (subject === 'handoff') return loaders.handoffs.load(event.handoffId ?? '');
  if (subject === 'booking') return loaders.bookings.load(event.bookingId ?? '');
  return loaders.dialogues.load(event.dialogueId ?? '');
}

/** Plain JSON: dates as the API writes them. */
function jsonOf(data: unknown): object {
  return JSON.parse(JSON.stringify(data)) as object;
}
