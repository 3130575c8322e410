import { type GraphqlApp, openGraphqlApp, statementsOf } from '../kit/graphql-app';

let app: GraphqlApp;
beforeAll(async () => {
  app = await openGraphqlApp();
});
afterAll(() => app.close());

const inbox = `query($first: Int!) { dialogues(first: $first, filter: { status: [WAITING] }, orderBy: WAITING_LONGEST) { totalCount nodes {
  id status unreadCount tags user { displayName language } operator { name activeDialogues } bot { name } persona { name }
  lastMessage { text operator { name } } handoff { position reason operator { name } } } } }`;

async function waiting(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const { data } = await app.post(
      'mutation($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }',
      { input: { botId: app.botId, externalUserId: `waits ${n}`, displayName: `User ${n}` } },
    );
    const dialogueId = data.startDialogue.dialogue.id;
    await app.post(
      `mutation($text: SendUserMessageInput!, $handoff: RequestHandoffInput!) {
        sendUserMessage(input: $text) { message { id } } requestHandoff(input: $handoff) { handoff { id } } }`,
      { text: { dialogueId, text: `question ${n}` }, handoff: { dialogueId } },
    );
  }
}

describe('the inbox of operators', () => {
  it('costs the same number of statements for two dialogues and for fifty', async () => {
    await waiting(50);
    let nodes: any[] = [];
    const two = await statementsOf(app.database, () => app.post(inbox, { first: 2 }));
    const fifty = await statementsOf(app.database, async () => {
      const { data, errors } = await app.post(inbox, { first: 50 });
      expect(errors).toBeUndefined();
      nodes = data.dialogues.nodes;
    });
    expect(fifty).toBe(two);
    expect(fifty).toBeLessThanOrEqual(12);
    expect(nodes).toHaveLength(50);
    expect(nodes.map((one) => one.handoff.position)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(nodes[0]).toMatchObject({ user: { displayName: 'User 0' }, unreadCount: 1, status: 'WAITING' });
  }, 180_000);
});
