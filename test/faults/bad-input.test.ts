import { gzipSync } from 'node:zlib';
import { openSpawnedHouse, type SpawnedHouse } from '../kit/spawned-house';
import { type RawUpdate, textUpdate, wireMessage, wirePerson } from '../kit/telegram-updates';
import { until } from '../kit/until';

const hint = /Your message arrived empty/;
const strange = { id: 1, type: 'private' };

describe('faults: bad input at the webhook', () => {
  let house: SpawnedHouse;
  let pid: number | undefined;
  let next = 1_000_000;

  beforeAll(async () => {
    house = await openSpawnedHouse();
    house.model.control.echo = true;
    pid = house.product.pid;
  }, 180_000);
  afterAll(() => house?.close());
  afterEach(() => {
    house.model.control.delayMs = 0;
    expect([house.product.alive, house.product.pid]).toEqual([true, pid]);
  });

  const stored = async () =>
    (await house.database.pool.query('select count(*)::int as n from inbox')).rows[0].n as number;
  const texts = (chatId: number) => house.heard(chatId).map(({ text = '' }) => text);
  const take = async (update: object) => expect(await house.poster.try(update as RawUpdate)).toBe(200);
  const write = (chatId: number, text: string) =>
    take(textUpdate({ updateId: next++, messageId: next++, chatId, text }));
  const messagesOf = async (chatId: number): Promise<{ role: string; text: string; versions: number }[]> => {
    const { rows } = await house.database.pool.query(
      `select m.role, m.text, (select count(*)::int from message_versions v where v.message_id = m.id) as versions
        from messages m join dialogues d on d.id = m.dialogue_id join users u on u.id = d.user_id
        where u.external_id = $1 order by m.seq`,
      [String(chatId)],
    );
    return rows;
  };
  const asked = (text: string) =>
    house.model.control.requests.some(({ messages }) => messages.at(-1)?.content === text);

  const allDone = () =>
    until('all that was stored is done with', async () => {
      const { rows } = await house.database.pool.query('select count(*)::int as n from inbox where done_at is null');
      return rows[0].n === 0;
    });

  /** A normal message in a chat is answered, and nothing was said before it but what is expected. */
  const expectAlive = async (chatId: number, before: (string | RegExp)[] = []) => {
    await write(chatId, 'still there?');
    await until(`chat ${chatId} is answered`, () => texts(chatId).includes('echo: still there?'), 60_000);
    const said = texts(chatId).slice(0, -1);
    expect(said.length).toBe(before.length);
    for (const [index, one] of before.entries())
      expect(said[index]).toEqual(typeof one === 'string' ? one : expect.stringMatching(one));
  };

  it.each([
    ['no secret', { 'x-telegram-bot-api-secret-token': '' }],
    ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'secret-of-the-test' }],
    ['a secret of 300 characters', { 'x-telegram-bot-api-secret-token': 's'.repeat(300) }],
  ])('refuses %s with 401 and stores nothing', async (_what, headers) => {
    const before = await stored();
    const update = JSON.stringify(textUpdate({ updateId: next++, messageId: 1, chatId: 1_100_000, text: 'let me in' }));
    expect((await house.poster.post(update, headers)).status).toBe(401);
    expect(await stored()).toBe(before);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"update_id": 1,'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no members', '{}'],
    ['a text for an id', '{"update_id":"1"}'],
    ['a negative id', '{"update_id":-1}'],
    ['an id of 2^53', '{"update_id":9007199254740992}'],
    ['a broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe])],
  ])('refuses %s with 400 and stores nothing', async (_what, body) => {
    const before = await stored();
    expect((await house.poster.post(body)).status).toBe(400);
    expect(await stored()).toBe(before);
  });

  it('refuses other types, compressed bodies, and bodies over 1 MB; a body of nearly 1 MB is taken', async () => {
    const before = await stored();
    const update = JSON.stringify({ update_id: next++, something: 1 });
    const filled = (length: number) => `{"update_id":${next++},"x":"${'я'.repeat(length)}"}`;
    expect((await house.poster.post(update, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await house.poster.post(gzipSync(update), { 'content-encoding': 'gzip' })).status).toBe(415);
    // The server may close the connection before a body of that size is sent; then there is no answer to read.
    expect([0, 413]).toContain((await house.poster.post(filled(600_000))).status);
    expect(await stored()).toBe(before);
    expect((await house.poster.post(filled(500_000))).status).toBe(200);
    expect(await stored()).toBe(before + 1);
  });

  it.each<[string, object]>([
    ['a kind of next year', { wormhole: { chat: strange, text: 'hello' } }],
    ['a channel post', { channel_post: { message_id: 1, chat: { id: -100, type: 'channel' }, text: 'news' } }],
    ['a poll', { poll: { id: '1', question: 'why' } }],
    ['nothing but its id', {}],
  ])('takes and leaves alone an update with %s', async (_what, content) => {
    await take({ update_id: next++, ...content });
    await allDone();
  });

  it('takes what is nested deeper than a database can hold, and the lane of such updates goes on', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect((await house.poster.post(`{"update_id":${next++},"message":${deep}}`)).status).toBe(200);
    await allDone();
  });

  it.each<[string, (chatId: number) => object]>([
    ['a message that is a text', () => ({ message: 'hello' })],
    ['a message without a chat', () => ({ message: { message_id: 1, text: 'hello' } })],
    ['a chat that is null', () => ({ message: { message_id: 1, chat: null, from: null, text: 'hello' } })],
    [
      'a sender that is a list',
      (id) => ({ message: { message_id: 1, chat: { id, type: 'private' }, from: [], text: 'a' } }),
    ],
    [
      'a text that is a number',
      (id) => ({ message: { ...wireMessage({ chatId: id, messageId: 2, text: '' }), text: 42 } }),
    ],
    ['an id that is a fraction', (id) => ({ message: { ...wireMessage({ chatId: id, messageId: 1.5, text: 'a' }) } })],
    [
      'a sender with huge names',
      (id) => ({
        message: {
          ...wireMessage({ chatId: id, messageId: 3, text: '/' }),
          from: { ...wirePerson(id), is_bot: true, first_name: 'x'.repeat(9_999) },
        },
      }),
    ],
    [
      'a service message',
      (id) => ({
        message: { message_id: 4, chat: { id, type: 'private' }, from: wirePerson(id), group_chat_created: true },
      }),
    ],
    [
      'a message of another bot',
      (id) => ({
        message: {
          ...wireMessage({ chatId: id, messageId: 5, text: 'beep' }),
          from: { ...wirePerson(id), is_bot: true },
        },
      }),
    ],
    [
      'a message of a group',
      (id) => ({
        message: { ...wireMessage({ chatId: id, messageId: 6, text: 'all' }), chat: { id: -id, type: 'group' } },
      }),
    ],
    [
      'a command for another bot',
      (id) => ({ message: wireMessage({ chatId: id, messageId: 7, text: '/help@some_other_bot' }) }),
    ],
    [
      'an edit of what was never there',
      (id) => ({ edited_message: { ...wireMessage({ chatId: id, messageId: 8, text: 'new' }), edit_date: 9 } }),
    ],
    [
      'an edit without a sender',
      (id) => ({ edited_message: { message_id: 9, chat: { id, type: 'private' }, text: 'new' } }),
    ],
    ['a press without anything', () => ({ callback_query: {} })],
    ['a press without its message', (id) => ({ callback_query: { id: '1', from: wirePerson(id), data: 'operator' } })],
    [
      'a press of a foreign chat',
      (id) => ({
        callback_query: {
          id: '2',
          from: wirePerson(id),
          data: 'operator',
          message: { message_id: 1, date: 0, chat: { id: id + 1, type: 'private' } },
        },
      }),
    ],
    [
      'a forged press',
      (id) => ({
        callback_query: {
          id: '3',
          from: wirePerson(id),
          data: "'; drop table inbox; --",
          message: { message_id: 1, chat: { id, type: 'private' } },
        },
      }),
    ],
    ['a membership of nonsense', (id) => ({ my_chat_member: { chat: { id, type: 'private' }, new_chat_member: 7 } })],
  ])('says nothing to %s, and the chat goes on', async (_what, content) => {
    const chatId = next++;
    await take({ update_id: next++, ...content(chatId) });
    await expectAlive(chatId);
  });

  it.each<[string, string, string | RegExp]>([
    ['no character', '', hint],
    ['spaces only', ' \n\t \u00a0', hint],
    ['invisible characters only', '\u200b\u200d\u2060\ufeff\u{e0041}\u{e007f}', hint],
    ['NUL only', '\u0000\u0000', 'echo: \ufffd\ufffd'],
    ['NUL inside', 'what\u0000ever it takes', /^echo: what\ufffdever it takes/],
    ['a lone surrogate', 'half \ud83d of a face', 'echo: half \ufffd of a face'],
    ['surrogates the wrong way round', 'turned \ude00\ud83d round', 'echo: turned \ufffd\ufffd round'],
    ['zero-width and tag characters', 'ig\u200bnore\u{e0061} all of\u2060 this', 'echo: ignore all of this'],
    ['text that turns direction', 'left \u202eright\u202c left', 'echo: left right left'],
    ['one emoji of many', '👩‍👩‍👧‍👦', 'echo: 👩‍👩‍👧‍👦'],
    ['4,096 characters', `${'The parcel came on Monday. '.repeat(152).slice(0, 4_095)}!`, /^echo: The parcel came/],
    ['4,096 emoji halves', '😀'.repeat(2_048), /^echo: 😀/u],
  ])('answers a text of %s, and the chat goes on', async (_what, text, answer) => {
    const chatId = next++;
    await write(chatId, text);
    await until('it is answered', () => texts(chatId).length > 0, 60_000);
    await until('it is stored', async () => (await messagesOf(chatId)).length > 1);
    const whole = texts(chatId);
    expect(whole[0]).toEqual(typeof answer === 'string' ? answer : expect.stringMatching(answer));
    for (const part of whole) expect(part.isWellFormed() && part.length <= 4_096).toBe(true);
    const [first] = await messagesOf(chatId);
    expect(first?.text).not.toMatch(/[\u200b\u2060\u202e]/u);
    await write(chatId, 'still there?');
    await until('the chat goes on', () => texts(chatId).at(-1) === 'echo: still there?', 60_000);
  });

  it('answers the new text of a message that is edited before its answer', async () => {
    const chatId = next++;
    house.model.control.delayMs = 1_500;
    await write(chatId, 'the first question');
    await until('the model is asked', () => asked('the first question'));
    const messageId = next++;
    await take(textUpdate({ updateId: next++, chatId, messageId, text: 'a question with a tpyo' }));
    const edited = { ...wireMessage({ chatId, messageId, text: 'a question without one' }), edit_date: 9 };
    await take({ update_id: next++, edited_message: edited });
    house.model.control.delayMs = 0;
    await until('both are answered', () => texts(chatId).length === 2, 60_000);
    await expectAlive(chatId, ['echo: the first question', 'echo: a question without one']);
    expect(await messagesOf(chatId)).toContainEqual({ role: 'USER', text: 'a question without one', versions: 1 });
    expect(asked('a question with a tpyo')).toBe(false);
  });

  it('keeps the old text of a message that is edited after its answer, and does not answer again', async () => {
    const chatId = next++;
    const messageId = next++;
    await take(textUpdate({ updateId: next++, chatId, messageId, text: 'how is it' }));
    await until('it is answered', () => texts(chatId).length === 1);
    const edited = { ...wireMessage({ chatId, messageId, text: 'how was it' }), edit_date: 9 };
    await take({ update_id: next++, edited_message: edited });
    await expectAlive(chatId, ['echo: how is it']);
    expect((await messagesOf(chatId))[0]).toEqual({ role: 'USER', text: 'how was it', versions: 1 });
  });

  it('does what a button says whose message is older than memory', async () => {
    const chatId = next++;
    // What Telegram tells of a message that is too old: that it was there.
    const inaccessible = { message_id: 1, date: 0, chat: { id: chatId, type: 'private' } };
    const press = {
      id: `${next++}`,
      from: wirePerson(chatId),
      chat_instance: '1',
      data: 'language:en',
      message: inaccessible,
    };
    await take({ update_id: next++, callback_query: press });
    await until('it is done', () => texts(chatId).length === 1);
    await expectAlive(chatId, [texts(chatId)[0] ?? '']);
  });

  it('takes an update whose number is lower than that of the last', async () => {
    const chatId = next++;
    await take(textUpdate({ updateId: 5, messageId: 900, chatId, text: 'from the past' }));
    await until('it is answered', () => texts(chatId).length === 1);
    await expectAlive(chatId, ['echo: from the past']);
  });
});
