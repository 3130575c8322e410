import { type House, openHouse } from '../kit/house';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const patienceMs = 90_000;

const stories = {
  ru: {
    asks: 'Сколько стоит доставка курьером и сколько её ждать?',
    stopped: '⏹ Ответ остановлен.',
    thanks: 'Спасибо! Хорошо, что ответ помог.',
    sorry: 'Спасибо, что сказали. Будем улучшать ответы.',
    source: /Источник/,
  },
  en: {
    asks: 'How much does delivery by courier cost and how long does it take?',
    stopped: '⏹ The answer was stopped.',
    thanks: 'Thank you! Good to know that it helped.',
    sorry: 'Thank you for telling us. We will work on it.',
    source: /Source/,
  },
} as const;

/** The words alone: how lines are broken is not what this is about. */
const wordsOf = (text: string) => text.replace(/\s+/g, ' ').trim();

// Answers are written slowly here, so that there is something to see.
jest.setTimeout(180_000);

describe('an answer is shown while it is written', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  }, 180_000);
  afterAll(() => house?.close());
  beforeEach(() => {
    house.telegram.faults.clear();
    house.telegram.calls.clear();
    house.model.control.paceMs = 0;
  });

  const asks = (language: 'ru' | 'en') => {
    const person = house.person({ language_code: language });
    person.writes(stories[language].asks);
    return person;
  };
  const chatOf = ({ person }: TelegramPerson) => house.telegram.bot('helpdesk').chat(person.id);
  const draftsOf = (person: TelegramPerson) => chatOf(person).drafts.map(({ text }) => text);
  const requestOf = (words: string) =>
    house.model.control.requests.findLast(({ messages }) => messages.at(-1)?.content?.includes(words));
  const callsTo = (person: TelegramPerson, method: string) =>
    house.telegram.calls.list({ chatId: person.person.id, method });

  describe.each(['ru', 'en'] as const)('in %s', (language) => {
    const said = stories[language];

    it('grows as a draft and comes as one message in the end', async () => {
      house.model.control.paceMs = 200;
      const person = asks(language);
      await until('the draft begins', () => draftsOf(person).some((text) => text !== ''), patienceMs);
      expect(person.allHeard()).toEqual([]);
      const whole = wordsOf(await person.hears(patienceMs));
      expect(whole).toMatch(said.source);
      const grown = draftsOf(person).filter((text) => text !== '');
      expect(grown.length).toBeGreaterThan(1);
      for (const text of grown) expect(whole.startsWith(wordsOf(text))).toBe(true);
      expect(new Set(chatOf(person).drafts.map(({ draftId }) => draftId)).size).toBe(1);
      const after = draftsOf(person).length;
      person.writes('/help');
      await person.hears(patienceMs);
      expect(draftsOf(person).length).toBe(after);
      expect(person.allHeard().length).toBe(2);
    });

    it('ends at once, the call of the model too, when the user stops it; what was said stays, marked', async () => {
      house.model.control.paceMs = 1_000;
      const person = asks(language);
      await until('the draft begins', () => draftsOf(person).some((text) => text !== ''), patienceMs);
      house.telegram.people('helpdesk').stopDraft(person.person);
      const seen = draftsOf(person).findLast((text) => text !== '') ?? '';
      const heard = wordsOf(await person.hears(patienceMs));
      expect(heard.startsWith(wordsOf(seen))).toBe(true);
      expect(heard).toContain(said.stopped);
      await until('the model is left', () => requestOf(said.asks)?.outcome === 'client left', patienceMs);
      house.model.control.paceMs = 0;
      person.writes('/help');
      await person.hears(patienceMs);
      expect(person.allHeard().length).toBe(2);
    });

    it('is rated below an answer from the knowledge: the latest press counts, is thanked for, and is no message', async () => {
      const person = house.person({ language_code: language });
      person.writes(said.asks);
      const message = await person.hearsMessage(patienceMs);
      expect(message.text).toMatch(said.source);
      expect(message.rich_message?.blocks.at(-1)?.type).toBe('details');
      const opinion = async () => {
        const { rows } = await house.database.pool.query(
          `select m.feedback, d.next_seq as next from messages m join dialogues d on d.id = m.dialogue_id
           join users u on u.id = d.user_id where u.external_id = $1 and m.role = 'BOT' order by m.seq limit 1`,
          [String(person.person.id)],
        );
        return rows[0] as { feedback: number | null; next: number };
      };
      const before = await opinion();
      const toasts = () =>
        house.telegram.calls.list({ method: 'answerCallbackQuery' }).map(({ params }) => params['text']);
      person.presses('👎');
      await until('it is thanked for', () => toasts().includes(said.sorry), patienceMs);
      expect(await opinion()).toEqual({ ...before, feedback: -1 });
      person.presses('👍');
      await until('it is thanked for again', () => toasts().includes(said.thanks), patienceMs);
      expect(await opinion()).toEqual({ ...before, feedback: 1 });
      expect(person.allHeard().length).toBe(1);
    });

    it('is not shown any further once an operator has the dialogue', async () => {
      house.model.control.paceMs = 400;
      const person = asks(language);
      await until('the draft begins', () => draftsOf(person).some((text) => text !== ''), patienceMs);
      const operator = await house.operator(`Asha-${language}`);
      const { users } = await house.api.call(
        'query ($search: String) { users(search: $search, first: 1) { nodes { dialogues(first: 1) { nodes { id } } } } }',
        { search: String(person.person.id) },
      );
      const dialogueId = users.nodes[0].dialogues.nodes[0].id;
      await operator.call(
        'mutation ($input: AcceptHandoffInput!) { acceptHandoff(input: $input) { dialogue { status } } }',
        { input: { dialogueId } },
      );
      const shown = draftsOf(person).length;
      const suggested = () =>
        house.database.pool.query('select 1 from suggestions where dialogue_id = $1 limit 1', [dialogueId]);
      const isSuggested = async () => (await suggested()).rows.length > 0;
      await until('the answer became a suggestion', isSuggested, patienceMs);
      // One may have been on its way while the operator accepted.
      expect(draftsOf(person).length).toBeLessThanOrEqual(shown + 1);
      expect(person.allHeard().some(({ text }) => said.source.test(text ?? ''))).toBe(false);
    });
  });

  it('comes as it is, and once, while Telegram has enough of drafts for an hour', async () => {
    const fault = { kind: 'too_many_requests', retryAfter: 3_600 } as const;
    house.telegram.faults.add({ method: 'sendRichMessageDraft', fault });
    house.model.control.paceMs = 200;
    const person = asks('ru');
    expect(await person.hears(patienceMs)).toMatch(stories.ru.source);
    expect(callsTo(person, 'sendRichMessageDraft').map(({ status }) => status)).toEqual([429]);
    expect(callsTo(person, 'sendRichMessage').map(({ status }) => status)).toEqual([200]);
  });
});

describe('an older Bot API server', () => {
  it('gets answers as HTML and no drafts, and is asked for what it lacks once only', async () => {
    const house = await openHouse();
    try {
      for (const method of ['sendRichMessageDraft', 'sendMessageDraft', 'sendRichMessage']) {
        house.telegram.faults.add({ method, fault: { kind: 'method_not_found' } });
      }
      house.model.control.paceMs = 200;
      for (const person of [house.person({ language_code: 'en' }), house.person({ language_code: 'en' })]) {
        person.writes(stories.en.asks);
        const answer = await person.hearsMessage(patienceMs);
        expect(answer.text).toMatch(stories.en.source);
        expect(answer.rich_message).toBeUndefined();
        expect(person.allHeard().length).toBe(1);
      }
      for (const method of ['sendRichMessageDraft', 'sendMessageDraft', 'sendRichMessage']) {
        expect(house.telegram.calls.list({ method })).toHaveLength(1);
      }
      expect(house.telegram.calls.list({ method: 'sendChatAction' }).length).toBeGreaterThan(0);
    } finally {
      await house.close();
    }
  }, 300_000);
});
