import { chatIdOf, inboxItemOf, parseUpdate, updateIdOf } from './update.rules';

const ivan = { id: 7, is_bot: false, first_name: 'Иван', last_name: 'Петров', username: 'ivan', language_code: 'ru' };
const chat = { id: 7, type: 'private' };
const bot = { username: 'our_bot' };

function message(fields: object, more: object = {}) {
  return parseUpdate({ update_id: 1, message: { message_id: 5, date: 1, chat, from: ivan, ...fields }, ...more }, bot);
}

const textOf = (fields: object) => {
  const incoming = message(fields);
  return incoming.kind === 'message' ? incoming.text : incoming;
};

const attachmentOf = (fields: object) => {
  const incoming = message(fields);
  return incoming.kind === 'message' ? incoming.attachments : incoming;
};

describe('a message', () => {
  it('tells who wrote what where', () => {
    expect(message({ text: 'Привет' })).toEqual({
      kind: 'message',
      chatId: '7',
      messageId: 5,
      from: { id: '7', username: 'ivan', displayName: 'Иван Петров', language: 'ru' },
      text: 'Привет',
      attachments: [],
      replyTo: null,
      quote: null,
    });
  });

  it.each([
    ['spaces around', '  раз \n', 'раз'],
    ['NUL', 'ра\u0000з', 'раз'],
    ['half a pair of surrogates', 'раз\ud83d', 'раз\ufffd'],
    ['zero-width and tag characters', 'р\u200bа\u2060з\u{E0041}\u{E007F}', 'раз'],
    ['nothing but invisible characters', '\u200b\u{E0041}\u2060', ''],
    ['only spaces', '   ', ''],
    ['a family', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['a joiner that joins nothing', 'a\u200db', 'ab'],
    ['text from right to left', '\u202eтекст\u202c', 'текст'],
    ['4096 characters', 'я'.repeat(4_096), 'я'.repeat(4_096)],
    ['Windows line ends', 'раз\r\nдва\rтри', 'раз\nдва\nтри'],
  ])('is cleaned of what cannot be seen: %s', (_what, text, cleaned) => {
    expect(textOf({ text })).toBe(cleaned);
  });

  it('may have a caption for a text', () => {
    expect(textOf({ caption: 'вот', photo: [{ file_id: 'a' }] })).toBe('вот');
  });

  it('may carry something instead of text', () => {
    const photo = [
      { file_id: 'small', file_size: 10 },
      { file_id: 'large', file_size: 20 },
    ];
    expect(attachmentOf({ photo })).toEqual([{ kind: 'PHOTO', telegramKind: 'photo', fileId: 'large', size: 20 }]);
    expect(attachmentOf({ voice: { file_id: 'v', mime_type: 'audio/ogg', file_size: 3 } })).toEqual([
      { kind: 'VOICE', telegramKind: 'voice', fileId: 'v', mimeType: 'audio/ogg', size: 3 },
    ]);
    expect(attachmentOf({ document: { file_id: 'd', file_name: '../../e\u0000tc.pdf', file_size: -1 } })).toEqual([
      { kind: 'DOCUMENT', telegramKind: 'document', fileId: 'd', fileName: '.._.._etc.pdf' },
    ]);
    expect(attachmentOf({ animation: { file_id: 'g' }, document: { file_id: 'g' } })).toEqual([
      { kind: 'OTHER', telegramKind: 'animation', fileId: 'g' },
    ]);
    expect(attachmentOf({ venue: { title: 'x' }, location: { latitude: 1 } })).toEqual([{ kind: 'LOCATION' }]);
    expect(attachmentOf({ contact: { phone_number: '+7' } })).toEqual([{ kind: 'CONTACT' }]);
    expect(attachmentOf({ sticker: { file_id: 's' } })).toEqual([
      { kind: 'OTHER', telegramKind: 'sticker', fileId: 's' },
    ]);
    expect(attachmentOf({ photo: 'nonsense' })).toEqual([{ kind: 'PHOTO' }]);
  });

  it('tells which message it answers', () => {
    expect(message({ text: 'да', reply_to_message: { message_id: 4, chat, text: 'так?' } })).toMatchObject({
      replyTo: 4,
    });
    const quoted = { reply_to_message: { message_id: 4, chat, text: 'так или так?' }, text: 'да' };
    expect(message({ ...quoted, quote: { text: 'так', position: 0, is_manual: true } })).toMatchObject({
      quote: 'так',
    });
    expect(message({ ...quoted, quote: { text: 'так', position: 0 } })).toMatchObject({ quote: null });
  });

  it('keeps the argument of a command as it is and drops the name of our bot', () => {
    expect(textOf({ text: '/start <script>' })).toBe('/start <script>');
    expect(textOf({ text: '/help@Our_Bot please' })).toBe('/help please');
  });

  it('for another bot is ignored', () => {
    expect(message({ text: '/help@other_bot' })).toEqual({ kind: 'ignored', reason: 'command for another bot' });
  });

  it('names people without a name by what there is', () => {
    const named = (from: object) => {
      const incoming = message({ text: 'x', from: { id: 7, is_bot: false, ...from } });
      return incoming.kind === 'message' && incoming.from.displayName;
    };
    expect(named({ first_name: '\u200b', username: 'ivan' })).toBe('ivan');
    expect(named({})).toBe('7');
    expect(named({ first_name: 'A\nB\u202e' })).toBe('A B');
    expect(named({ first_name: '😀'.repeat(100) })).toBe('😀'.repeat(64));
  });

  it.each([
    ['a group', { chat: { id: -5, type: 'supergroup' }, text: 'x' }, 'not a private chat'],
    ['a bot', { from: { ...ivan, is_bot: true }, text: 'x' }, 'written by a bot'],
    ['nobody', { from: undefined, text: 'x' }, 'message without chat, id or person'],
    ['a service message', { pinned_message: {} }, 'service message'],
  ])('from %s is ignored', (_who, fields, reason) => {
    expect(message(fields)).toEqual({ kind: 'ignored', reason });
  });
});

describe('an edited message', () => {
  const edit = (fields: object) =>
    parseUpdate({ update_id: 1, edited_message: { message_id: 5, chat, from: ivan, ...fields } }, bot);

  it('brings the new text', () => {
    expect(edit({ text: 'нет,\u200b да' })).toEqual({ kind: 'edit', chatId: '7', messageId: 5, text: 'нет, да' });
  });

  it('without text is a location that moves, and ignored', () => {
    expect(edit({ location: {} })).toEqual({ kind: 'ignored', reason: 'edit without text' });
  });
});

describe('a pressed button', () => {
  const press = (fields: object) =>
    parseUpdate(
      { update_id: 1, callback_query: { id: 'c', from: ivan, message: { message_id: 4, chat }, ...fields } },
      bot,
    );

  it.each([
    ['operator', '/operator'],
    ['language:ru', '/language ru'],
  ])('%s is the command %s', (data, text) => {
    expect(press({ data })).toMatchObject({ kind: 'press', chatId: '7', callbackId: 'c', text });
  });

  it.each([
    ['unknown data', { data: 'x y; drop' }],
    ['no data', {}],
    ['the chat of somebody else', { data: 'operator', message: { chat: { id: 8, type: 'private' } } }],
    ['a message that is gone', { data: 'operator', message: undefined }],
  ])('with %s is stale, and answered as such', (_what, fields) => {
    expect(press(fields)).toMatchObject({ kind: 'ignored', stalePress: { callbackId: 'c', language: 'ru' } });
  });
});

describe('a membership', () => {
  const membership = (status: string, where: object = chat) =>
    parseUpdate({ update_id: 1, my_chat_member: { chat: where, from: ivan, new_chat_member: { status } } }, bot);

  it('tells whether the user can be reached', () => {
    expect(membership('kicked')).toEqual({ kind: 'membership', chatId: '7', reachable: false });
    expect(membership('member')).toEqual({ kind: 'membership', chatId: '7', reachable: true });
    expect(membership('member', { id: -1, type: 'channel' })).toMatchObject({ kind: 'ignored' });
  });
});

describe('anything else', () => {
  it.each([
    [null],
    [[]],
    ['x'],
    [{}],
    [{ message: 1 }],
    [{ message: {} }],
    [{ channel_post: { text: 'x' } }],
    [{ poll: {} }],
  ])('%j is ignored', (update) => {
    expect(parseUpdate(update, bot).kind).toBe('ignored');
  });

  it('has a number only when Telegram could have given it', () => {
    expect(updateIdOf({ update_id: 7 })).toBe(7);
    for (const update_id of ['7', -1, 1.5, 2 ** 53, null, undefined]) expect(updateIdOf({ update_id })).toBeUndefined();
    for (const update of [null, [], 'x', 7]) expect(updateIdOf(update)).toBeUndefined();
  });

  it('belongs to a chat as far as it can be told', () => {
    expect(chatIdOf({ message: { chat } })).toBe(7);
    expect(chatIdOf({ edited_message: { chat } })).toBe(7);
    expect(chatIdOf({ callback_query: { message: { chat } } })).toBe(7);
    expect(chatIdOf({ my_chat_member: { chat } })).toBe(7);
    for (const update of [null, {}, { message: { chat: { id: 'x' } } }, { channel_post: { chat } }]) {
      expect(chatIdOf(update)).toBeUndefined();
    }
  });

  it('is kept without the secrets of invitations, wherever they are said', () => {
    const secret = `op_${'a-B_9'.repeat(8)}xyz`;
    const said = { message_id: 5, chat, from: ivan, text: `/start ${secret}` };
    const updates = [
      { update_id: 1, message: said },
      { update_id: 1, edited_message: said },
      { update_id: 1, message: { ...said, text: 'что это?', reply_to_message: said, quote: { text: secret } } },
      {
        update_id: 1,
        callback_query: { id: 'c', from: ivan, data: 'x', message: { ...said, reply_to_message: said } },
      },
    ];
    for (const update of updates) {
      const kept = JSON.stringify(inboxItemOf('bot_1', 1, update).payload);
      expect(kept).not.toContain('a-B_9a');
      expect(kept).toMatch(/op#[\w-]{43}/);
    }
    const other = { update_id: 1, message: { ...said, text: '/start op_short and stop_it' } };
    expect(inboxItemOf('bot_1', 1, other).payload).toBe(other);
  });
});
