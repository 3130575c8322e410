import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { EventLog } from '../events/event-log';
import { openInProcessBus } from '../infra/bus';
import { newId } from '../infra/ids';
import { openLog } from '../infra/log';
import { Sealing } from '../infra/sealing';
import { Idempotency } from '../people/idempotency';
import type { Viewer } from '../people/viewer';
import { Erasure } from './erasure';
import { Inbox } from './inbox';

const admin: Viewer = { kind: 'operator', id: 'operator_admin', name: 'Admin', role: 'ADMIN' };

describe('An erasure', () => {
  let fresh: FreshDatabase;
  let erasure: Erasure;
  const botId = newId('bot');

  beforeAll(async () => {
    fresh = await freshDatabase();
    const { database } = fresh;
    const bus = openInProcessBus({ log: openLog('silent') });
    const idempotency = new Idempotency({ log: new EventLog({ database, bus }), sealing: new Sealing('secret') });
    erasure = new Erasure({ database, idempotency, inbox: new Inbox({ database }) });
    const bot = { id: botId, slug: 'helpdesk', name: 'Helpdesk', defaultLanguage: 'ru', languages: ['ru', 'en'] };
    await database.prisma.bot.create({ data: { ...bot, personas: [] } });
  });
  afterAll(() => fresh.drop());

  const inbox = () => fresh.database.prisma.inboxItem.findMany({ orderBy: { id: 'asc' } });

  async function newUser(externalId: string, text: string) {
    const { prisma } = fresh.database;
    const user = { id: newId('user'), channel: 'TELEGRAM', realm: 'telegram', externalId, language: 'ru' } as const;
    await prisma.user.create({ data: { ...user, displayName: 'Ivan', username: 'ivan_p' } });
    const dialogue = { id: newId('dialogue'), botId, userId: user.id, language: 'ru', persona: 'helper' };
    await prisma.dialogue.create({ data: dialogue });
    const message = { id: newId('message'), dialogueId: dialogue.id, seq: 1, role: 'USER', delivery: 'SENT' } as const;
    await prisma.message.create({ data: { ...message, text } });
    return { userId: user.id, dialogueId: dialogue.id };
  }

  async function proposal(dialogueId: string, status: 'PENDING' | 'APPROVED', answer: string) {
    const { prisma } = fresh.database;
    const document = {
      id: newId('document'),
      botId,
      title: 'Когда?',
      language: 'ru',
      source: 'api',
      contentHash: answer,
    };
    if (status === 'APPROVED') await prisma.knowledgeDocument.create({ data: { ...document, text: answer } });
    const documentId = status === 'APPROVED' ? document.id : null;
    const made = {
      id: newId('proposal'),
      botId,
      dialogueId,
      question: 'Когда?',
      answer,
      language: 'ru',
      status,
      documentId,
    };
    await prisma.knowledgeProposal.create({ data: made });
    return made;
  }

  const came = (lane: string, key: string, done: boolean) =>
    fresh.database.prisma.inboxItem.create({
      data: {
        lane,
        source: 'telegram',
        botId,
        dedupeKey: key,
        payload: { text: key },
        attempts: done ? 1 : 0,
        doneAt: done ? new Date() : null,
      },
    });

  it('leaves approved knowledge without its origin, and names what still holds a number of the user', async () => {
    const { userId, dialogueId } = await newUser('501', 'Где мой заказ BM-20417?');
    const pending = await proposal(dialogueId, 'PENDING', 'Заказ едет.');
    const clean = await proposal(dialogueId, 'APPROVED', 'Заказы привозят за 2 дня.');
    const leaky = await proposal(dialogueId, 'APPROVED', 'Заказ BM-20417 привезут завтра.');
    expect(await erasure.byOperator(admin, { userId })).toEqual([leaky.documentId]);
    const left = await fresh.database.prisma.knowledgeProposal.findMany({ orderBy: { id: 'asc' } });
    expect(left.map(({ id, dialogueId: origin }) => [id, origin])).toEqual([
      [clean.id, null],
      [leaky.id, null],
    ]);
    expect(left.some(({ id }) => id === pending.id)).toBe(false);
    expect(await fresh.database.prisma.knowledgeDocument.count()).toBe(2);
  });

  it('that the user wants leaves what came in after it, one that an admin wants does not', async () => {
    const { userId } = await newUser('502', 'x');
    const [old, late] = [await came(`${botId}:502`, '1', true), await came(`${botId}:502`, '2', false)];
    await erasure.byUser({ userId, botId });
    const byId = new Map((await inbox()).map((item) => [item.id, item]));
    expect(byId.get(old.id)).toMatchObject({ lane: 'erased', payload: {}, dedupeKey: '1' });
    expect(byId.get(late.id)).toMatchObject({ lane: `${botId}:502`, payload: { text: '2' }, doneAt: null });
    const again = await newUser('502', 'y');
    await erasure.byOperator(admin, { userId: again.userId });
    expect((await inbox()).find((item) => item.id === late.id)).toMatchObject({ lane: 'erased', payload: {} });
  });

  it('gives up what the user has not paid for, and keeps what is paid without a word of who comes', async () => {
    const { userId, dialogueId } = await newUser('505', 'x');
    const { prisma } = fresh.database;
    const texts = { slug: 'blue', names: {}, descriptions: {}, rules: {} };
    const terms = { capacity: 1, pricePerHour: 100, currency: 'RUB', openingHours: {}, timeZone: 'UTC' };
    const hall = { id: newId('hall'), botId, ...texts, ...terms };
    await prisma.hall.create({ data: hall });
    const book = async (day: number, status: 'AWAITING_PAYMENT' | 'PAID') => {
      const startsAt = new Date(Date.UTC(2030, 0, day));
      const time = { hallId: hall.id, startsAt, endsAt: new Date(Date.UTC(2030, 0, day, 2)), createdBy: userId };
      const client = { clientName: 'Иван Петров', clientPhone: '+79001234567', language: 'ru' };
      const price = { total: 200, currency: 'RUB', expiresAt: startsAt };
      const id = newId('booking');
      await prisma.booking.create({ data: { id, key: id, userId, dialogueId, status, ...time, ...client, ...price } });
      await prisma.hallOccupancy.create({ data: { id: newId('occupancy'), bookingId: id, ...time } });
      return id;
    };
    const [unpaid, paid] = [await book(1, 'AWAITING_PAYMENT'), await book(2, 'PAID')];
    await erasure.byUser({ userId, botId });
    const nobody = { clientName: '—', clientPhone: null, userId: null, dialogueId: null, createdBy: 'user' };
    const left = await prisma.booking.findMany({ orderBy: { startsAt: 'asc' } });
    expect(left).toMatchObject([
      { id: unpaid, status: 'CANCELLED', cancelledBy: 'user', ...nobody },
      { id: paid, status: 'PAID', cancelledBy: null, ...nobody },
    ]);
    const taken = await prisma.hallOccupancy.findMany();
    expect(taken.map(({ bookingId, createdBy }) => [bookingId, createdBy])).toEqual([[paid, 'user']]);
    expect(JSON.stringify([left, taken])).not.toContain(userId);
    expect(await prisma.event.count({ where: { bookingId: { in: [unpaid, paid] }, dialogueId: null } })).toBe(2);
  });

  it('leaves word of what is to be done, and who is to be told', async () => {
    const { userId, dialogueId } = await newUser('503', 'x');
    await erasure.byUser({ userId, botId });
    const item = (await inbox()).findLast(({ source }) => source === 'erasure');
    expect(item?.payload).toEqual({
      farewell: { channel: 'TELEGRAM', botId, externalId: '503', language: 'ru' },
      places: [],
      dialogueIds: [dialogueId],
      lanes: expect.arrayContaining([`${botId}:503`, dialogueId]),
    });
    expect(JSON.stringify([item?.lane, item?.dedupeKey])).not.toContain(userId);
  });

  it('of nobody does nothing', async () => {
    const before = (await inbox()).length;
    await erasure.byUser({ userId: newId('user'), botId });
    expect(await inbox()).toHaveLength(before);
    await expect(erasure.byOperator(admin, { userId: newId('user') })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(erasure.byOperator({ ...admin, role: 'SUPERVISOR' }, { userId: 'x' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(erasure.export(admin, newId('user'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
