import { asJson, type Bus, Listeners, type Unsubscribe } from './bus';
import type { Log } from './log';
import { RedisConnection } from './redis-connection';

/** Which Redis, where to complain, and what all topics begin with (so that several programs can share one Redis). */
export interface RedisBusOptions {
  url: string;
  log: Log;
  prefix?: string;
}

const pulseMs = 1000;

/** Opens a bus between processes on Redis pub/sub; where Redis is away it starts all the same and heals by itself. */
export async function openRedisBus({ url, log, prefix = 'besedka:' }: RedisBusOptions): Promise<Bus> {
  const bus = new RedisBus({ url, log, prefix });
  await bus.opened();
  return bus;
}

/**
 * Redis forgets a message at once, and a publisher or a subscriber that is cut off hears nothing about it. So both ends
 * say «there may be a gap» instead: a subscriber after it is back, a publisher through a topic of its own once it can.
 */
class RedisBus implements Bus {
  private readonly listeners: Listeners;
  private readonly gapListeners = new Set<() => void>();
  private readonly publisher: RedisConnection;
  private readonly subscriber: RedisConnection;
  private readonly subscribing = new Map<string, Promise<void>>();
  private readonly prefix: string;
  private readonly gapChannel: string;
  private readonly log: Log;
  private readonly pulse: NodeJS.Timeout;
  private whole = false;
  private lost = false;

  constructor({ url, log, prefix }: Required<RedisBusOptions>) {
    this.prefix = `${prefix}bus:`;
    this.gapChannel = `${prefix}bus-gap`;
    this.log = log.child({ part: 'bus' });
    this.listeners = new Listeners(this.log);
    this.publisher = new RedisConnection({ url, log, name: 'publisher' });
    this.subscriber = new RedisConnection({ url, log, name: 'subscriber' });
    const { client } = this.subscriber;
    client.on('message', (channel: string, json: string) => this.receive(channel, json));
    client.on('ready', () => void this.subscribeAgain());
    client.on('close', () => {
      this.whole = false;
    });
    this.pulse = setInterval(() => void this.beat(), pulseMs);
  }

  /** Resolves when the bus is whole, or when Redis has been found away. */
  async opened(): Promise<void> {
    await Promise.all([this.publisher.firstAttempt(), this.subscriber.firstAttempt()]);
    if (this.subscriber.ready) await this.subscribeAgain();
  }

  async publish(topic: string, message: unknown): Promise<void> {
    const json = asJson(message);
    const receivers = await this.publisher.attempt((client) => client.publish(this.prefix + topic, json));
    if (receivers === undefined) this.lost = true;
  }

  async subscribe(topic: string, listener: (message: unknown) => void): Promise<Unsubscribe> {
    const first = !this.listeners.has(topic);
    const remove = this.listeners.add(topic, listener);
    if (first) this.subscribing.set(topic, this.subscribeNow([this.prefix + topic]));
    await this.subscribing.get(topic);
    return async () => {
      if (!remove()) return;
      this.subscribing.delete(topic);
      await this.subscriber.attempt((client) => client.unsubscribe(this.prefix + topic));
    };
  }

  onGap(listener: () => void): () => void {
    const call = () => listener();
    this.gapListeners.add(call);
    return () => void this.gapListeners.delete(call);
  }

  healthy(): boolean {
    return this.whole && this.publisher.ready && this.subscriber.ready;
  }

  async close(): Promise<void> {
    clearInterval(this.pulse);
    this.listeners.clear();
    this.gapListeners.clear();
    await Promise.all([this.publisher.close(), this.subscriber.close()]);
  }

  private receive(channel: string, json: string): void {
    if (channel === this.gapChannel) this.announceGap();
    else this.listeners.deliver(channel.slice(this.prefix.length), json);
  }

  /** A subscription that fails on a standing connection would be missing unseen: a new connection asks for all of them. */
  private async subscribeNow(channels: string[]): Promise<void> {
    if (!this.subscriber.ready) return;
    const count = await this.subscriber.attempt((client) => client.subscribe(...channels));
    if (count === undefined) this.subscriber.reconnect();
  }

  private async subscribeAgain(): Promise<void> {
    const channels = this.listeners.names().map((topic) => this.prefix + topic);
    await this.subscribeNow([this.gapChannel, ...channels]);
    if (!this.subscriber.ready) return;
    this.whole = true;
    this.announceGap();
  }

  /** Notices a connection that hangs without being closed, and lets readers look for themselves while one is away. */
  private async beat(): Promise<void> {
    if (!this.healthy()) this.announceGap();
    await Promise.all([this.tellOfLoss(), this.subscriber.attempt((client) => client.ping())]);
  }

  private async tellOfLoss(): Promise<void> {
    if (!this.lost || !this.publisher.ready) return;
    this.lost = false;
    const receivers = await this.publisher.attempt((client) => client.publish(this.gapChannel, ''));
    if (receivers === undefined) this.lost = true;
  }

  private announceGap(): void {
    for (const listener of this.gapListeners) {
      try {
        listener();
      } catch (error) {
        this.log.error({ err: error }, 'a reader could not look after a gap');
      }
    }
  }
}
