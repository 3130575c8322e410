import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { NewBooking } from '../../src/bookings/booking';
import { type Slot, slotOf } from '../../src/bookings/calendar.rules';
import type { Hall } from '../../src/bookings/hall';
import { newId } from '../../src/infra/ids';
import { type GraphqlApp, openGraphqlApp } from './graphql-app';

const file = path.join(__dirname, '../../bots/halls/halls.yaml');

/** The API with the three halls of the venue, without workers: time passes only when a test says so. */
export interface Venue {
  readonly app: GraphqlApp;
  readonly halls: Readonly<Record<'blue' | 'loft' | 'grand', Hall>>;
  /** A user who talks with the bot of the halls. */
  user(language?: 'ru' | 'en'): Promise<{ userId: string; dialogueId: string }>;
  /** What the program has said in a dialogue, oldest first. */
  told(dialogueId: string): Promise<string[]>;
  /** Sets the clock of the database forward, as a booking sees it: what is of it happened so much earlier. */
  later(bookingId: string, interval: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a venue on a fresh database; close it in afterAll. */
export async function openVenue(): Promise<Venue> {
  const app = await openGraphqlApp();
  const { domain, database, botId } = app;
  await domain.halls.load(botId, file);
  const [blue, loft, grand] = (await domain.halls.ofBot(botId)) as [Hall, Hall, Hall];
  return {
    app,
    halls: { blue, loft, grand },
    user: async (language = 'ru') => {
      const [userId, dialogueId] = [newId('user'), newId('dialogue')];
      const person = { channel: 'API', realm: 'tests', externalId: userId, displayName: 'Person' } as const;
      await database.prisma.user.create({ data: { id: userId, ...person, language } });
      await database.prisma.dialogue.create({ data: { id: dialogueId, botId, userId, language, persona: 'host' } });
      return { userId, dialogueId };
    },
    told: async (dialogueId) => {
      const said = await database.prisma.message.findMany({
        where: { dialogueId, role: 'SYSTEM' },
        orderBy: { seq: 'asc' },
      });
      return said.map(({ text }) => text.replaceAll(/[\u00A0\u202F]/g, ' '));
    },
    later: async (bookingId, interval) => {
      await database.pool.query(
        `update bookings set created_at = created_at - $2::interval, expires_at = expires_at - $2::interval where id = $1`,
        [bookingId, interval],
      );
    },
    close: () => app.close(),
  };
}

/** Hours of a day that is so far ahead, by the clock of a hall. */
export function hoursOf(hall: Hall, days: number, [start, end]: readonly [string, string] = ['14:00', '16:00']): Slot {
  return slotOf(hall, { date: dayAhead(hall, days), start, end });
}

/** The date of a day that is so far ahead. */
export function dayAhead({ timeZone }: Pick<Hall, 'timeZone'>, days: number): string {
  return Temporal.Now.plainDateISO(timeZone).add({ days }).toString();
}

/** What Ivan Petrov wants of a hall. */
export function wishOf(hall: Hall, slot: Slot, more: Partial<NewBooking> = {}): NewBooking {
  const client = { clientName: 'Иван Петров', clientPhone: '8 900 123-45-67' };
  const nobody = { userId: null, dialogueId: null, language: 'ru', createdBy: 'operator_test' } as const;
  return { hallId: hall.id, slot, ...client, ...nobody, ...more };
}
