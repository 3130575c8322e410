import { say } from '../../src/dialogues/speech';
import { appWith, codeOf, dialogueOf, operatorOf, rootOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';

let app: GraphqlApp;
let shop: SignedIn;

beforeAll(async () => {
  app = await openGraphqlApp();
  shop = await appWith(app, ['users:write', 'dialogues:read', 'dialogues:write']);
});
afterAll(() => app?.close());

const give = 'mutation($input: GiveFeedbackInput!) { giveFeedback(input: $input) { message { feedback } } }';
const figures = '{ desk { figures { answersLiked answersDisliked } } }';

/** A dialogue of the app with an answer of the bot, and the answer. */
async function answered(user: string): Promise<{ dialogueId: string; messageId: string }> {
  const { startDialogue } = await shop.call(
    'mutation($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }',
    { input: { botId: app.botId, externalUserId: user } },
  );
  const dialogueId = startDialogue.dialogue.id;
  const utterance = { dialogueId, role: 'BOT', text: 'Two days.', language: 'en' } as const;
  const message = await app.domain.events.transact((tx, tell) => say(tx, tell, { utterance }));
  if (!message) throw new Error('nothing was said');
  return { dialogueId, messageId: message.id };
}

const eventsOf = async (messageId: string) => {
  const { rows } = await app.database.pool.query(
    `select 1 from events where kind = 'MESSAGE_UPDATED' and message_id = $1`,
    [messageId],
  );
  return rows.length;
};

describe('what the user of an app thinks of an answer', () => {
  it('is kept with it, may change, and is told; the same once more changes nothing', async () => {
    const { messageId } = await answered('first');
    const say = async (helpful: boolean, idempotencyKey?: string) =>
      (await shop.call(give, { input: { messageId, helpful, idempotencyKey } })).giveFeedback.message.feedback;
    expect(await say(false, 'one')).toBe(-1);
    expect(await say(false)).toBe(-1);
    expect(await eventsOf(messageId)).toBe(1);
    expect(await say(true)).toBe(1);
    expect(await eventsOf(messageId)).toBe(2);
    expect(await say(false, 'one')).toBe(1);
  });

  it('is for the app that brought the user to say, and of answers only', async () => {
    const { messageId, dialogueId } = await answered('second');
    const other = await appWith(app, ['users:write']);
    expect(codeOf(await other.ask(give, { input: { messageId, helpful: true } }))).toBe('NOT_FOUND');
    const { sendUserMessage } = await shop.call(
      'mutation($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { id } } }',
      { input: { dialogueId, text: 'Thank you' } },
    );
    const own = { messageId: sendUserMessage.message.id, helpful: true };
    expect(codeOf(await shop.ask(give, { input: own }))).toBe('CONFLICT');
    const ofTelegram = await dialogueOf(app, 'telegram user', 'Hello');
    const { dialogue } = await rootOf(app).call(
      'query($id: ID!) { dialogue(id: $id) { lastMessage { id feedback } } }',
      { id: ofTelegram },
    );
    expect(dialogue.lastMessage.feedback).toBeNull();
    expect(codeOf(await other.ask(give, { input: { messageId: dialogue.lastMessage.id, helpful: true } }))).toBe(
      'NOT_FOUND',
    );
  });

  it('is counted for supervisors', async () => {
    const sonya = await operatorOf(app, 'Sonya', 'SUPERVISOR');
    const before = (await sonya.call(figures)).desk.figures;
    for (const [user, helpful] of [
      ['third', true],
      ['fourth', true],
      ['fifth', false],
    ] as const) {
      const { messageId } = await answered(user);
      await shop.call(give, { input: { messageId, helpful } });
    }
    expect((await sonya.call(figures)).desk.figures).toEqual({
      answersLiked: before.answersLiked + 2,
      answersDisliked: before.answersDisliked + 1,
    });
  });
});
