import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { EventLog } from '../events/event-log';
import { openInProcessBus } from '../infra/bus';
import { openLog } from '../infra/log';
import { Sealing } from '../infra/sealing';
import { Idempotency } from './idempotency';
import { inviteHashIn, withoutInviteSecrets } from './invite-secrets';
import { TelegramInvites } from './telegram-invites';
import type { Viewer } from './viewer';

const botId = 'bot_1';
const admin: Viewer = { kind: 'operator', id: 'operator_0', name: 'Admin', role: 'ADMIN' };

describe('an invitation', () => {
  let fresh: FreshDatabase;
  let invites: TelegramInvites;
  let username: string | null = 'our_bot';

  beforeAll(async () => {
    fresh = await freshDatabase();
    const { database } = fresh;
    const log = new EventLog({ database, bus: openInProcessBus({ log: openLog('silent') }) });
    const idempotency = new Idempotency({ log, sealing: new Sealing('a secret of tests') });
    invites = new TelegramInvites({ database, idempotency, usernameOf: () => username });
    const names = { ru: 'x', en: 'x' };
    await database.prisma.bot.create({
      data: { id: botId, slug: 'one', name: 'One', defaultLanguage: 'ru', personas: [{ slug: 'a', name: names }] },
    });
    for (const id of ['operator_0', 'operator_1', 'operator_2']) {
      const role = id === 'operator_0' ? 'ADMIN' : 'OPERATOR';
      await database.prisma.operator.create({ data: { id, name: id, role, languages: ['ru'] } });
    }
  });
  afterAll(() => fresh.drop());

  const hash = async (operatorId: string) => {
    const { url } = await invites.create(admin, { botId, operatorId });
    const start = withoutInviteSecrets(new URL(url).searchParams.get('start') ?? '');
    return inviteHashIn(start, 'operator') ?? '';
  };

  it('links one of those who open it at once', async () => {
    const link = await hash('operator_1');
    const opened = await Promise.all(
      Array.from({ length: 8 }, (_, index) => invites.redeem({ hash: link, botId, telegramId: `${100 + index}` })),
    );
    const admitted = opened.filter((operator) => operator !== null);
    expect(admitted).toHaveLength(1);
    expect(await invites.operatorOf(admitted[0]?.telegramId ?? '')).toMatchObject({ id: 'operator_1' });
  });

  it('is not opened by its hash', () => {
    const secret = 's'.repeat(43);
    const hashed = withoutInviteSecrets(`op_${secret}`);
    expect(inviteHashIn(hashed, 'operator')).toMatch(/^[\w-]{43}$/);
    expect(inviteHashIn(withoutInviteSecrets(hashed), 'operator')).toBeUndefined();
  });

  it('is good for its bot only', async () => {
    const link = await hash('operator_1');
    expect(await invites.redeem({ hash: link, botId: 'bot_2', telegramId: '5' })).toBeNull();
    expect(await invites.redeem({ hash: link, botId, telegramId: '5' })).toMatchObject({ telegramId: '5' });
  });

  it('takes a Telegram account from whoever had it', async () => {
    await invites.redeem({ hash: await hash('operator_1'), botId, telegramId: '6' });
    await invites.redeem({ hash: await hash('operator_2'), botId, telegramId: '6' });
    expect(await invites.operatorOf('6')).toMatchObject({ id: 'operator_2' });
  });

  it('that is still out is worth nothing after the operator was unlinked', async () => {
    const link = await hash('operator_2');
    await invites.unlink(admin, { operatorId: 'operator_2' });
    expect(await invites.redeem({ hash: link, botId, telegramId: '7' })).toBeNull();
  });

  it('answers a repeat under the same key with the same link', async () => {
    const input = { botId, operatorId: 'operator_1', idempotencyKey: 'once' };
    expect(await invites.create(admin, input)).toEqual(await invites.create(admin, input));
  });

  it('is not made while nobody knows what Telegram calls the bot, nor for nobody', async () => {
    await expect(invites.create(admin, { botId, operatorId: 'operator_9' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    username = null;
    await expect(invites.create(admin, { botId, operatorId: 'operator_1' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await expect(invites.create(null, { botId, operatorId: 'operator_1' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});
