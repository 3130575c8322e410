import { type GraphqlApp, openGraphqlApp } from '../kit/graphql-app';

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

/** How many statements the database gets while the work is done. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { pool } = app.database;
  let statements = 0;
  const counted = new Set<object>();
  const count = (client: { query: (...args: any[]) => unknown }) => {
    if (counted.has(client)) return;
    counted.add(client);
    const query = client.query.bind(client);
    client.query = (...args: any[]) => {
      statements += 1;
      return query(...args);
    };
  };
  pool.on('acquire', count);
  await work();
  pool.off('acquire', count);
  for (const client of counted) delete (client as { query?: unknown }).query;
  return statements;
}

describe('the inbox of operators', () => {
  it('costs the same number of statements for two dialogues and for fifty', async () => {
    await waiting(50);
    let nodes: any[] = [];
    const two = await statementsOf(() => app.post(inbox, { first: 2 }));
    const fifty = await statementsOf(async () => {
      const { data, errors } = await app.post(inbox, { first: 50 });
      expect(errors).toBeUndefined();
      nodes = data.dialogues.nodes;
    });
    expect(fifty).toBe(two);
    expect(fifty).toBeLessThanOrEqual(12);
    expect(nodes).toHaveLength(50);
    expect(nodes.map((one) => one.handoff.position)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(nodes[0]).toMatchObject({ user: { displayName: 'User 0' }, unreadCount: 1, status: 'WAITING' });
  }, 60_000);
});
