import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { until } from '../../test/kit/until';
import { openLog } from '../infra/log';
import { Translations, type TranslationsDeps } from './translations';
import { noTranslator, TranslationFailed, type TranslationRequest, type Translator } from './translator';

const log = openLog('silent');
let fresh: FreshDatabase;
let messages = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  const { prisma } = fresh.database;
  await prisma.bot.create({
    data: { id: 'bot_1', slug: 'helpdesk', name: 'B', defaultLanguage: 'ru', languages: ['ru'], personas: [] },
  });
  await prisma.user.create({
    data: { id: 'user_1', channel: 'API', realm: 'r', externalId: '1', displayName: 'U', language: 'ru' },
  });
  await prisma.dialogue.create({
    data: { id: 'dialogue_1', botId: 'bot_1', userId: 'user_1', language: 'ru', persona: 'helper' },
  });
});
const opened: Translations[] = [];
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));
afterAll(() => fresh.drop());

/** A translator that turns letters into capitals, when it is let. */
class Capitals implements Translator {
  readonly available = true;
  readonly asked: TranslationRequest[] = [];
  running = 0;
  mostAtOnce = 0;
  /** What the next request waits for, and what it fails with. */
  gate: Promise<unknown> = Promise.resolve();
  fault: Error | null = null;

  async translate(request: TranslationRequest): Promise<string> {
    this.asked.push(request);
    this.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    try {
      const aborted = new Promise((_, reject) => {
        request.signal?.addEventListener('abort', () => reject(new TranslationFailed('slow')));
      });
      await Promise.race([this.gate, aborted]);
      if (this.fault) throw this.fault;
      return request.text.toUpperCase();
    } finally {
      this.running -= 1;
    }
  }
}

function open(translator: Translator, limits: TranslationsDeps['limits'] = {}): Translations {
  const translations = new Translations({ database: fresh.database, translator, log, limits });
  opened.push(translations);
  return translations;
}

async function say(text: string): Promise<{ messageId: string; text: string; from: string; to: string }> {
  messages += 1;
  const messageId = `message_${messages}`;
  await fresh.database.prisma.message.create({
    data: { id: messageId, dialogueId: 'dialogue_1', seq: messages, role: 'USER', text, delivery: 'SENT' },
  });
  return { messageId, text, from: 'ru', to: 'en' };
}

const edit = (translations: Translations, messageId: string, text: string) =>
  fresh.database.transaction(async (tx) => {
    await tx.message.update({ where: { id: messageId }, data: { text } });
    await translations.forget(tx, messageId);
  });

describe('a message in another language', () => {
  it('is translated once and kept, for every variant of the language', async () => {
    const translator = new Capitals();
    const translations = open(translator);
    const one = await say('привет');
    const two = await say('пока');
    expect(await translations.of([one.messageId, two.messageId], 'en')).toEqual(new Map());
    expect(await translations.ensure(one)).toBe('ПРИВЕТ');
    expect(await translations.ensure({ ...one, to: 'en-GB' })).toBe('ПРИВЕТ');
    expect(await open(translator).ensure(one)).toBe('ПРИВЕТ');
    expect(await translations.of([one.messageId, two.messageId], 'en-US')).toEqual(
      new Map([[one.messageId, 'ПРИВЕТ']]),
    );
    expect(translator.asked).toHaveLength(1);
  });

  it('is itself where the languages are the same', async () => {
    const translator = new Capitals();
    expect(await open(translator).ensure({ ...(await say('hello')), from: 'en-GB' })).toBe('hello');
    expect(translator.asked).toEqual([]);
  });

  it('is asked for once by many at once', async () => {
    const translator = new Capitals();
    const translations = open(translator);
    const one = await say('привет');
    const all = await Promise.all(Array.from({ length: 20 }, () => translations.ensure(one)));
    expect(new Set(all)).toEqual(new Set(['ПРИВЕТ']));
    expect(translator.asked).toHaveLength(1);
  });

  it('is translated with at most three others', async () => {
    const translator = new Capitals();
    const translations = open(translator);
    const gate = Promise.withResolvers<void>();
    translator.gate = gate.promise;
    const all = await Promise.all(Array.from({ length: 12 }, (_, index) => say(`текст ${index}`)));
    const made = all.map((one, index) => translations.ensure({ ...one, urgent: index > 10 }));
    await until('four are under way', () => translator.running === 4);
    gate.resolve();
    expect((await Promise.all(made)).every((text) => text?.startsWith('ТЕКСТ'))).toBe(true);
    expect(translator.mostAtOnce).toBe(4);
  });

  it('is the same for two processes that translate at once: the first one’s', async () => {
    const [slow, quick] = [new Capitals(), new Capitals()];
    const gate = Promise.withResolvers<void>();
    slow.gate = gate.promise;
    quick.translate = () => Promise.resolve('quick');
    const one = await say('привет');
    const late = open(slow).ensure(one);
    await until('the slow one is under way', () => slow.running === 1);
    expect(await open(quick).ensure(one)).toBe('quick');
    gate.resolve();
    expect(await late).toBe('quick');
  });
});

describe('an edit', () => {
  it('drops what was kept', async () => {
    const translations = open(new Capitals());
    const one = await say('было');
    await translations.ensure(one);
    await edit(translations, one.messageId, 'стало');
    expect(await translations.of([one.messageId], 'en')).toEqual(new Map());
    expect(await translations.ensure({ ...one, text: 'стало' })).toBe('СТАЛО');
  });

  it('keeps out what is being made of the old text, whether it is over or under way', async () => {
    const translator = new Capitals();
    const translations = open(translator);
    const one = await say('было');
    const gate = Promise.withResolvers<void>();
    translator.gate = gate.promise;
    const old = translations.ensure(one);
    await until('it is under way', () => translator.running === 1);
    const { database } = fresh;
    await database.transaction(async (tx) => {
      await translations.forget(tx, one.messageId);
      // Translated now, and written as soon as the edit lets it.
      gate.resolve();
      await until('it waits for the edit', async () => {
        const { rows } = await database.pool.query(`select 1 from pg_locks where not granted`);
        return rows.length > 0;
      });
      await tx.message.update({ where: { id: one.messageId }, data: { text: 'стало' } });
    });
    expect(await old).toBe('БЫЛО');
    expect(await translations.of([one.messageId], 'en')).toEqual(new Map());
    expect(await translations.ensure({ ...one, text: 'стало' })).toBe('СТАЛО');
  });
});

describe('a fault', () => {
  it.each(['mangled', 'refused', 'too_long'] as const)(
    'of the text itself (%s) is not kept, nor tried again at once',
    async (fault) => {
      const translator = new Capitals();
      translator.fault = new TranslationFailed(fault);
      const translations = open(translator, {});
      const one = await say('привет');
      expect(await translations.attempt(one)).toEqual({ text: null, fault });
      expect(await translations.ensure(one)).toBeNull();
      expect(translator.asked).toHaveLength(1);
      translator.fault = null;
      expect(await translations.of([one.messageId], 'en')).toEqual(new Map());
      expect(await open(translator).ensure(one)).toBe('ПРИВЕТ');
      expect(await translations.ensure(one)).toBe('ПРИВЕТ');
    },
  );

  it('of the text is over when its pause is', async () => {
    const translator = new Capitals();
    translator.fault = new TranslationFailed('mangled');
    const translations = open(translator, { pauseMs: 0 });
    const one = await say('привет');
    expect(await translations.ensure(one)).toBeNull();
    translator.fault = null;
    expect(await translations.ensure(one)).toBe('ПРИВЕТ');
  });

  it('of the model is tried again the next time', async () => {
    const translator = new Capitals();
    translator.fault = new TranslationFailed('away');
    const translations = open(translator);
    const one = await say('привет');
    expect(await translations.attempt(one)).toEqual({ text: null, fault: 'away' });
    translator.fault = null;
    expect(await translations.ensure(one)).toBe('ПРИВЕТ');
  });

  it('comes within the budget, whether it waits for the model or for a slot', async () => {
    const translator = new Capitals();
    translator.gate = new Promise(() => {});
    const translations = open(translator, { atOnce: 1, budgetMs: 50, budgetPerCharacterMs: 1 });
    const long = translations.attempt(await say('я'.repeat(500)));
    await until('it has the slot', () => translator.running === 1);
    expect(await translations.attempt(await say('раз'))).toEqual({ text: null, fault: 'slow' });
    expect(translator.running).toBe(1);
    expect(await long).toEqual({ text: null, fault: 'slow' });
    translator.gate = Promise.resolve();
    expect(await translations.ensure(await say('три'))).toBe('ТРИ');
  });

  it('that is ours reaches the caller', async () => {
    const translator = new Capitals();
    translator.fault = new RangeError('a fault of ours');
    await expect(open(translator).ensure(await say('привет'))).rejects.toThrow('a fault of ours');
  });
});

it('shows what was kept where no translator is configured, and makes nothing new', async () => {
  const [one, two] = [await say('привет'), await say('пока')];
  expect(open(new Capitals()).available).toBe(true);
  await open(new Capitals()).ensure(one);
  const translations = open(noTranslator);
  expect(translations.available).toBe(false);
  expect(await translations.ensure(one)).toBe('ПРИВЕТ');
  expect(await translations.attempt(two)).toEqual({ text: null, fault: 'not_configured' });
});

it('ends what is under way when it is closed, which is no fault of the text', async () => {
  const translator = new Capitals();
  translator.gate = new Promise(() => {});
  const translations = open(translator);
  const made = translations.attempt(await say('привет')).catch((error: unknown) => error);
  await until('it is under way', () => translator.running === 1);
  await translations.close();
  expect(await made).toMatchObject({ name: 'AbortError' });
});
