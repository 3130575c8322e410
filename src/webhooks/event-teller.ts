import { cursorOf, type LoggedEvent } from '../events/events.rules';
import { may, type Viewer } from '../people/viewer';
import type { Telling } from './deliveries.store';
import { typeOf } from './webhook.rules';

/** What an event is about as the API shows it to somebody; null when it is gone, or not for them. */
export type Describe = (
  viewer: Viewer,
  events: readonly LoggedEvent[],
  how: { readonly lenient: boolean },
) => Promise<readonly (object | null)[]>;

/** Makes events into what endpoints are sent: the same shapes that the API gives to whoever has set the endpoint up. */
export class EventTeller {
  constructor(private readonly describe: Describe) {}

  /** What of these events can be told, and in which words; null when the author may read nothing any more. */
  async tell(
    author: Viewer | null,
    events: readonly LoggedEvent[],
    how: { readonly lenient: boolean },
  ): Promise<Telling[] | null> {
    if (!author || !may(author, 'dialogues:read')) return null;
    const described = await this.describe(author, events, how);
    return events.flatMap((event, index) => {
      const data = described[index] ?? null;
      return data === null ? [] : [{ event, body: bodyOf(event, data) }];
    });
  }
}

function bodyOf({ position, kind, at }: LoggedEvent, data: object): string {
  return JSON.stringify({ id: cursorOf(position), type: typeOf(kind), at: at.toISOString(), data });
}
