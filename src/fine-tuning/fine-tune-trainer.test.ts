import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../test/kit/fresh-database';
import { until } from '../../test/kit/until';
import { Bots } from '../dialogues/bots';
import { newId } from '../infra/ids';
import { type Locales, openLocales } from '../infra/locales';
import { openLog } from '../infra/log';
import type { TrainingRun } from '../infra/prisma-client/client';
import { openOpenAiTuner } from '../language-model/openai-tuner';
import { type OpenAiStandin, startOpenAiStandin } from '../standins/openai/openai-standin';
import { TrainingCancelled } from '../training/trainer';
import { FineTuneTrainer } from './fine-tune-trainer';

const root = path.join(__dirname, '../..');
const log = openLog('silent');
const watched = () => {
  const shares: number[] = [];
  return { shares, progress: async (share: number) => void shares.push(share) };
};

describe('fine-tuning', () => {
  let fresh: FreshDatabase;
  let locales: Locales;
  let bots: Bots;
  let service: OpenAiStandin;
  let botId: string;
  let people = 0;

  beforeEach(async () => {
    fresh = await freshDatabase();
    locales = await openLocales(path.join(root, 'locales'));
    bots = new Bots({ database: fresh.database });
    await bots.load(path.join(root, 'bots'));
    botId = bots.all().find(({ slug }) => slug === 'helpdesk')?.id ?? '';
    service = await startOpenAiStandin({ log });
  });
  afterEach(async () => {
    await service.close();
    await fresh.drop();
  });

  const trainer = () => {
    const tuner = openOpenAiTuner({ apiKey: 'key', baseUrl: service.baseUrl, baseModel: 'gpt-4o-mini-2024-07-18' });
    return new FineTuneTrainer({ database: fresh.database, bots, tuner, locales, log, pollMs: 5 });
  };
  const newRun = (): Promise<TrainingRun> =>
    fresh.database.prisma.trainingRun.create({
      data: { id: newId('training'), kind: 'OPENAI_FINE_TUNE', botId, requestedBy: 'system', status: 'RUNNING' },
    });

  /** A dialogue in which somebody asked and the bot answered to their liking. */
  async function approve(question: string, answer: string, feedback: number | null = 1): Promise<void> {
    const { prisma } = fresh.database;
    people += 1;
    const userId = newId('user');
    const who = { channel: 'API', realm: 'test', externalId: String(people), displayName: 'Ирина Ковалёва' } as const;
    await prisma.user.create({ data: { id: userId, ...who, language: 'ru' } });
    const dialogueId = newId('dialogue');
    await prisma.dialogue.create({
      data: { id: dialogueId, botId, userId, language: 'ru', persona: 'helper', nextSeq: 4 },
    });
    const said = (seq: number, role: 'USER' | 'BOT', text: string) => ({
      id: newId('message'),
      dialogueId,
      seq,
      role,
      text,
      language: 'ru',
      delivery: 'SENT' as const,
      ...(role === 'BOT' && { feedback }),
    });
    await prisma.message.createMany({
      data: [said(1, 'USER', '/start'), said(2, 'USER', question), said(3, 'BOT', answer)],
    });
  }
  const approveMany = async (count: number) => {
    for (let index = 1; index <= count; index += 1) await approve(`Вопрос ${index}?`, `Ответ ${index} [1].`);
  };

  it('brings approved answers without personal data, follows the job, and keeps the model', async () => {
    await approveMany(11);
    await approve('Меня зовут Ирина Ковалёва, мой телефон +7 916 123-45-67. Где заказ № 451277?', 'Ирина, он в пути.');
    await approve('Не понравилось', 'Плохой ответ', -1);
    await approve('Никто не оценил', 'Ответ', null);
    const { shares, progress } = watched();
    const metrics = await trainer().run(await newRun(), progress, new AbortController().signal);
    expect(metrics).toMatchObject({ baseModel: 'gpt-4o-mini-2024-07-18', examples: 12, trainedTokens: 12_345 });
    expect(metrics['model']).toMatch(/^ft:gpt-4o-mini-2024-07-18:/);
    const [uploaded = ''] = service.tuning.uploads;
    const lines = uploaded
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(12);
    expect(lines[0].messages.map((one: { role: string }) => one.role)).toEqual(['system', 'user', 'assistant']);
    expect(uploaded).toContain('Ответ 1.');
    for (const secret of ['Ирина', 'Ковалёв', '916', '451277', 'Плохой', 'Никто', '/start']) {
      expect(uploaded).not.toContain(secret);
    }
    expect(shares).toEqual([...shares].toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.5);
    expect(service.tuning.files.size).toBe(0);
    expect(await fresh.database.prisma.tunedModel.findFirst()).toMatchObject({ model: metrics['model'], examples: 12 });
  });

  it('goes on where a killed process was, without another file or job', async () => {
    await approveMany(10);
    service.tuning.script.stepsPerLook = 0;
    const run = await newRun();
    const lost = new AbortController();
    const first = trainer().run(run, watched().progress, lost.signal);
    const ended = first.catch((error: unknown) => error);
    await until('the job runs', () => [...service.tuning.jobs.values()][0]?.status === 'running');
    lost.abort(new Error('killed'));
    await ended;
    // The kill may also have come before the job was noted.
    await fresh.database.prisma.tunedModel.updateMany({ data: { jobId: null } });
    service.tuning.script.stepsPerLook = 100;
    await trainer().run(run, watched().progress, new AbortController().signal);
    expect(service.tuning.uploads).toHaveLength(1);
    expect(service.tuning.jobs.size).toBe(1);
  });

  it('is cancelled at the service, too', async () => {
    await approveMany(10);
    service.tuning.script.stepsPerLook = 0;
    const stop = new AbortController();
    const run = await newRun();
    const running = trainer().run(run, watched().progress, stop.signal);
    const ended = running.catch((error: unknown) => error);
    await until('the job runs', () => [...service.tuning.jobs.values()][0]?.status === 'running');
    stop.abort(new TrainingCancelled());
    expect(await ended).toBeDefined();
    await trainer().discard(run);
    expect([...service.tuning.jobs.values()][0]?.status).toBe('cancelled');
    expect(service.tuning.files.size).toBe(0);
  });

  it('says why it cannot be: too few answers, no bot, a job that failed', async () => {
    await approveMany(3);
    const signal = new AbortController().signal;
    const { progress } = watched();
    await expect(trainer().run(await newRun(), progress, signal)).rejects.toMatchObject({
      name: 'CannotTrain',
      message: '10 approved answers are needed at the least; there are 3',
    });
    await expect(trainer().run({ ...(await newRun()), botId: null }, progress, signal)).rejects.toMatchObject({
      name: 'CannotTrain',
    });
    await approveMany(10);
    service.tuning.script.fault = 'The data is harmful.';
    const failing = await newRun();
    await expect(trainer().run(failing, progress, signal)).rejects.toMatchObject({
      message: 'the service failed: The data is harmful.',
    });
    await trainer().discard(failing);
    expect(service.tuning.files.size).toBe(0);
  });
});
