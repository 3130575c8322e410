import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { helpdeskQuestions } from '../../test/kit/helpdesk-questions';
import { answerSettings } from '../dialogues/answer-settings';
import { newId } from '../infra/ids';
import { openLog } from '../infra/log';
import { Knowledge } from '../knowledge/knowledge';
import { evidenceOf } from './evidence.rules';

/** What the help desk does not know, however near the words may be. */
const foreign = {
  ru: [
    'Как варить варенье из фейхоа?',
    'Кто выиграл чемпионат мира по футболу?',
    'Какая столица Австралии?',
    'Посоветуйте хороший фильм на вечер',
    'Сколько лететь до Марса?',
    'Как вылечить кашель у ребёнка?',
    'Когда родился Пушкин?',
    'Какая погода будет завтра в Самаре?',
    'Расскажите анекдот про программиста',
    'Почему небо голубое?',
  ],
  en: [
    'How do I make feijoa jam?',
    'Who won the football world cup?',
    'What is the capital of Australia?',
    'Recommend a good film for tonight',
    'How long is the flight to Mars?',
    'How do I cure a cough?',
    'When was Shakespeare born?',
    'What will the weather be tomorrow in Paris?',
    'Tell me a joke about programmers',
    'Why is the sky blue?',
  ],
} as const;

const settings = answerSettings.parse({});

describe('the bars of evidence, on the knowledge of the help desk', () => {
  let fresh: FreshDatabase;
  let knowledge: Knowledge;
  const botId = newId('bot');

  beforeAll(async () => {
    fresh = await freshDatabase();
    knowledge = new Knowledge({ database: fresh.database, embedder: null, log: openLog('silent') });
    await fresh.database.prisma.bot.create({
      data: { id: botId, slug: 'helpdesk', name: 'Bot', defaultLanguage: 'ru', languages: ['ru', 'en'], personas: [] },
    });
    const folder = path.join(__dirname, '../../bots/helpdesk/knowledge');
    await knowledge.syncFolder({ botId, folder, languages: ['ru', 'en'] });
  }, 300_000);
  afterAll(() => fresh.drop());

  /** SHOW_SCORES=1 shows what the bars could be. */
  const levelsOf = async (language: 'ru' | 'en', questions: readonly string[]) => {
    const levels: string[] = [];
    for (const query of questions) {
      const evidence = evidenceOf(await knowledge.find({ botId, query, language, limit: 6 }), settings);
      if (process.env['SHOW_SCORES']) process.stdout.write(`${evidence.level} ${evidence.score.toFixed(3)} ${query}\n`);
      levels.push(evidence.level);
    }
    return levels;
  };
  const share = (levels: readonly string[], level: string) =>
    levels.filter((one) => one === level).length / levels.length;

  it.each(['ru', 'en'] as const)(
    'in %s: what it knows is clear enough, what it does not know is not',
    async (language) => {
      const known = await levelsOf(
        language,
        helpdeskQuestions[language].map(({ question }) => question),
      );
      expect(share(known, 'clear')).toBeGreaterThanOrEqual(0.9);
      expect(share(known, 'none')).toBe(0);
      const unknown = await levelsOf(language, foreign[language]);
      expect(share(unknown, 'clear')).toBe(0);
      expect(share(unknown, 'none')).toBeGreaterThanOrEqual(0.7);
    },
  );
});
