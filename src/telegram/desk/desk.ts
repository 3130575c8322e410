import type { Receiver } from '../../assistant/receiver';
import type { Bots } from '../../dialogues/bots';
import type { Handoff } from '../../handoff/handoff';
import type { HandoffQueue } from '../../handoff/handoff-queue';
import type { OperatorSpeech } from '../../handoff/operator-speech';
import type { Database } from '../../infra/database';
import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import type { Operators } from '../../people/operators';
import type { TelegramInvites } from '../../people/telegram-invites';
import type { Translations } from '../../translation/translations';
import type { TelegramBots } from '../bots';
import { CardMirror } from './card-mirror';
import { Cards } from './cards';
import { DeskActions } from './desk-actions';
import { DeskAnswers } from './desk-answers';
import { DeskApi } from './desk-api';
import { DeskMirror } from './desk-mirror';
import { DeskOperators } from './desk-operators';
import { DeskReceiver } from './desk-receiver';
import { DeskSpeech } from './desk-speech';
import { DeskViewStore } from './desk-view.store';
import { DeskStore } from './desks.store';
import { GroupBinding } from './group-binding';
import { GroupDesk } from './group-desk';
import { InviteDoor } from './invite-door';
import { LineMirror } from './line-mirror';
import { Lines } from './lines';
import { OwnDesk } from './own-desk';
import { PlaceMirror } from './place-mirror';
import { PlaceStore } from './places.store';
import { PrivateDesk } from './private-desk';
import { Surfaces } from './surfaces';
import { Talks } from './talks';
import { Topics } from './topics';

/** The use-cases that operators in Telegram share with everybody else. */
export interface DeskDomain {
  readonly bots: Bots;
  readonly handoff: Handoff;
  readonly queue: HandoffQueue;
  readonly speech: OperatorSpeech;
  readonly operators: Operators;
  readonly invites: TelegramInvites;
  readonly translations: Translations;
}

/** What the desk in Telegram stands on. */
export interface DeskGround {
  readonly database: Database;
  readonly telegram: TelegramBots;
  readonly locales: Locales;
  readonly log: Log;
}

type Kit = ReturnType<typeof buildKit>;

/** The receiver of all that comes from Telegram, where what is of operators is taken out; `users` gets the rest. */
export function buildDeskReceiver(domain: DeskDomain, ground: DeskGround, users: Receiver): DeskReceiver {
  const kit = buildKit(domain, ground);
  const { bots, invites } = domain;
  const { api, answers, desks } = kit;
  const operators = new DeskOperators({ invites, bots });
  const binding = new GroupBinding({ desks, api, answers, bots, log: ground.log });
  const group = new GroupDesk({
    operators,
    binding,
    places: kit.places,
    actions: kit.actions,
    speech: kit.speech,
    answers,
  });
  const own = buildPrivateDesk(domain, kit, operators);
  const door = new InviteDoor({ invites, operators, answers, api, bots });
  return new DeskReceiver({ bots: ground.telegram, group, binding, own, door, users });
}

/** What shows dialogues to operators in Telegram. */
export function buildDeskMirror(domain: DeskDomain, ground: DeskGround): DeskMirror {
  const { bots, queue, translations } = domain;
  const { locales, log } = ground;
  const { api, desks, places, views, surfaces } = buildKit(domain, ground);
  const cards = new Cards({ bots, queue, translations, locales });
  const lines = new LineMirror({
    api,
    places,
    views,
    lines: new Lines({ locales }),
    translations,
    edge: { locales, log },
  });
  const cardMirror = new CardMirror({ api, places, views, surfaces, cards, locales });
  const topics = new Topics({ api, places, cards });
  const placeMirror = new PlaceMirror({ topics, cards: cardMirror, lines, places, desks, locales });
  return new DeskMirror({ views, desks, surfaces, places: placeMirror, log });
}

function buildPrivateDesk({ handoff, queue }: DeskDomain, kit: Kit, operators: DeskOperators): PrivateDesk {
  const { desks, places, views, surfaces, answers, actions, speech } = kit;
  const talks = new Talks({ desks, places, views });
  const own = new OwnDesk({ handoff, queue, views, surfaces, answers, stores: { desks, places } });
  return new PrivateDesk({ operators, talks, own, actions, speech, answers });
}

function buildKit(domain: DeskDomain, { database, telegram, locales, log }: DeskGround) {
  const { handoff, speech, operators, bots, translations } = domain;
  const api = new DeskApi({ bots: telegram });
  const desks = new DeskStore(database);
  const places = new PlaceStore(database);
  const views = new DeskViewStore(database);
  const surfaces = new Surfaces({ desks, places, views, bots, translations });
  const answers = new DeskAnswers({ api, locales, log });
  const actions = new DeskActions({ handoff, speech, operators, views, answers });
  const deskSpeech = new DeskSpeech({ handoff, speech, views, places, actions, api });
  return { api, desks, places, views, surfaces, answers, actions, speech: deskSpeech };
}
