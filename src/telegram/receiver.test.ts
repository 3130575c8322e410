import path from 'node:path';
import { logLines } from '../../test/kit/log-lines';
import type { Dialogues } from '../dialogues/dialogues';
import type { AnswerInChat } from '../dialogues/feedback';
import { openLocales } from '../infra/locales';
import { openLog } from '../infra/log';
import { startTelegramStandin, type TelegramStandin } from '../standins/telegram/telegram-standin';
import { TelegramBots } from './bots';
import { TelegramReceiver } from './receiver';

const token = '4242:AAE_a-token';
const from = { id: 7, is_bot: false, first_name: 'Иван', username: 'ivan', language_code: 'ru' };
const chat = { id: 7, type: 'private' };

/** Dialogues that only write down what they are told. */
class DialogueBook implements Pick<Dialogues, 'receive' | 'edit' | 'setReachable'> {
  readonly entries: unknown[] = [];

  async receive(incoming: unknown) {
    this.entries.push(incoming);
    return { dialogueId: 'dialogue_1', messageId: 'message_1', repeated: this.entries.length > 1 };
  }

  async edit(edited: unknown) {
    this.entries.push(edited);
  }

  async setReachable(user: unknown) {
    this.entries.push(user);
  }
}

let standin: TelegramStandin;
let bots: TelegramBots;
let dialogues: DialogueBook;
let receiver: TelegramReceiver;
let opinions: (AnswerInChat & { helpful: boolean })[];

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'helpdesk' });
  const { log } = logLines();
  const locales = await openLocales(path.join(__dirname, '../../locales'));
  bots = new TelegramBots(
    [
      {
        botId: 'bot_1',
        slug: 'helpdesk',
        token,
        secret: null,
        apiRoot: standin.apiRoot,
        publicUrl: 'http://127.0.0.1:1',
        menus: [],
      },
    ],
    {
      inbox: { store: async () => {} },
      log,
      rememberUsername: async () => {},
    },
  );
  dialogues = new DialogueBook();
  opinions = [];
  const feedback = {
    fromChat: async (answer: AnswerInChat, helpful: boolean) => {
      opinions.push({ ...answer, helpful });
      return answer.messageId === 40 ? 'ru' : null;
    },
  };
  receiver = new TelegramReceiver({ dialogues, feedback, bots, locales, log });
});

afterEach(async () => {
  await bots.stop();
  await standin.close();
});

function receive(update: object): Promise<string | null> {
  const payload = { update_id: 1, ...update };
  const item = {
    id: '1',
    lane: 'bot_1:7',
    source: 'telegram',
    botId: 'bot_1',
    dedupeKey: 'bot_1:1',
    attempts: 1,
  } as const;
  return receiver.receive({ ...item, payload });
}

const answers = () => standin.calls.list({ method: 'answerCallbackQuery' }).map((call) => call.params);

describe('an update', () => {
  it('with a message is stored under the number that Telegram gave it, and its dialogue is due', async () => {
    expect(await receive({ message: { message_id: 5, chat, from, text: 'Привет' } })).toBe('dialogue_1');
    expect(dialogues.entries).toEqual([
      {
        botId: 'bot_1',
        user: {
          channel: 'TELEGRAM',
          realm: 'telegram',
          externalId: '7',
          username: 'ivan',
          displayName: 'Иван',
          telegramLanguage: 'ru',
        },
        source: 'telegram:5',
        text: 'Привет',
        attachments: [],
        replyTo: null,
        quote: null,
      },
    ]);
  });

  it('with an edit changes the message', async () => {
    expect(await receive({ edited_message: { message_id: 5, chat, from, text: 'Пока' } })).toBeNull();
    expect(dialogues.entries).toEqual([{ botId: 'bot_1', externalId: '7', source: 'telegram:5', text: 'Пока' }]);
  });

  it('with a press is a command of the user, and the press is answered', async () => {
    const press = { id: 'c1', from, data: 'language:ru', message: { message_id: 4, chat } };
    expect(await receive({ callback_query: press })).toBe('dialogue_1');
    expect(dialogues.entries).toMatchObject([{ source: 'telegram-press:c1', text: '/language ru' }]);
    expect(answers()).toMatchObject([{ callback_query_id: 'c1' }]);
  });

  it('with a press that Telegram has forgotten is a command all the same', async () => {
    standin.faults.add({ fault: { kind: 'bad_request', description: 'query is too old' } });
    const press = { id: 'c1', from, data: 'operator', message: { message_id: 4, chat } };
    expect(await receive({ callback_query: press })).toBe('dialogue_1');
  });

  it('with a press of an unknown button tells the user that it means nothing any more', async () => {
    expect(await receive({ callback_query: { id: 'c2', from, data: 'x y', message: { chat } } })).toBeNull();
    expect(dialogues.entries).toEqual([]);
    expect(answers()).toMatchObject([{ callback_query_id: 'c2', text: 'Эта кнопка уже не действует' }]);
  });

  it('with an opinion of an answer is kept with that answer, asks for no turn, and is thanked for', async () => {
    const press = { id: 'c3', from, data: 'feedback:down', message: { message_id: 40, chat } };
    expect(await receive({ callback_query: press })).toBeNull();
    expect(opinions).toEqual([{ botId: 'bot_1', externalId: '7', messageId: 40, helpful: false }]);
    expect(dialogues.entries).toEqual([]);
    expect(answers()).toMatchObject([
      { callback_query_id: 'c3', text: 'Спасибо, что сказали. Будем улучшать ответы.' },
    ]);
  });

  it('with an opinion of something that is no answer says that the button means nothing any more', async () => {
    const press = { id: 'c4', from, data: 'feedback:up', message: { message_id: 41, chat } };
    expect(await receive({ callback_query: press })).toBeNull();
    expect(answers()).toMatchObject([{ callback_query_id: 'c4', text: 'Эта кнопка уже не действует' }]);
  });

  it('with the wish to stop an answer leaves nothing to do: it was told when it came', async () => {
    expect(await receive({ stopped_message_generation: { chat, draft_id: 5 } })).toBeNull();
    expect(dialogues.entries).toEqual([]);
  });

  it('with a block tells that the user cannot be reached', async () => {
    await receive({ my_chat_member: { chat, from, new_chat_member: { status: 'kicked' } } });
    expect(dialogues.entries).toEqual([{ botId: 'bot_1', externalId: '7', reachable: false }]);
  });

  it('that means nothing to us changes nothing', async () => {
    expect(await receive({ channel_post: { text: 'x' } })).toBeNull();
    expect(dialogues.entries).toEqual([]);
  });
});
