import type { ReplyPiece } from '../assistant/reply-stream';
import { replyTopic } from '../assistant/reply-stream';
import { badInput } from '../errors';
import type { LoggedEvent } from '../events/events.rules';
import { cursorOf } from '../events/events.rules';
import type { Bus } from '../infra/bus';
import { demand, type Viewer } from '../people/viewer';
import { trainingTopic } from '../training/training-runs';
import { type GraphqlDomain, knownId, present } from './context';
import type { ShownEvent } from './events.types';
import { type LoaderSources, Loaders } from './loaders';
import { MessageReading } from './message-reading';
import { Picked } from './picked';
import { PieceQueue } from './piece-queue';
import { RunReading } from './run-reading';

/** Something that goes out to a subscriber, with the loaders that all subscribers to the same thing share. */
export interface LiveItem<T = unknown> {
  readonly value: T;
  readonly loaders: Loaders;
}

type Maybe<T> = T | null | undefined;

// Events are shown within moments of each other to all who follow; the few that are slower read for themselves.
const rememberedEvents = 256;

/** What subscriptions read: the event log as it grows, and answers while they are written. */
export class Live {
  private readonly shared = new Map<bigint, Loaders>();

  constructor(private readonly deps: { domain: GraphqlDomain; bus: Bus }) {}

  /** Where the loaders of a subscription read. */
  get sources(): LoaderSources {
    return this.deps.domain;
  }

  /** New messages of one dialogue or of all; with `afterSeq` first those that were missed. */
  async messages(viewer: Viewer | null, args: { dialogueId?: Maybe<string>; afterSeq?: Maybe<number> }) {
    const { dialogues, feed } = this.deps.domain;
    const dialogueId = await this.readable(viewer, args.dialogueId);
    const afterSeq = args.afterSeq ?? undefined;
    if (afterSeq !== undefined && dialogueId === undefined) throw badInput({ dialogueId: 'required' });
    if (afterSeq !== undefined && afterSeq < 0) throw badInput({ afterSeq: 'out_of_range' });
    // First it follows, then it looks back: what is said in between is in both, and told apart by its number.
    const events = await feed.follow({ kinds: ['MESSAGE_ADDED'], dialogueId });
    const live = new Picked(events, (event) => this.message(event));
    if (afterSeq === undefined || dialogueId === undefined) return live;
    const missed = async (after: number, limit: number) => {
      const loaders = this.ownLoaders();
      const page = await dialogues.messagesAfter(dialogueId, after, limit);
      return page.map((value) => ({ value, loaders }));
    };
    return new MessageReading(missed, live, afterSeq);
  }

  /** Dialogues that change. */
  async dialogues(viewer: Viewer | null, args: { dialogueId?: Maybe<string> }) {
    const dialogueId = await this.readable(viewer, args.dialogueId);
    const events = await this.deps.domain.feed.follow({ kinds: ['DIALOGUE_CHANGED'], dialogueId });
    return new Picked(events, (event) => {
      const loaders = this.loadersOf(event);
      return withLoaders(loaders, loaders.dialogues.load(event.dialogueId ?? ''));
    });
  }

  /** Handoffs that change, of one bot or of all. */
  async handoffs(viewer: Viewer | null, args: { bot?: Maybe<string> }) {
    demand(viewer, 'dialogues:read');
    const botId = args.bot ? this.deps.domain.bots.get(args.bot).id : undefined;
    const events = await this.deps.domain.feed.follow({ kinds: ['HANDOFF_CHANGED'] });
    return new Picked(events, async (event) => {
      const loaders = this.loadersOf(event);
      const dialogue = botId === undefined ? undefined : await loaders.dialogues.load(event.dialogueId ?? '');
      if (botId !== undefined && dialogue?.botId !== botId) return null;
      return withLoaders(loaders, loaders.handoffs.load(event.handoffId ?? ''));
    });
  }

  /** All that happens, from now on or from after a cursor. */
  async events(viewer: Viewer | null, args: { after?: Maybe<string>; dialogueId?: Maybe<string> }) {
    const dialogueId = await this.readable(viewer, args.dialogueId);
    const events = await this.deps.domain.feed.follow({ dialogueId }, args.after ?? undefined);
    return new Picked(events, async (event) => {
      const loaders = this.loadersOf(event);
      const { position, dialogueId: where, ...rest } = event;
      // A booking of an app belongs to no dialogue, and every event that is shown does.
      if (where === null) return null;
      const shown: ShownEvent = { ...rest, dialogueId: where, cursor: cursorOf(position) };
      // What it is about may be gone since: then there is nothing to show.
      return (await subjectOf(event, loaders)) ? { value: shown, loaders } : null;
    });
  }

  /** The pieces of the bot's answers in a dialogue while they are written. */
  async replies(viewer: Viewer | null, args: { dialogueId: string }) {
    const dialogueId = await this.readable(viewer, args.dialogueId);
    const loaders = this.ownLoaders();
    const topic = replyTopic(args.dialogueId);
    const queue = new PieceQueue((piece) => ({ value: { ...piece, dialogueId }, loaders }));
    queue.onEnd = await this.deps.bus.subscribe(topic, (message) => queue.add(message as ReplyPiece));
    return queue;
  }

  /** A training run as it goes, until it is over. */
  async training(viewer: Viewer | null, args: { runId: string }) {
    demand(viewer, 'supervise');
    const { bus, domain } = this.deps;
    const runId = knownId('training', args.runId);
    const read = async () => (await domain.training.byIds([runId]))[0];
    present(await read());
    const loaders = this.ownLoaders();
    const reading = new RunReading(read, (value) => ({ value, loaders }));
    const unsubscribe = await bus.subscribe(trainingTopic(runId), () => reading.look());
    const forget = bus.onGap(() => reading.look());
    reading.onEnd = async () => {
      forget();
      await unsubscribe();
    };
    return reading;
  }

  private message(event: LoggedEvent) {
    const loaders = this.loadersOf(event);
    return withLoaders(loaders, loaders.messages.load(event.messageId ?? ''));
  }

  /** Throws NOT_FOUND when a dialogue is asked for that there is not. */
  private async readable(viewer: Viewer | null, dialogueId: Maybe<string>): Promise<string | undefined> {
    demand(viewer, 'dialogues:read');
    if (dialogueId === null || dialogueId === undefined) return undefined;
    return (await this.deps.domain.dialogues.get(viewer, knownId('dialogue', dialogueId))).id;
  }

  /** One set of loaders for an event, whoever follows it: a thousand subscribers cost one query. */
  private loadersOf(event: LoggedEvent): Loaders {
    const known = this.shared.get(event.position);
    if (known) return known;
    const loaders = this.ownLoaders();
    this.shared.set(event.position, loaders);
    const [oldest] = this.shared.keys();
    if (this.shared.size > rememberedEvents && oldest !== undefined) this.shared.delete(oldest);
    return loaders;
  }

  private ownLoaders(): Loaders {
    return new Loaders(this.deps.domain);
  }
}

function subjectOf(event: LoggedEvent, loaders: Loaders): Promise<object | null> {
  if (event.messageId !== null) return loaders.messages.load(event.messageId);
  if (event.handoffId !== null) return loaders.handoffs.load(event.handoffId);
  if (event.bookingId !== null) return loaders.bookings.load(event.bookingId);
  return loaders.dialogues.load(event.dialogueId ?? '');
}

async function withLoaders<T>(loaders: Loaders, loading: Promise<T | null>): Promise<LiveItem<T> | null> {
  const value = await loading;
  return value === null ? null : { value, loaders };
}
