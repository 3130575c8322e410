import { buildSchema, type GraphQLObjectType } from 'graphql';
import { currentSchema } from '../../src/graphql/print-schema';
import { type Scope, scopes } from '../../src/people/viewer';
import { appWith, codeOf, dialogueOf, operatorOf, root, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp, post } from '../kit/graphql-app';

const absent = (type: string) => `${type}_${'0'.repeat(32)}`;
const dialogue = absent('dialogue');

const someTime = 'startsAt: "2026-11-28T10:00:00Z", endsAt: "2026-11-28T12:00:00Z"';
const someHall = `names: {}, descriptions: {}, rules: {}, capacity: 1, pricePerHour: { amount: 1, currency: "RUB" }, openingHours: {}, timeZone: "UTC"`;

/** Who may ask for a field: everybody who is known, operators in person, whoever has a scope, one of several, or all of them. */
type Right =
  | Scope
  | 'anybody'
  | 'operator'
  | 'dialogues:write or users:write'
  | 'dialogues:write and supervise'
  | 'admin and dialogues:read';

/** Each root field of the API: what may ask for it, and a request that asks for nothing but it. */
const rights: Record<string, readonly [Right, string]> = {
  'Query.node': ['dialogues:read', `{ node(id: "${dialogue}") { id } }`],
  'Query.node of knowledge': ['knowledge:read', `{ node(id: "${absent('document')}") { id } }`],
  'Query.node of a proposal': ['knowledge:read', `{ node(id: "${absent('proposal')}") { id } }`],
  'Query.node of a run': ['supervise', `{ node(id: "${absent('training')}") { id } }`],
  'Query.node of a suggestion': ['dialogues:read', `{ node(id: "${absent('suggestion')}") { id } }`],
  'Query.node of a canned reply': ['dialogues:read', `{ node(id: "${absent('canned')}") { id } }`],
  'Query.me': ['anybody', '{ me { __typename } }'],
  'Query.bots': ['dialogues:read', '{ bots { id } }'],
  'Query.dialogue': ['dialogues:read', `{ dialogue(id: "${dialogue}") { id } }`],
  'Query.dialogues': ['dialogues:read', '{ dialogues { totalCount } }'],
  'Query.user': ['dialogues:read', `{ user(id: "${absent('user')}") { id } }`],
  'Query.users': ['dialogues:read', '{ users { totalCount } }'],
  'Query.handoffQueue': ['dialogues:read', '{ handoffQueue { id } }'],
  'Query.operators': ['dialogues:read', '{ operators { id } }'],
  'Query.searchKnowledge': ['knowledge:read', `{ searchKnowledge(bot: "${absent('bot')}", query: "x") { score } }`],
  'Query.knowledgeDocuments': ['knowledge:read', `{ knowledgeDocuments(bot: "${absent('bot')}") { totalCount } }`],
  'Query.knowledgeIndexes': ['knowledge:read', `{ knowledgeIndexes(bot: "${absent('bot')}") { id } }`],
  'Query.node of an index': ['knowledge:read', `{ node(id: "${absent('index')}") { id } }`],
  'Query.knowledgeProposals': ['knowledge:read', `{ knowledgeProposals(bot: "${absent('bot')}") { totalCount } }`],
  'Query.unansweredQuestions': ['knowledge:read', `{ unansweredQuestions(bot: "${absent('bot')}") { totalCount } }`],
  'Query.node of a question': ['knowledge:read', `{ node(id: "${absent('question')}") { id } }`],
  'Query.toolCalls': ['supervise', `{ toolCalls(dialogue: "${dialogue}") { totalCount } }`],
  'Query.node of a tool call': ['supervise', `{ node(id: "${absent('toolcall')}") { id } }`],
  'Query.trainingRuns': ['supervise', '{ trainingRuns { id } }'],
  'Query.accessEntries': ['supervise', `{ accessEntries(bot: "${absent('bot')}") { id } }`],
  'Query.exportUser': ['admin', `{ exportUser(user: "${absent('user')}") }`],
  'Query.detectorVersions': ['supervise', '{ detectorVersions { id } }'],
  'Query.node of a version': ['supervise', `{ node(id: "${absent('detector')}") { id } }`],
  'Query.answerTests': ['knowledge:read', `{ answerTests(bot: "${absent('bot')}") { id } }`],
  'Query.testRuns': ['knowledge:read', `{ testRuns(bot: "${absent('bot')}") { id } }`],
  'Query.testRun': ['knowledge:read', `{ testRun(id: "${absent('testrun')}") { id } }`],
  'Query.promptVersions': ['knowledge:read', `{ promptVersions(bot: "${absent('bot')}") { id } }`],
  'Query.tunedModels': ['supervise', `{ tunedModels(bot: "${absent('bot')}") { id } }`],
  'Query.detectHandoff': ['dialogues:read', '{ detectHandoff(text: "x") { wantsHuman } }'],
  'Query.cannedReplies': ['dialogues:read', '{ cannedReplies { id } }'],
  'Query.webhooks': ['admin', '{ webhooks { id } }'],
  'Query.webhookDeliveries': ['admin', `{ webhookDeliveries(endpoint: "${absent('webhook')}") { totalCount } }`],
  'Query.node of an endpoint': ['admin', `{ node(id: "${absent('webhook')}") { id } }`],
  'Query.httpTools': ['supervise', `{ httpTools(bot: "${absent('bot')}") { id } }`],
  'Query.mcpServers': ['supervise', `{ mcpServers(bot: "${absent('bot')}") { id } }`],
  'Query.node of an HTTP tool': ['supervise', `{ node(id: "${absent('httptool')}") { id } }`],
  'Query.node of an MCP server': ['supervise', `{ node(id: "${absent('mcpserver')}") { id } }`],
  'Query.tryTool': ['admin', `{ tryTool(bot: "${absent('bot')}", name: "x") { error } }`],
  'Query.desk': ['dialogues:read', '{ desk { open } }'],
  ...mutation('createWebhook', 'admin and dialogues:read', 'url: "https://example.org/"'),
  ...mutation('updateWebhook', 'admin', `endpointId: "${absent('webhook')}"`),
  ...mutation('rotateWebhookSecret', 'admin', `endpointId: "${absent('webhook')}"`),
  'Mutation.deleteWebhook': ['admin', `mutation { deleteWebhook(input: { endpointId: "${absent('webhook')}" }) }`],
  ...mutation('testWebhook', 'admin', `endpointId: "${absent('webhook')}"`),
  ...mutation('replayWebhook', 'admin', `endpointId: "${absent('webhook')}", since: "2026-01-01T00:00:00Z"`),
  ...mutation('redeliverWebhook', 'admin', `deliveryId: "${absent('webhookdelivery')}"`),
  'Query.halls': ['dialogues:read', `{ halls(bot: "${absent('bot')}") { id } }`],
  'Query.bookings': ['dialogues:read', '{ bookings { totalCount } }'],
  'Query.node of a hall': ['dialogues:read', `{ node(id: "${absent('hall')}") { id } }`],
  'Query.payments': ['dialogues:read', '{ payments { totalCount } }'],
  'Query.node of a payment': ['dialogues:read', `{ node(id: "${absent('payment')}") { id } }`],
  'Query.node of a booking': ['dialogues:read', `{ node(id: "${absent('booking')}") { id } }`],
  'Mutation.signOut': ['anybody', 'mutation { signOut }'],
  'Mutation.setPresence': ['operator', 'mutation { setPresence(presence: AWAY) { id } }'],
  ...mutation('sendMessage', 'dialogues:write', `dialogueId: "${dialogue}", text: "x"`),
  ...mutation('editMessage', 'dialogues:write', `messageId: "${absent('message')}", text: "x"`),
  ...mutation('sendCannedReply', 'dialogues:write', `dialogueId: "${dialogue}", replyId: "${absent('canned')}"`),
  ...mutation('addNote', 'dialogues:write', `dialogueId: "${dialogue}", text: "x"`),
  ...mutation('requestHandoff', 'dialogues:write', `dialogueId: "${dialogue}"`),
  ...mutation('acceptHandoff', 'operator', `dialogueId: "${dialogue}"`),
  ...mutation('transferDialogue', 'dialogues:write', `dialogueId: "${dialogue}", operatorId: "${absent('operator')}"`),
  ...mutation('releaseDialogue', 'dialogues:write', `dialogueId: "${dialogue}"`),
  ...mutation('returnToBot', 'dialogues:write', `dialogueId: "${dialogue}"`),
  ...mutation('closeDialogue', 'dialogues:write', `dialogueId: "${dialogue}"`),
  ...mutation('markRead', 'dialogues:write', `dialogueId: "${dialogue}"`),
  ...mutation('setTags', 'dialogues:write', `dialogueId: "${dialogue}", tags: []`),
  ...mutation('acceptSuggestion', 'dialogues:write', `suggestionId: "${absent('suggestion')}"`),
  ...mutation('dismissSuggestion', 'dialogues:write', `suggestionId: "${absent('suggestion')}"`),
  ...mutation('setUserLanguage', 'dialogues:write or users:write', `userId: "${absent('user')}", language: "en"`),
  ...mutation('startDialogue', 'users:write', `botId: "${absent('bot')}", externalUserId: "x"`),
  ...mutation('sendUserMessage', 'users:write', `dialogueId: "${dialogue}", text: "x"`),
  ...mutation('rateDialogue', 'users:write', `dialogueId: "${dialogue}", rating: 5`),
  ...mutation('giveFeedback', 'users:write', `messageId: "${absent('message')}", helpful: true`),
  ...mutation('addKnowledge', 'knowledge:write', `botId: "${absent('bot')}", title: "x", text: "x"`),
  ...mutation('addKnowledgeUrl', 'knowledge:write', `botId: "${absent('bot')}", url: "https://example.org/"`),
  ...mutation('removeKnowledge', 'knowledge:write', `documentId: "${absent('document')}"`),
  ...mutation('publishKnowledgeIndex', 'knowledge:write', `indexId: "${absent('index')}"`),
  ...mutation('approveKnowledgeProposal', 'knowledge:write', `proposalId: "${absent('proposal')}"`),
  ...mutation('rejectKnowledgeProposal', 'knowledge:write', `proposalId: "${absent('proposal')}"`),
  ...mutation('resolveUnanswered', 'knowledge:write', `questionId: "${absent('question')}"`),
  ...mutation('saveCannedReply', 'supervise', `id: "${absent('canned')}", title: "x", en: "x"`),
  ...mutation('removeCannedReply', 'supervise', `replyId: "${absent('canned')}"`),
  ...mutation('startTraining', 'supervise', 'kind: OPENAI_FINE_TUNE'),
  ...mutation('cancelTraining', 'supervise', `runId: "${absent('training')}"`),
  ...mutation('addTrainingExample', 'supervise', 'text: "", wantsHuman: true'),
  ...mutation('activateDetector', 'supervise', `versionId: "${absent('detector')}"`),
  ...mutation('addAnswerTest', 'knowledge:write', `botId: "${absent('bot')}", language: "en", question: "x"`),
  'Mutation.removeAnswerTest': [
    'knowledge:write',
    `mutation { removeAnswerTest(input: { testId: "${absent('test')}" }) }`,
  ],
  ...mutation('runAnswerTests', 'knowledge:write', `botId: "${absent('bot')}"`),
  ...mutation('cancelTestRun', 'knowledge:write', `runId: "${absent('testrun')}"`),
  ...mutation('addPromptVersion', 'supervise', `botId: "${absent('bot')}", persona: "x", en: "x"`),
  ...mutation('publishPrompt', 'supervise', `botId: "${absent('bot')}", persona: "x"`),
  ...mutation('useModel', 'supervise', `botId: "${absent('bot')}"`),
  ...mutation('updateOperator', 'supervise', `operatorId: "${absent('operator')}", capacity: 3`),
  ...mutation(
    'createTelegramInvite',
    'dialogues:write',
    `botId: "${absent('bot')}", operatorId: "${absent('operator')}"`,
  ),
  ...mutation('unlinkTelegram', 'dialogues:write and supervise', `operatorId: "${absent('operator')}"`),
  ...mutation('grantAccess', 'supervise', `botId: "${absent('bot')}", kind: USER, value: "1"`),
  'Mutation.revokeAccess': ['supervise', `mutation { revokeAccess(input: { entryId: "${absent('access')}" }) }`],
  ...mutation('createBooking', 'dialogues:write', `hallId: "${absent('hall')}", ${someTime}, clientName: "x"`),
  ...mutation('cancelBooking', 'dialogues:write', `bookingId: "${absent('booking')}"`),
  ...mutation('correctBooking', 'dialogues:write', `bookingId: "${absent('booking')}", version: 1`),
  ...mutation('noteRefund', 'supervise', `paymentId: "${absent('payment')}", reference: "x"`),
  ...mutation('createHall', 'supervise', `botId: "${absent('bot')}", slug: "x", ${someHall}`),
  ...mutation('updateHall', 'supervise', `hallId: "${absent('hall')}"`),
  ...mutation('archiveHall', 'supervise', `hallId: "${absent('hall')}"`),
  ...mutation('blockHallTime', 'supervise', `hallId: "${absent('hall')}", ${someTime}`),
  ...mutation('unblockHallTime', 'supervise', `occupancyId: "${absent('occupancy')}"`),
  ...mutation('createAccessInvite', 'supervise', `botId: "${absent('bot')}"`),
  ...mutation('blockUser', 'users:write', `userId: "${absent('user')}"`),
  ...mutation('unblockUser', 'users:write', `userId: "${absent('user')}"`),
  ...mutation('eraseUser', 'admin', `userId: "${absent('user')}"`),
  ...mutation('setPersona', 'dialogues:write or users:write', `dialogueId: "${dialogue}", persona: "x"`),
  ...mutation('addHttpTool', 'admin', `botId: "${absent('bot')}", name: "x", url: "x", description: {}`),
  ...mutation('updateHttpTool', 'admin', `toolId: "${absent('httptool')}", name: "x", url: "x", description: {}`),
  ...mutation('enableHttpTool', 'admin', `toolId: "${absent('httptool')}", enabled: false`),
  'Mutation.removeHttpTool': ['admin', `mutation { removeHttpTool(input: { toolId: "${absent('httptool')}" }) }`],
  ...mutation('addMcpServer', 'admin', `botId: "${absent('bot')}", name: "x", url: "x", tools: []`),
  ...mutation('updateMcpServer', 'admin', `serverId: "${absent('mcpserver')}", name: "x", url: "x", tools: []`),
  ...mutation('enableMcpServer', 'admin', `serverId: "${absent('mcpserver')}", enabled: false`),
  'Mutation.removeMcpServer': ['admin', `mutation { removeMcpServer(input: { serverId: "${absent('mcpserver')}" }) }`],
  ...mutation('createApiKey', 'admin', 'name: "x", scopes: []'),
  'Mutation.revokeApiKey': ['admin', `mutation { revokeApiKey(input: { clientId: "${absent('client')}" }) }`],
  ...mutation('inviteOperator', 'admin', 'email: "x", name: "x", role: OPERATOR, languages: []'),
  'Subscription.messageAdded': ['dialogues:read', `subscription { messageAdded(dialogueId: "${dialogue}") { id } }`],
  'Subscription.dialogueChanged': [
    'dialogues:read',
    `subscription { dialogueChanged(dialogueId: "${dialogue}") { id } }`,
  ],
  'Subscription.handoffChanged': ['dialogues:read', `subscription { handoffChanged(bot: "${absent('bot')}") { id } }`],
  'Subscription.replyStreamed': [
    'dialogues:read',
    `subscription { replyStreamed(dialogueId: "${dialogue}") { done } }`,
  ],
  'Subscription.events': ['dialogues:read', `subscription { events(dialogueId: "${dialogue}") { cursor } }`],
  'Subscription.trainingProgress': [
    'supervise',
    `subscription { trainingProgress(runId: "${absent('training')}") { id } }`,
  ],
};

function mutation(name: string, right: Right, input: string): Record<string, readonly [Right, string]> {
  return { [`Mutation.${name}`]: [right, `mutation { ${name}(input: { ${input} }) { __typename } }`] };
}

const ofOperators: readonly Scope[] = ['dialogues:read', 'dialogues:write', 'knowledge:read'];
const ofSupervisors: readonly Scope[] = [...ofOperators, 'users:write', 'knowledge:write', 'supervise'];

function allowed(right: Right, who: { scopes: readonly string[]; operator: boolean }): boolean {
  if (right === 'anybody') return true;
  if (right === 'operator') return who.operator;
  if (right.includes(' or ')) return right.split(' or ').some((scope) => who.scopes.includes(scope));
  return right.split(' and ').every((scope) => who.scopes.includes(scope));
}

const cases = Object.entries(rights).map(([field, [right, query]]) => ({ field, right, query }));

let app: GraphqlApp;
/** Apps that have one scope, and apps that have all but one. */
let apps: (SignedIn & { readonly scopes: readonly Scope[] })[];
beforeAll(async () => {
  app = await openGraphqlApp();
  const sets = scopes.flatMap((scope) => [[scope], scopes.filter((one) => one !== scope)]);
  apps = await Promise.all(sets.map(async (some) => ({ ...(await appWith(app, some)), scopes: some })));
});
afterAll(() => app.close());

/** The code of what a caller gets; a subscription is asked for as a stream, which ends with its refusal. */
async function codeFor(query: string, headers: Record<string, string>): Promise<string | undefined> {
  if (!query.startsWith('subscription')) return codeOf(await post(app.url, { query }, headers));
  const response = await fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
  });
  return /"code":"(\w+)"/.exec(await response.text())?.[1];
}

describe('the rights to each field', () => {
  it('are laid down for every field of the roots', async () => {
    const schema = buildSchema(await currentSchema());
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = roots.flatMap((type) => fieldsOf(type)).filter((field) => field !== 'Mutation.signIn');
    expect(fields.filter((field) => !(field in rights))).toEqual([]);
  });

  // An address that shows no credentials may ask 30 times a minute.
  it.each(cases.filter((_, n) => n % 7 === 0))('$field is for nobody unknown', async ({ query }) => {
    expect(await codeFor(query, { authorization: 'Bearer bsk_nonsense' })).toBe('UNAUTHENTICATED');
  });

  it.each(cases)('$field is for apps with $right', async ({ right, query }) => {
    for (const { headers, scopes: held } of apps) {
      const code = await codeFor(query, headers);
      const may = allowed(right, { scopes: held, operator: false });
      expect({ held, forbidden: code === 'FORBIDDEN' }).toEqual({ held, forbidden: !may });
    }
  });

  it.each([
    ['OPERATOR', ofOperators],
    ['SUPERVISOR', ofSupervisors],
    ['ADMIN', [...ofSupervisors, 'admin']],
  ] as const)('%s has those of the operator role', async (role, held) => {
    for (const { field, right, query } of cases) {
      if (field === 'Mutation.signOut') continue;
      const asking = await askerOf(role);
      const code = await codeFor(query, asking.headers);
      const may = allowed(right, { scopes: held, operator: true });
      expect({ field, forbidden: code === 'FORBIDDEN' }).toEqual({ field, forbidden: !may });
    }
  });

  it('are asked for inside of answers, too', async () => {
    const having = (scope: Scope) => apps.find((one) => one.scopes.length === 1 && one.scopes[0] === scope)!;
    const figures = '{ desk { figures { waiting } } }';
    expect(codeOf(await having('dialogues:read').ask(figures))).toBe('FORBIDDEN');
    const own = await dialogueOf(app, 'inside');
    expect(codeOf(await having('users:write').ask(`{ dialogue(id: "${own}") { id } }`))).toBe('FORBIDDEN');
    const start = `mutation { startDialogue(input: { botId: "${app.botId}", externalUserId: "x" }) {
      dialogue { id status lastMessage { text } suggestion { text } messages { totalCount } } } }`;
    const brought = await having('users:write').ask(start);
    expect([codeOf(brought), brought.errors?.[0]?.path]).toEqual([
      'FORBIDDEN',
      ['startDialogue', 'dialogue', 'messages'],
    ]);
    const { startDialogue } = await having('users:write').call(start.replace('messages { totalCount }', ''));
    await app.domain.speech.addNote(root, { dialogueId: startDialogue.dialogue.id, text: 'A difficult one.' });
    const again = await having('users:write').call(start.replace('messages { totalCount }', ''));
    expect(again.startDialogue.dialogue).toMatchObject({ status: 'BOT', lastMessage: null, suggestion: null });
  });
});

function fieldsOf(type: GraphQLObjectType | null | undefined): string[] {
  return Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name}.${name}`);
}

const askers = new Map<string, Promise<SignedIn>>();
/** An operator of a role, one for all questions; the rate of one operator is enough for them. */
function askerOf(role: 'OPERATOR' | 'SUPERVISOR' | 'ADMIN'): Promise<SignedIn> {
  const asker = askers.get(role) ?? operatorOf(app, role.toLowerCase(), role);
  askers.set(role, asker);
  return asker;
}
