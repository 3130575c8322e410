import type { Bus, Unsubscribe } from '../infra/bus';

const topic = 'access-changed';

/**
 * Tells every process that somebody's rights have changed, so that what is open for them is looked at again at once. A lost
 * signal is made up for by the regular look at what is open.
 */
export class AccessSignal {
  constructor(private readonly bus: Pick<Bus, 'publish' | 'subscribe'>) {}

  /** Says that the rights of an operator or an API client have changed. */
  changed(viewerId: string): Promise<void> {
    return this.bus.publish(topic, { viewerId });
  }

  /** Calls the listener with the id of whoever's rights have changed. */
  follow(listener: (viewerId: string) => void): Promise<Unsubscribe> {
    return this.bus.subscribe(topic, (message) => {
      const { viewerId } = Object(message) as { viewerId?: unknown };
      if (typeof viewerId === 'string') listener(viewerId);
    });
  }
}
