import type { Fault } from '../../src/standins/openai/script';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const attempts = 3;
// After five failures in a row the model is left alone for 15 s.
const breakerMs = 25_000;

const words = {
  ru: {
    question: 'сколько стоит доставка',
    apology: /Простите/,
    button: 'Позвать человека',
    handed: /переключаю на человека/i,
  },
  en: {
    question: 'how much is delivery',
    apology: /sorry/i,
    button: 'Talk to a human',
    handed: /connecting you to a human/i,
  },
} as const;

describe('faults: the language model', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse({ ANSWERS_PER_MINUTE: '10000' });
  }, 180_000);
  afterAll(() => house?.close());
  beforeEach(() => {
    house.model.control.reset();
    house.model.control.echo = true;
  });

  const stored = async (externalId: number) => {
    const { rows } = await house.database.pool.query(
      `select m.role, m.text from messages m join dialogues d on d.id = m.dialogue_id join users u on u.id = d.user_id
        where u.external_id = $1 order by m.seq`,
      [String(externalId)],
    );
    return rows.map(({ role, text }: { role: string; text: string }) => `${role}: ${text}`);
  };

  it.each(['ru', 'en'] as const)(
    'in %s: a model that is away is apologised for, with a way to a person',
    async (language) => {
      const { question, apology, button, handed } = words[language];
      const person = house.person({ language_code: language });
      // The desk may still sum up what another story has handed over.
      house.model.control.failNext({ kind: 'status', status: 500 }, attempts, question);
      person.writes(question);
      const said = await person.hearsMessage();
      expect(said.text).toMatch(apology);
      expect(said.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual([button]);
      expect(house.model.control.requests.filter(({ task }) => task === null)).toHaveLength(attempts);

      person.writes(`${question}?`);
      expect(await person.hears()).toContain(`echo: ${question}?`);
      person.presses(button);
      expect(await person.hears()).toMatch(handed);
    },
  );

  it.each<Fault>([
    { kind: 'cut' },
    { kind: 'destroy' },
    { kind: 'badJson' },
    { kind: 'empty' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429, retryAfter: 1 },
  ])('asks again after $kind, and only the whole answer is stored and said', async (fault) => {
    const person = house.person({ language_code: 'en' });
    house.model.control.failNext(fault, 1);
    person.writes('tell me all about the delivery of big parcels');
    const whole = 'echo: tell me all about the delivery of big parcels';
    expect(await person.hears()).toBe(whole);
    expect(await stored(person.person.id)).toEqual([
      'USER: tell me all about the delivery of big parcels',
      `BOT: ${whole}`,
    ]);
  });

  it.each<Fault>([{ kind: 'cut' }, { kind: 'length' }, { kind: 'contentFilter' }])(
    'stores nothing half when every try ends with $kind',
    async (fault) => {
      const person = house.person({ language_code: 'en' });
      house.model.control.failNext(fault, attempts, 'tell me all about the delivery');
      person.writes('tell me all about the delivery');
      expect(await person.hears()).toMatch(words.en.apology);
      house.model.control.reset();
      house.model.control.echo = true;
      expect((await stored(person.person.id)).filter((line) => line.includes('echo'))).toEqual([]);
      person.writes('and now');
      expect(await person.hears()).toBe('echo: and now');
    },
  );

  it('answers everybody in short time while it is away for good, and works again when it is back', async () => {
    house.model.control.failNext({ kind: 'status', status: 500 }, 1_000);
    const people = Array.from({ length: 12 }, () => house.person({ language_code: 'en' }));
    for (const person of people) person.writes('zebra in the morning');
    for (const person of people) expect(await person.hears()).toMatch(words.en.apology);
    house.model.control.reset();
    house.model.control.echo = true;
    let tries = 0;
    const worksAgain = async () => {
      // Somebody new each time: whom the bot fails twice in a row, it gives to the people.
      const person = house.person({ language_code: 'en' });
      tries += 1;
      person.writes(`try number ${tries}`);
      return (await person.hears()) === `echo: try number ${tries}`;
    };
    await until('the model is asked again', worksAgain, breakerMs);
  }, 180_000);

  it.each(['ru', 'en'] as const)('in %s: a model that is away twice in a row calls a person', async (language) => {
    const { question, apology, handed } = words[language];
    const person = house.person({ language_code: language });
    house.model.control.failNext({ kind: 'status', status: 500 }, 2 * attempts);
    person.writes(question);
    expect(await person.hears()).toMatch(apology);
    person.writes(`${question}?`);
    expect(await person.hears()).toMatch(handed);
    const { rows } = await house.database.pool.query(
      `select h.reason, h.last_question from handoffs h join dialogues d on d.id = h.dialogue_id
       join users u on u.id = d.user_id where u.external_id = $1`,
      [String(person.person.id)],
    );
    expect(rows).toEqual([{ reason: 'LLM_UNAVAILABLE', last_question: `${question}?` }]);
  });
});
