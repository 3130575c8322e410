import { helpdeskQuestions } from '../kit/helpdesk-questions';
import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';

const start = `mutation ($bot: ID!) { startTraining(input: { kind: OPENAI_FINE_TUNE, botId: $bot }) { run { id } } }`;
const runs = `{ trainingRuns(first: 1) { status progress error metrics bot { slug } } }`;
const models = `query ($bot: ID!) { tunedModels(bot: $bot) { id model baseModel examples active run { status } bot { slug model } } }`;
const use = `mutation ($input: UseModelInput!) { useModel(input: $input) { bot { model } } }`;
const questions = helpdeskQuestions.ru.slice(0, 10).map(({ question }) => question);

describe('an owner has a model tuned', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  it('on the answers that users liked, lets it answer for the bot, and goes back', async () => {
    const vera = await house.operator('Vera', 'SUPERVISOR');
    const bot = ((await house.api.call('{ bots { id slug } }')) as { bots: { id: string; slug: string }[] }).bots.find(
      (one) => one.slug === 'helpdesk',
    )?.id;
    for (const question of questions) {
      const user = house.person({ language_code: 'ru' });
      user.writes(question);
      await user.hears(30_000);
    }
    const person = house.person({ language_code: 'ru' });
    await house.database.prisma.message.updateMany({ where: { role: 'BOT' }, data: { feedback: 1 } });

    house.model.tuning.script.stepsPerLook = 100;
    await vera.call(start, { bot });
    const run = async () => ((await vera.call(runs)) as { trainingRuns: any[] }).trainingRuns[0];
    await until('the run is over', async () => ['SUCCEEDED', 'FAILED'].includes((await run()).status), 60_000);
    expect(await run()).toMatchObject({ status: 'SUCCEEDED', error: null, progress: 1, bot: { slug: 'helpdesk' } });
    const metrics = await (await fetch(`${house.app.url}/metrics`)).text();
    expect(metrics).toMatch(/besedka_training_runs\{kind="OPENAI_FINE_TUNE",status="SUCCEEDED"\} 1/);
    const list = async () => ((await vera.call(models, { bot })) as { tunedModels: any[] }).tunedModels;
    const [tuned] = await list();
    expect(tuned).toMatchObject({ active: false, examples: 10, run: { status: 'SUCCEEDED' }, bot: { model: null } });

    const asked = async (question: string) => {
      const earlier = house.model.control.requests.length;
      person.writes(question);
      const turn = () =>
        house.model.control.requests.slice(earlier).find((one) => one.messages.some((m) => m.content === question));
      await until('the model is asked', () => turn() !== undefined);
      return turn()?.model;
    };
    await vera.call(use, { input: { botId: bot, tunedModelId: tuned.id } });
    expect((await list())[0]).toMatchObject({ active: true, bot: { model: tuned.model } });
    expect(await asked('А сколько стоит доставка в субботу?')).toBe(tuned.model);
    await vera.call(use, { input: { botId: bot, tunedModelId: null } });
    expect(await asked('А самовывоз сколько стоит?')).not.toBe(tuned.model);
    const stranger = { botId: bot, tunedModelId: `tuned_${'0'.repeat(32)}` };
    await expect(vera.call(use, { input: stranger })).rejects.toThrow(/NOT_FOUND/);
  });
});
