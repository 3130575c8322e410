import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';

let app: GraphqlApp;
beforeAll(async () => {
  app = await openGraphqlApp();
});
afterAll(() => app.close());

async function newDialogue(externalUserId: string): Promise<string> {
  const { data, errors } = await app.post(
    'mutation($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }',
    { input: { botId: app.botId, externalUserId } },
  );
  expect(errors).toBeUndefined();
  return data.startDialogue.dialogue.id;
}

async function signedIn(name: string): Promise<Record<string, string>> {
  const email = `${name}@example.org`;
  const password = `secret of ${name}`;
  const invited = await app.post(
    `mutation($input: InviteOperatorInput!) { inviteOperator(input: $input) { operator { id name activeDialogues } } }`,
    { input: { email, name, role: 'OPERATOR', languages: ['ru', 'en'], password } },
  );
  expect(invited.errors).toBeUndefined();
  const answer = await app.post(
    'mutation($input: SignInInput!) { signIn(input: $input) { operator { name presence } } }',
    { input: { email, password } },
    {},
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.data.signIn.operator.name).toBe(name);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^besedka_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  return { cookie: cookie.split(';')[0] ?? '', origin: app.origin };
}

describe('the API', () => {
  it('leads a dialogue from the app’s user to an operator and back', async () => {
    const id = await newDialogue('ada');
    const asha = await signedIn('asha');
    const said = await app.post(
      'mutation($input: SendUserMessageInput!) { sendUserMessage(input: $input) { message { seq role text delivery dialogue { unreadCount language } } } }',
      { input: { dialogueId: id, text: 'Where is my parcel, please?' } },
    );
    expect(said.data.sendUserMessage.message).toEqual({
      seq: 1,
      role: 'USER',
      text: 'Where is my parcel, please?',
      delivery: 'SENT',
      dialogue: { unreadCount: 1, language: 'en' },
    });
    const input = { dialogueId: id };
    const requested = await app.post(
      'mutation($input: RequestHandoffInput!) { requestHandoff(input: $input) { handoff { reason position } dialogue { status } } }',
      { input },
    );
    expect(requested.data.requestHandoff).toEqual({
      handoff: { reason: 'API_REQUEST', position: 1 },
      dialogue: { status: 'WAITING' },
    });
    const queue = await app.post('{ handoffQueue { dialogue { id } position } }', {}, asha);
    expect(queue.data.handoffQueue).toEqual([{ dialogue: { id }, position: 1 }]);
    const accepted = await app.post(
      'mutation($input: AcceptHandoffInput!) { acceptHandoff(input: $input) { handoff { operator { name activeDialogues } position } dialogue { status } } }',
      { input },
      asha,
    );
    expect(accepted.data.acceptHandoff).toEqual({
      handoff: { operator: { name: 'asha', activeDialogues: 1 }, position: null },
      dialogue: { status: 'OPERATOR' },
    });
    const replied = await app.post(
      'mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { seq role text operator { name } } } }',
      { input: { ...input, text: 'It comes tomorrow.' } },
      asha,
    );
    expect(replied.data.sendMessage.message).toMatchObject({ role: 'OPERATOR', operator: { name: 'asha' } });
    const returned = await app.post(
      'mutation($input: DialogueInput!) { returnToBot(input: $input) { handoff { outcome } dialogue { status handoff { id } handoffs { outcome } } } }',
      { input },
      asha,
    );
    expect(returned.data.returnToBot).toEqual({
      handoff: { outcome: 'RETURNED_TO_BOT' },
      dialogue: { status: 'BOT', handoff: null, handoffs: [{ outcome: 'RETURNED_TO_BOT' }] },
    });
    const read = await app.post(
      'query($id: ID!) { dialogue(id: $id) { messages { totalCount nodes { seq role citations { passage } attachments { kind } toolCalls { name } translation(to: "ru") } } } }',
      { id },
      asha,
    );
    expect(read.errors).toBeUndefined();
    const { messages } = read.data.dialogue;
    expect(messages.nodes.map((one: { seq: number }) => one.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(messages.totalCount).toBe(5);
  });

  it('gives a dialogue to one of two who accept at once', async () => {
    const dialogueId = await newDialogue('race');
    const both = [await signedIn('boris'), await signedIn('clara')];
    const answers = await Promise.all(
      both.map((headers) =>
        app.post(
          'mutation($input: AcceptHandoffInput!) { acceptHandoff(input: $input) { handoff { reason } } }',
          { input: { dialogueId } },
          headers,
        ),
      ),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions['code'] ?? 'won');
    expect(new Set(codes)).toEqual(new Set(['ALREADY_CLAIMED', 'won']));
  });
});
