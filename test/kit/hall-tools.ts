import path from 'node:path';
import { buildBookings } from '../../src/bookings/booking-parts';
import { HallTools } from '../../src/bookings/tools/hall-tools';
import { Bots } from '../../src/dialogues/bots';
import { EventLog } from '../../src/events/event-log';
import { openInProcessBus } from '../../src/infra/bus';
import { newId } from '../../src/infra/ids';
import type { TextLanguage } from '../../src/infra/languages';
import { openLocales } from '../../src/infra/locales';
import { openLog } from '../../src/infra/log';
import { Sealing } from '../../src/infra/sealing';
import { Idempotency } from '../../src/people/idempotency';
import { type Tool, type ToolContext, ToolRefused } from '../../src/tools/tool';
import { freshDatabase } from './fresh-database';

const root = path.join(__dirname, '../..');

/** The tools of the venue in bots/halls on a fresh database, called as the model calls them. */
export async function openHallTools() {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const locales = await openLocales(path.join(root, 'locales'));
  const events = new EventLog({ database, bus: openInProcessBus({ log: openLog('silent') }) });
  const idempotency = new Idempotency({ log: events, sealing: new Sealing('secret') });
  const bots = new Bots({ database });
  const ground = { database, events, idempotency, bots, locales, publicUrl: 'https://halls.example', secret: 'secret' };
  const venue = buildBookings(ground);
  await bots.load(path.join(root, 'bots'));
  const bot = bots.all().find(({ slug }) => slug === 'halls');
  if (!bot) throw new Error('there is no bot of halls');
  await venue.halls.load(bot.id, path.join(root, 'bots/halls/halls.yaml'));
  const source = new HallTools({ ...venue, texts: venue.bookingTexts, locales });
  const tools = new Map((await source.toolsOf(bot)).map((tool) => [tool.name, tool]));
  const tool = <Effect extends Tool['effect']>(name: string, effect: Effect) => {
    const found = tools.get(name);
    if (found?.effect !== effect) throw new Error(`there is no tool ${name} that can ${effect}`);
    return found as Extract<Tool, { effect: Effect }>;
  };

  /** Somebody who talks with the bot. */
  const person = async (language: TextLanguage = 'ru') => {
    const [userId, dialogueId] = [newId('user'), newId('dialogue')];
    const user = { id: userId, channel: 'TELEGRAM', realm: 'telegram', externalId: userId, language } as const;
    await database.prisma.user.create({ data: { ...user, displayName: 'Ivan' } });
    const dialogue = { id: dialogueId, botId: bot.id, userId, language, persona: 'consultant' };
    await database.prisma.dialogue.create({ data: dialogue });
    const context: ToolContext = { botId: bot.id, dialogueId, userId, language, signal: AbortSignal.timeout(60_000) };
    return {
      ...context,
      reads: (name: string, given: unknown = {}) => {
        const one = tool(name, 'read');
        return answered(async () => (await one.run(one.parse(given, context) as never, context)).text);
      },
      data: (name: string, given: unknown = {}) => {
        const one = tool(name, 'read');
        return one.run(one.parse(given, context) as never, context).then(({ data }) => data);
      },
      proposes: async (name: string, given: unknown) => {
        const one = tool(name, 'write');
        return one.propose(one.parse(given, context) as never, context);
      },
      refused: (name: string, given: unknown) => {
        const one = tool(name, 'write');
        return answered(async () => {
          const proposed = await one.propose(one.parse(given, context) as never, context);
          throw new Error(`it was proposed: ${proposed.preview}`);
        });
      },
      commits: (name: string, content: Record<string, unknown>, key: string) =>
        tool(name, 'write').commit(content, { ...context, key }),
    };
  };
  return { ...venue, ...fresh, bot, source, tools, person };
}

/** What a tool answers, or why it does not. */
async function answered(answer: () => Promise<string>): Promise<string> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ToolRefused) return error.text;
    throw error;
  }
}
