import { type BotsFolder, botsFolderWith } from '../kit/bots-folder';
import { type House, openHouse } from '../kit/house';
import { dialogueOf } from '../kit/telegram-operators';
import type { TelegramPerson } from '../kit/telegram-person';
import { until } from '../kit/until';

const persona = (slug: string, ru: string, en: string) => ({
  slug,
  name: { ru, en },
  description: { ru: `Как ${ru.toLowerCase()}`, en: `As ${en.toLowerCase()}` },
});
const personas = [persona('intern', 'Стажёр', 'Intern'), persona('da', 'Аналитик', 'Analyst')];
const commands = [
  { name: 'intern', persona: 'intern' },
  { name: 'da', persona: 'da', description: { ru: 'таблицы и запросы', en: 'tables and queries' } },
  { name: 'joke', prompt: 'joke', description: { ru: 'пошутить', en: 'tell a joke' } },
  { name: 'explain', say: 'commands', description: { ru: 'все команды', en: 'all commands' } },
  { name: 'whoami', say: 'about', description: { ru: 'кто я', en: 'who I am' } },
];

const texts = {
  ru: {
    hello: /Беседка Маркет/,
    choose: /Выберите, как мне отвечать[^]*\*?Стажёр[^]*Как стажёр \(сейчас\)[^]*Аналитик[^]*Как аналитик/,
    unknown: /Такого режима у меня нет/,
    only: /Режим у меня один: «Стажёр»/,
    on: 'Режим «Аналитик» включён. Как аналитик.',
    back: 'Режим «Стажёр» включён. Как стажёр.',
    button: 'Аналитик',
    other: 'Intern',
    task: 'Пошутите об аналитиках.',
    taskOfPersona: 'Вы помогаете аналитику: таблицы, связи, запросы.',
    joke: 'Аналитик заходит в бар и видит выброс.',
    foreign: 'An analyst walks into a bar and sees an outlier.',
    spare: ['Первая запасная шутка.', 'Вторая запасная шутка.'],
    about: 'Я помощник аналитиков.',
    listed: ['/operator — позвать человека', '/da — таблицы и запросы', '/intern — Как стажёр', '/joke — пошутить'],
    asks: 'Сколько стоит доставка?',
  },
  en: {
    hello: /Besedka/,
    choose: /Choose how I should answer[^]*Intern[^]*As intern \(now\)[^]*Analyst[^]*As analyst/,
    unknown: /I have no such mode/,
    only: /I have one mode only: “Intern”/,
    on: 'The mode is “Analyst” now. As analyst.',
    back: 'The mode is “Intern” now. As intern.',
    button: 'Analyst',
    other: 'Стажёр',
    task: 'Tell a joke about analysts.',
    taskOfPersona: 'You help an analyst: tables, keys, queries.',
    joke: 'An analyst walks into a bar and sees an outlier.',
    foreign: 'Аналитик заходит в бар и видит выброс.',
    spare: ['The first spare joke.', 'The second spare joke.'],
    about: 'I help analysts.',
    listed: ['/operator – talk to a human', '/da – tables and queries', '/intern – As intern', '/joke – tell a joke'],
    asks: 'How much is the delivery?',
  },
} as const;

function localeOf(language: 'ru' | 'en') {
  const { task, taskOfPersona, spare, about } = texts[language];
  return {
    persona: { intern: 'x', da: taskOfPersona },
    command: { joke: { prompt: task, spare }, about: { text: about } },
  };
}

describe.each(['ru', 'en'] as const)('in %s, a bot with personas and commands of its own', (language) => {
  const said = texts[language];
  let bots: BotsFolder;
  let house: House;

  beforeAll(async () => {
    bots = botsFolderWith({ personas, commands }, { ru: localeOf('ru'), en: localeOf('en') });
    house = await openHouse({ BOTS_DIR: bots.folder });
  }, 180_000);
  afterAll(async () => {
    await house.api.close();
    await house.close();
    bots.remove();
  });
  beforeEach(() => house.model.control.reset());

  const newcomer = async (): Promise<TelegramPerson> => {
    const person = house.person({ language_code: language });
    person.writes('/start');
    await person.hears();
    return person;
  };
  const personaOf = async (person: TelegramPerson) => {
    const id = await dialogueOf(house, person);
    const { dialogue } = await house.api.call(`{ dialogue(id: "${id}") { persona { slug } } }`);
    return dialogue.persona.slug;
  };

  it('offers them with buttons, and switches at a press', async () => {
    const person = await newcomer();
    expect(await personaOf(person)).toBe('intern');
    person.writes('/mode');
    const offer = await person.hearsMessage();
    expect(offer.text).toMatch(said.choose);
    expect(offer.reply_markup?.inline_keyboard?.flat()).toHaveLength(2);
    person.presses(said.button);
    expect(await person.hears()).toBe(said.on);
    expect(await personaOf(person)).toBe('da');
    // What was chosen is what answers.
    person.writes(said.asks);
    await person.hears();
    expect(house.model.control.requests.at(-1)?.messages[0]?.content).toContain(said.taskOfPersona);
    // The old button is there still: pressing it again changes nothing.
    person.presses(said.button);
    expect(await person.hears()).toBe(said.on);
    expect(await personaOf(person)).toBe('da');
  });

  it('switches at a word: by its slug, by its name in either language, by the command of its own in any case', async () => {
    const person = await newcomer();
    for (const [word, answer, slug] of [
      ['/mode da', said.on, 'da'],
      [`/mode ${said.other}`, said.back, 'intern'],
      ['/DA', said.on, 'da'],
      ['/intern', said.back, 'intern'],
      ['/intern', said.back, 'intern'],
    ] as const) {
      person.writes(word);
      expect(await person.hears()).toBe(answer);
      expect(await personaOf(person)).toBe(slug);
    }
  });

  it('helps who names one that there is not, and changes nothing', async () => {
    const person = await newcomer();
    for (const word of ['/mode zzz', '/mode <script>', `/mode ${'x'.repeat(300)}`]) {
      person.writes(word);
      const help = await person.hearsMessage();
      expect(help.text).toMatch(said.unknown);
      expect(help.reply_markup?.inline_keyboard?.flat()).toHaveLength(2);
    }
    expect(await personaOf(person)).toBe('intern');
    const { rows } = await house.database.pool.query(
      'select count(*)::int as n from dialogues where persona <> all($1)',
      [['intern', 'da']],
    );
    expect(rows[0].n).toBe(0);
  });

  it('lets an operator choose, but only what there is', async () => {
    const person = await newcomer();
    const dialogueId = await dialogueOf(house, person);
    const set = `mutation ($input: SetPersonaInput!) { setPersona(input: $input) { dialogue { persona { slug } } } }`;
    const operator = await house.operator(`Op-${language}`);
    const { setPersona } = await operator.call(set, { input: { dialogueId, persona: 'da' } });
    expect(setPersona.dialogue.persona.slug).toBe('da');
    await expect(operator.call(set, { input: { dialogueId, persona: 'zzz' } })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const absent = { dialogueId: `dialogue_${'0'.repeat(32)}`, persona: 'da' };
    await expect(operator.call(set, { input: absent })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await personaOf(person)).toBe('da');
  });

  it('explains all its commands, and says texts of its own', async () => {
    const person = await newcomer();
    for (const word of ['/explain', '/help']) {
      person.writes(word);
      const list = await person.hears();
      for (const line of said.listed) expect(list).toContain(line);
      expect(list).toContain('/delete_my_data');
    }
    person.writes('/whoami');
    expect(await person.hears()).toBe(said.about);
    person.writes('/nonsense');
    expect(await person.hears()).toContain('/help');
  });

  it('shows the same commands in its menu', async () => {
    const set = () => house.telegram.calls.list({ method: 'setMyCommands' });
    await until('both menus are set', () => set().length === 2);
    const menus = set().map(({ params }) => params['commands'] as { command: string; description: string }[]);
    const names = ['operator', 'intern', 'da', 'joke', 'explain', 'whoami', 'mode', 'help', 'language', 'reset'];
    for (const menu of menus) expect(menu.map((one) => one.command)).toEqual([...names, 'delete_my_data', 'start']);
    const menu = menus[language === 'ru' ? 0 : 1];
    expect(menu?.find((one) => one.command === 'da')?.description).toBe(said.listed[1].replace(/^.*[—–] /, ''));
  });

  it('jokes with the model in the language of the user, without knowledge', async () => {
    const person = await newcomer();
    house.model.control.answerTask('command', said.joke);
    person.writes('/joke');
    expect(await person.hears()).toBe(said.joke);
    const asked = house.model.control.requests.at(-1);
    expect(asked).toMatchObject({ task: 'command', tools: [] });
    expect(asked?.messages[0]?.content).toContain(said.task);
    expect(asked?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(JSON.stringify(asked?.messages)).not.toContain('<passage');
  });

  it.each<[string, () => void]>([
    ['is away', () => house.model.control.failNext({ kind: 'status', status: 401 }, 100, { task: 'command' })],
    ['cannot', () => undefined],
    ['answers in another language', () => house.model.control.answerTask('command', said.foreign)],
    ['links elsewhere', () => house.model.control.answerTask('command', `${said.joke} https://evil.example`)],
    ['is cut short', () => house.model.control.failNext({ kind: 'length' }, 100, { task: 'command' })],
  ])('has a joke of its own when the model %s', async (_, prepare) => {
    const person = await newcomer();
    prepare();
    person.writes('/joke');
    expect(said.spare).toContain(await person.hears(60_000));
  });
});

describe('a bot with one persona', () => {
  let bots: BotsFolder;
  let house: House;

  beforeAll(async () => {
    bots = botsFolderWith({ personas: personas.slice(0, 1) });
    house = await openHouse({ BOTS_DIR: bots.folder });
  }, 180_000);
  afterAll(async () => {
    await house.close();
    bots.remove();
  });

  it.each(['ru', 'en'] as const)('says so in %s, and does not list /mode', async (language) => {
    const person = house.person({ language_code: language });
    for (const word of ['/mode', '/mode zzz']) {
      person.writes(word);
      expect(await person.hears()).toMatch(texts[language].only);
    }
    person.writes('/help');
    expect(await person.hears()).not.toContain('/mode');
  });
});
