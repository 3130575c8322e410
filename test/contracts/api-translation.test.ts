import path from 'node:path';
import { Loaders } from '../../src/graphql/loaders';
import { MessageTranslations } from '../../src/graphql/message-translations';
import { openLocales } from '../../src/infra/locales';
import { openLog } from '../../src/infra/log';
import { openOpenAiModel } from '../../src/language-model/openai-model';
import { type OpenAiStandin, startOpenAiStandin } from '../../src/standins/openai/openai-standin';
import { ModelTranslator } from '../../src/translation/model-translator';
import { codeOf, dialogueOf, operatorOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp, statementsOf } from '../kit/graphql-app';
import { until } from '../kit/until';

let app: GraphqlApp;
let standin: OpenAiStandin;
let asha: SignedIn;
beforeAll(async () => {
  const log = openLog('silent');
  standin = await startOpenAiStandin({ log });
  const locales = await openLocales(path.join(__dirname, '../../locales'));
  const model = openOpenAiModel({ apiKey: 'key', baseUrl: standin.baseUrl, model: 'stand-in', log });
  app = await openGraphqlApp({ translator: new ModelTranslator({ model, locales }) });
  asha = await operatorOf(app, 'Asha');
});
afterEach(() => standin.control.reset());
afterAll(async () => {
  await app.domain.translations.close();
  await app.close();
  await standin.close();
});

const messagesOf = `query($id: ID!, $to: LanguageTag!) { dialogue(id: $id) { messages(first: 100) { nodes { text language translation(to: $to) } } } }`;
const asked = () => standin.control.requests.length;

async function translated(id: string, to: string): Promise<(string | null)[]> {
  const { dialogue } = await asha.call(messagesOf, { id, to });
  return dialogue.messages.nodes.map((one: { translation: string | null }) => one.translation);
}

describe('a message in another language', () => {
  it('is made once, for whoever asks, and is null in its own language', async () => {
    standin.control.translate({ 'Где мой заказ?': 'Where is my order?' });
    const id = await dialogueOf(app, 'once', 'Где мой заказ?');
    expect(await translated(id, 'en')).toEqual(['Where is my order?']);
    const before = asked();
    expect(await translated(id, 'en-GB')).toEqual(['Where is my order?']);
    expect(await translated(id, 'ru')).toEqual([null]);
    expect(asked()).toBe(before);
  });

  it('shows the operator what the user gets', async () => {
    standin.control.translate({ 'Заказ уже в пути.': 'The order is on its way.' });
    const id = await dialogueOf(app, 'both', 'Where is my order, please?');
    await asha.call('mutation($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { handoff { id } } }', { id });
    const { sendMessage } = await asha.call(
      `mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { text language translation(to: "en") } } }`,
      { input: { dialogueId: id, text: 'Заказ уже в пути.' } },
    );
    expect(sendMessage.message).toEqual({
      text: 'Заказ уже в пути.',
      language: 'ru',
      translation: 'The order is on its way.',
    });
  });

  it('is made anew after an edit', async () => {
    standin.control.translate({ 'Мы открыты.': 'We are open.', 'Мы закрыты.': 'We are closed.' });
    const id = await dialogueOf(app, 'edited', 'Are you open today?');
    await asha.call('mutation($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { handoff { id } } }', { id });
    const { sendMessage } = await asha.call(
      'mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { id translation(to: "en") } } }',
      { input: { dialogueId: id, text: 'Мы открыты.' } },
    );
    expect(sendMessage.message.translation).toBe('We are open.');
    const { editMessage } = await asha.call(
      'mutation($input: EditMessageInput!) { editMessage(input: $input) { message { translation(to: "en") } } }',
      { input: { messageId: sendMessage.message.id, text: 'Мы закрыты.' } },
    );
    expect(editMessage.message.translation).toBe('We are closed.');
  });

  it('is made for the newest of a long list first, a bounded number at once', async () => {
    const texts = Array.from({ length: 30 }, (_, n) => `Где мой заказ номер ${n + 100}?`);
    standin.control.translate(Object.fromEntries(texts.map((text, n) => [text, `Where is my order ${n + 100}?`])));
    const id = await dialogueOf(app, 'long', ...texts);
    const first = await translated(id, 'en');
    expect(first.filter((text) => text !== null)).toHaveLength(20);
    expect(first.slice(10)).toEqual(texts.slice(10).map((_, n) => `Where is my order ${n + 110}?`));
    expect(await translated(id, 'en')).not.toContain(null);
    const { statements, requests } = await counted(() => translated(id, 'en'));
    const short = await dialogueOf(app, 'short', 'Где мой заказ номер 100?');
    await translated(short, 'en');
    expect(await counted(() => translated(short, 'en'))).toEqual({ statements, requests });
    expect(requests).toBe(0);
  });

  it('is there later where it takes long', async () => {
    const id = await dialogueOf(app, 'slow', 'Где мой заказ?');
    standin.control.translate({ 'Где мой заказ?': 'Where is my order?' });
    standin.control.delayMs = 300;
    const loaders = new Loaders(app.domain);
    const [message] = await app.domain.dialogues.messagesAfter(id, 0, 1);
    const impatient = new MessageTranslations(app.domain, loaders, 10);
    expect(await impatient.load([{ message: message!, to: 'en' }])).toEqual([null]);
    await until('the translation', async () => (await translated(id, 'en'))[0] === 'Where is my order?');
  });

  it('is null, and no error, where the translator fails', async () => {
    const id = await dialogueOf(app, 'away', 'Где мой подарок?');
    standin.control.failNext({ kind: 'status', status: 400 }, 5);
    expect(await translated(id, 'en')).toEqual([null]);
  });

  it('is dear: not every message of every dialogue is translated in one request', async () => {
    const many = '{ dialogues(first: 20) { nodes { messages(first: 50) { nodes { translation(to: "en") } } } } }';
    expect(codeOf(await asha.ask(many))).toBe('QUERY_TOO_COMPLEX');
    const bad = await asha.ask(messagesOf, { id: 'x', to: 'not a tag' });
    expect(codeOf(bad)).toBe('BAD_USER_INPUT');
  });

  it('is said to be possible by the desk', async () => {
    expect((await asha.call('{ desk { translator } }')).desk.translator).toBe(true);
  });
});

async function counted(work: () => Promise<unknown>): Promise<{ statements: number; requests: number }> {
  const before = asked();
  const statements = await statementsOf(app.database, work);
  return { statements, requests: asked() - before };
}
