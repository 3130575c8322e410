import { AppUsers } from './dialogues/app-users';
import { Bots } from './dialogues/bots';
import { Dialogues } from './dialogues/dialogues';
import { DialogueStore } from './dialogues/dialogues.store';
import { Inbox } from './dialogues/inbox';
import { EventFeed } from './events/event-feed';
import { EventLog } from './events/event-log';
import { Handoff } from './handoff/handoff';
import { WhoAnswers } from './handoff/who-answers';
import type { Bus } from './infra/bus';
import type { Cache } from './infra/cache';
import type { Database } from './infra/database';
import type { Locales } from './infra/locales';
import type { Log } from './infra/log';
import type { Sealing } from './infra/sealing';
import { Knowledge } from './knowledge/knowledge';
import { ApiKeys } from './people/api-keys';
import { Idempotency } from './people/idempotency';
import { Operators } from './people/operators';
import { Passwords } from './people/passwords';
import { SignIn } from './people/sign-in';
import { Users } from './people/users';

/** What the domain stands on. */
export interface Ground {
  readonly database: Database;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly sealing: Sealing;
  readonly locales: Locales;
  readonly log: Log;
}

/** Everything that the edges call, built once. */
export type Domain = ReturnType<typeof buildDomain>;

/** Builds the domain's objects, each after those that it uses. Nothing runs yet. */
export function buildDomain(ground: Ground) {
  const { database, bus, cache, sealing, locales, log } = ground;
  const events = new EventLog({ database, bus });
  const feed = new EventFeed({ database, bus, log });
  const idempotency = new Idempotency({ log: events, sealing });
  const passwords = new Passwords();

  const users = new Users({ database });
  const operators = new Operators({ database, idempotency, passwords });
  const apiKeys = new ApiKeys({ database, idempotency });
  const signIn = new SignIn({ database, passwords });

  const bots = new Bots({ database });
  const inbox = new Inbox({ database });
  const dialogues = new Dialogues({ database, events, users, bots });
  const appUsers = new AppUsers({ idempotency, users, bots, inbox });
  const knowledge = new Knowledge({ database, log });

  const whoAnswers = new WhoAnswers({ cache, dialogues: new DialogueStore(database) });
  const handoff = new Handoff({ database, events, idempotency, whoAnswers, locales });
  return {
    events,
    feed,
    idempotency,
    users,
    operators,
    apiKeys,
    signIn,
    bots,
    inbox,
    dialogues,
    appUsers,
    knowledge,
    whoAnswers,
    handoff,
  };
}
