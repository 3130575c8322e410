import { SuggestionStore } from '../../src/handoff/suggestions.store';
import { absent, appWith, codeOf, dialogueOf, fieldsOf, operatorOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp, statementsOf } from '../kit/graphql-app';
import { gather, socketClient } from '../kit/socket-client';
import { until } from '../kit/until';

let app: GraphqlApp;
let asha: SignedIn;
let boris: SignedIn;
let sonya: SignedIn;
beforeAll(async () => {
  app = await openGraphqlApp();
  asha = await operatorOf(app, 'Asha');
  boris = await operatorOf(app, 'Boris');
  sonya = await operatorOf(app, 'Sonya', 'SUPERVISOR');
});
afterAll(() => app.close());

const accept = 'mutation($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { handoff { id } } }';
const suggestionOf = `query($id: ID!) { dialogue(id: $id) { suggestion { id seq kind status text language createdAt decidedAt
  dialogue { id } operator { name } message { id } citations { passage score document { title } } } } }`;

/** A dialogue with a suggestion, with the suggestion's id. */
async function suggested(user: string, text: string, citations: object[] = []) {
  const dialogueId = await dialogueOf(app, user, 'When do you open?');
  await app.database.transaction((tx) =>
    SuggestionStore.add(tx, { dialogueId, seq: 1, kind: 'DRAFT', text, language: 'en', citations }),
  );
  const { dialogue } = await asha.call(suggestionOf, { id: dialogueId });
  return { dialogueId, suggestion: dialogue.suggestion };
}

describe('a suggestion', () => {
  const take = `mutation($input: AcceptSuggestionInput!) { acceptSuggestion(input: $input) {
    message { id text role operator { name } citations { passage } } suggestion { status decidedAt operator { name } message { text } } } }`;
  const leave =
    'mutation($input: SuggestionInput!) { dismissSuggestion(input: $input) { suggestion { status operator { name } } } }';

  it('is shown with its sources and said as it is, once', async () => {
    const hours = { botId: app.botId, title: 'Hours', text: 'We open at nine.', language: 'en', source: 'a test' };
    const { id: documentId } = await app.domain.knowledge.add(hours);
    const kept = { documentId, passage: 'We open at nine.', score: 0.9 };
    const gone = { documentId: absent('document'), passage: 'gone', score: 1 };
    const { dialogueId, suggestion } = await suggested('as it is', 'At nine.', [kept, gone]);
    expect(suggestion).toMatchObject({
      seq: 1,
      kind: 'DRAFT',
      status: 'PENDING',
      text: 'At nine.',
      language: 'en',
      decidedAt: null,
      operator: null,
      message: null,
      dialogue: { id: dialogueId },
    });
    expect(suggestion.citations).toEqual([{ passage: 'We open at nine.', score: 0.9, document: { title: 'Hours' } }]);
    const input = { suggestionId: suggestion.id, idempotencyKey: 'take 1' };
    expect(codeOf(await asha.ask(take, { input: { suggestionId: suggestion.id } }))).toBe('NOT_YOUR_DIALOGUE');
    await asha.call(accept, { id: dialogueId });
    const client = socketClient(app);
    const changes = gather(
      client,
      'subscription($id: ID) { dialogueChanged(dialogueId: $id) { suggestion { id } lastMessage { text } } }',
      { id: dialogueId },
    );
    const following = () => (app.domain.feed as unknown as { followers: Set<unknown> }).followers.size;
    await until('a follower', () => following() === 1);
    const { acceptSuggestion } = await asha.call(take, { input });
    expect(acceptSuggestion).toMatchObject({
      message: { text: 'At nine.', role: 'OPERATOR', operator: { name: 'Asha' } },
      suggestion: { status: 'ACCEPTED', operator: { name: 'Asha' }, message: { text: 'At nine.' } },
    });
    expect((await asha.call(take, { input })).acceptSuggestion).toEqual(acceptSuggestion);
    expect(codeOf(await asha.ask(take, { input: { suggestionId: suggestion.id } }))).toBe('CONFLICT');
    await until('the change', () => changes.results.length > 0);
    expect(changes.results.at(-1)?.data.dialogueChanged).toEqual({
      suggestion: null,
      lastMessage: { text: 'At nine.' },
    });
    await client.dispose();
  });

  it('is said in the operator’s words', async () => {
    const { dialogueId, suggestion } = await suggested('edited', 'At nine.');
    await asha.call(accept, { id: dialogueId });
    const blank = await asha.ask(take, { input: { suggestionId: suggestion.id, text: ' ' } }, 'ru');
    expect(fieldsOf(blank)).toEqual({ text: 'Текст не может состоять из одних пробелов.' });
    const { acceptSuggestion } = await asha.call(take, {
      input: { suggestionId: suggestion.id, text: 'At ten today.' },
    });
    expect(acceptSuggestion.suggestion).toMatchObject({ status: 'EDITED', message: { text: 'At ten today.' } });
    const { node } = await asha.call('query($id: ID!) { node(id: $id) { ... on Suggestion { status text } } }', {
      id: suggestion.id,
    });
    expect(node).toEqual({ status: 'EDITED', text: 'At nine.' });
  });

  it('is left by whoever has the dialogue', async () => {
    const { dialogueId, suggestion } = await suggested('dismissed', 'At nine.');
    await asha.call(accept, { id: dialogueId });
    const input = { suggestionId: suggestion.id };
    expect(codeOf(await boris.ask(leave, { input }))).toBe('NOT_YOUR_DIALOGUE');
    const { dismissSuggestion } = await asha.call(leave, { input: { ...input, idempotencyKey: 'leave' } });
    expect(dismissSuggestion.suggestion).toEqual({ status: 'DISMISSED', operator: { name: 'Asha' } });
    expect((await asha.call(suggestionOf, { id: dialogueId })).dialogue.suggestion).toBeNull();
    for (const suggestionId of [absent('suggestion'), dialogueId, 'nonsense']) {
      expect(codeOf(await asha.ask(leave, { input: { suggestionId } }))).toBe('NOT_FOUND');
      expect(codeOf(await asha.ask(take, { input: { suggestionId } }))).toBe('NOT_FOUND');
    }
  });

  it('costs a list the same number of statements however long it is', async () => {
    for (const user of ['list 1', 'list 2', 'list 3']) await suggested(user, 'At nine.');
    const list = (first: number) =>
      asha.call(
        `{ dialogues(first: ${first}) { nodes { suggestion { text citations { passage } operator { name } message { id } } } } }`,
      );
    const few = await statementsOf(app.database, () => list(3));
    expect(await statementsOf(app.database, () => list(50))).toBe(few);
  });
});

describe('a proposed piece of knowledge', () => {
  const fields = `id question answer language status createdAt decidedAt bot { slug } dialogue { id } operator { name } document { id title source }`;
  const list = `query($bot: ID!, $status: ProposalStatus, $first: Int, $after: String) {
    knowledgeProposals(bot: $bot, status: $status, first: $first, after: $after) { totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
  const approve = `mutation($input: ApproveKnowledgeProposalInput!) { approveKnowledgeProposal(input: $input) { proposal { ${fields} } } }`;
  const reject = `mutation($input: KnowledgeProposalInput!) { rejectKnowledgeProposal(input: $input) { proposal { ${fields} } } }`;
  let ids: string[];
  let dialogueId: string;

  beforeAll(async () => {
    dialogueId = await dialogueOf(app, 'proposals', 'Hello');
    const rows = Array.from({ length: 5 }, (_, n) => ({
      id: `proposal_${String(n).padStart(32, '0')}`,
      botId: app.botId,
      dialogueId,
      question: `May I bring ${n + 1} parrots?`,
      answer: `Yes: up to ${n + 1} parrots are welcome in the pavilion.`,
      language: 'en',
    }));
    await app.database.prisma.knowledgeProposal.createMany({ data: rows });
    ids = rows.map(({ id }) => id);
  });

  it('is listed page by page, the newest first', async () => {
    const { knowledgeProposals: first } = await sonya.call(list, { bot: app.botId, first: 3, status: 'PENDING' });
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    expect(first.nodes[0]).toMatchObject({
      status: 'PENDING',
      bot: { slug: 'helpdesk' },
      dialogue: { id: dialogueId },
    });
    const { knowledgeProposals: rest } = await sonya.call(list, {
      bot: app.botId,
      first: 3,
      status: 'PENDING',
      after: first.pageInfo.endCursor,
    });
    expect(rest.pageInfo.hasNextPage).toBe(false);
    expect([...first.nodes, ...rest.nodes].map(({ id }: { id: string }) => id)).toEqual(ids.toReversed());
    expect(fieldsOf(await sonya.ask(list, { bot: app.botId, first: 0 }))).toHaveProperty('first');
    expect(fieldsOf(await sonya.ask(list, { bot: app.botId, after: '?' }))).toHaveProperty('after');
    expect(codeOf(await sonya.ask(list, { bot: 'nonsense' }))).toBe('NOT_FOUND');
  });

  it('becomes a document that the bot finds, once', async () => {
    const input = { proposalId: ids[0], question: 'May I bring a parrot?', idempotencyKey: 'approve' };
    const { approveKnowledgeProposal } = await sonya.call(approve, { input });
    const { proposal } = approveKnowledgeProposal;
    expect(proposal).toMatchObject({
      status: 'APPROVED',
      question: 'May I bring a parrot?',
      operator: { name: 'Sonya' },
      document: { title: 'May I bring a parrot?', source: `proposal:${ids[0]}` },
    });
    expect((await sonya.call(approve, { input })).approveKnowledgeProposal).toEqual(approveKnowledgeProposal);
    expect(codeOf(await sonya.ask(approve, { input: { proposalId: ids[0] } }))).toBe('CONFLICT');
    const hits = await asha.call(
      'query($bot: ID!) { searchKnowledge(bot: $bot, query: "May I bring a parrot?", first: 3) { document { id } } }',
      { bot: app.botId },
    );
    expect(hits.searchKnowledge.map((one: any) => one.document.id)).toContain(proposal.document.id);
  });

  it('is left, by those who may decide', async () => {
    expect(codeOf(await asha.ask(reject, { input: { proposalId: ids[1] } }))).toBe('FORBIDDEN');
    expect(codeOf(await asha.ask(approve, { input: { proposalId: ids[1] } }))).toBe('FORBIDDEN');
    const { rejectKnowledgeProposal } = await sonya.call(reject, { input: { proposalId: ids[1] } });
    expect(rejectKnowledgeProposal.proposal).toMatchObject({ status: 'REJECTED', document: null });
    const long = await sonya.ask(approve, { input: { proposalId: ids[2], question: 'x'.repeat(201) } }, 'ru');
    expect(fieldsOf(long)).toEqual({ question: 'Слишком длинно.' });
    for (const proposalId of [`proposal_${'f'.repeat(32)}`, absent('document'), 'nonsense']) {
      expect(codeOf(await sonya.ask(reject, { input: { proposalId } }))).toBe('NOT_FOUND');
      expect(codeOf(await sonya.ask(approve, { input: { proposalId } }))).toBe('NOT_FOUND');
    }
  });

  it('shows no dialogue to an app that may read knowledge only', async () => {
    const reader = await appWith(app, ['knowledge:read']);
    const { knowledgeProposals } = await reader.call(list, { bot: app.botId, status: 'PENDING' });
    expect(knowledgeProposals.nodes[0]).toMatchObject({ dialogue: null, question: 'May I bring 5 parrots?' });
    const { node } = await reader.call('query($id: ID!) { node(id: $id) { ... on KnowledgeProposal { answer } } }', {
      id: ids[2],
    });
    expect(node.answer).toContain('3 parrots');
    const other = await appWith(app, ['dialogues:read']);
    expect(codeOf(await other.ask(list, { bot: app.botId }))).toBe('FORBIDDEN');
  });
});
