import { absent, appWith, codeOf, dialogueOf, fieldsOf, operatorOf, rootOf, type SignedIn } from '../kit/api-people';
import { type GraphqlApp, openGraphqlApp, statementsOf } from '../kit/graphql-app';

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
const send = `mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { id text replyTo { id text } } } }`;
const edit = `mutation($input: EditMessageInput!) { editMessage(input: $input) { message { id text editedAt } } }`;
const release = `mutation($input: ReleaseDialogueInput!) { releaseDialogue(input: $input) {
  handoff { position operator { name } waitingSince assigned } dialogue { status operator { name } } } }`;
const setTags = 'mutation($input: SetTagsInput!) { setTags(input: $input) { dialogue { tags } } }';
const rate =
  'mutation($input: RateDialogueInput!) { rateDialogue(input: $input) { dialogue { rating handoffs { rating } } } }';

/** A dialogue that an operator has. */
async function heldBy(operator: SignedIn, user: string, ...texts: string[]): Promise<string> {
  const id = await dialogueOf(app, user, ...texts);
  await operator.call(accept, { id });
  return id;
}

describe('what an operator says', () => {
  it('may answer one message of the dialogue', async () => {
    const dialogueId = await heldBy(asha, 'reply', 'Which sizes are there?');
    const { dialogue } = await asha.call(
      'query($id: ID!) { dialogue(id: $id) { messages(first: 1) { nodes { id replyTo { id } } } } }',
      { id: dialogueId },
    );
    const [question] = dialogue.messages.nodes;
    expect(question.replyTo).toBeNull();
    const { sendMessage } = await asha.call(send, { input: { dialogueId, text: 'S to XL.', replyToId: question.id } });
    expect(sendMessage.message).toMatchObject({
      text: 'S to XL.',
      replyTo: { id: question.id, text: 'Which sizes are there?' },
    });
    const foreign = await dialogueOf(app, 'reply elsewhere', 'Hello?');
    const { dialogue: other } = await asha.call('query($id: ID!) { dialogue(id: $id) { lastMessage { id } } }', {
      id: foreign,
    });
    for (const replyToId of [other.lastMessage.id, absent('message'), 'nonsense']) {
      const refused = await asha.ask(send, { input: { dialogueId, text: 'x', replyToId } }, 'ru');
      expect([codeOf(refused), fieldsOf(refused)]).toEqual([
        'BAD_USER_INPUT',
        { replyToId: 'Такого сообщения в этом диалоге нет.' },
      ]);
    }
  });

  it('can be changed by them, by a supervisor, and by nobody else', async () => {
    const dialogueId = await heldBy(asha, 'edit', 'When do you open?');
    const { sendMessage } = await asha.call(send, { input: { dialogueId, text: 'At nin.' } });
    const messageId = sendMessage.message.id;
    const changed = await asha.call(edit, { input: { messageId, text: 'At nine.', idempotencyKey: 'edit 1' } });
    expect(changed.editMessage.message).toMatchObject({ id: messageId, text: 'At nine.' });
    expect(changed.editMessage.message.editedAt).not.toBeNull();
    const again = await asha.call(edit, { input: { messageId, text: 'At nine.', idempotencyKey: 'edit 1' } });
    expect(again).toEqual(changed);
    expect(codeOf(await boris.ask(edit, { input: { messageId, text: 'At ten.' } }))).toBe('NOT_FOUND');
    await sonya.call(edit, { input: { messageId, text: 'At nine, every day.' } });
    const { dialogue } = await asha.call(
      'query($id: ID!) { dialogue(id: $id) { messages { nodes { id role } } lastMessage { text } } }',
      { id: dialogueId },
    );
    expect(dialogue.lastMessage.text).toBe('At nine, every day.');
    const ofUser = dialogue.messages.nodes.find((one: { role: string }) => one.role === 'USER').id;
    for (const id of [ofUser, absent('message'), dialogueId, 'nonsense']) {
      expect(codeOf(await sonya.ask(edit, { input: { messageId: id, text: 'x' } }))).toBe('NOT_FOUND');
    }
    const empty = await asha.ask(edit, { input: { messageId, text: ' ' } });
    expect(fieldsOf(empty)).toEqual({ text: 'The text cannot consist of spaces only.' });
  });
});

describe('a dialogue', () => {
  it('goes back into the queue with a note, by its holder or a supervisor only', async () => {
    const dialogueId = await heldBy(asha, 'release', 'I need help');
    expect(codeOf(await boris.ask(release, { input: { dialogueId } }))).toBe('NOT_YOUR_DIALOGUE');
    const input = { dialogueId, note: 'They need the warehouse.', idempotencyKey: 'release 1' };
    const released = await asha.call(release, { input });
    expect(released.releaseDialogue).toMatchObject({
      handoff: { operator: null, assigned: false },
      dialogue: { status: 'WAITING', operator: null },
    });
    expect(released.releaseDialogue.handoff.position).toBeGreaterThan(0);
    const repeated = await asha.call(release, { input });
    expect(repeated.releaseDialogue.dialogue.status).toBe('WAITING');
    const { dialogue } = await boris.call(
      'query($id: ID!) { dialogue(id: $id) { messages { nodes { role text operator { name } } } } }',
      { id: dialogueId },
    );
    const notes = dialogue.messages.nodes.filter((one: { role: string }) => one.role === 'NOTE');
    expect(notes).toEqual([{ role: 'NOTE', text: 'They need the warehouse.', operator: { name: 'Asha' } }]);
    await boris.call(accept, { id: dialogueId });
    await sonya.call(release, { input: { dialogueId } });
    expect(codeOf(await sonya.ask(release, { input: { dialogueId } }))).toBe('CONFLICT');
    expect(codeOf(await sonya.ask(release, { input: { dialogueId: absent('dialogue') } }))).toBe('NOT_FOUND');
  });

  it('is found by its marks', async () => {
    const dialogueId = await dialogueOf(app, 'tags');
    const tags = ['Return', ' vip ', 'return'];
    const { setTags: tagged } = await asha.call(setTags, { input: { dialogueId, tags } });
    expect(tagged.dialogue.tags).toEqual(['return', 'vip']);
    const { dialogues } = await asha.call('{ dialogues(filter: { tag: "vip" }) { nodes { id } } }');
    expect(dialogues.nodes).toEqual([{ id: dialogueId }]);
    const bad = await asha.ask(setTags, { input: { dialogueId, tags: ['<b>'] } }, 'ru');
    expect(fieldsOf(bad)).toEqual({ tags: 'Метка — до 40 букв, цифр, пробелов и дефисов.' });
    const many = Array.from({ length: 21 }, (_, n) => `tag ${n}`);
    expect(fieldsOf(await asha.ask(setTags, { input: { dialogueId, tags: many } }))).toHaveProperty('tags');
  });

  it('is rated by the app that brought its user, after an operator helped', async () => {
    const shop = await appWith(app, ['users:write', 'dialogues:read', 'dialogues:write']);
    const other = await appWith(app, ['users:write']);
    const { startDialogue } = await shop.call(
      'mutation($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }',
      { input: { botId: app.botId, externalUserId: 'rating' } },
    );
    const dialogueId = startDialogue.dialogue.id;
    expect(codeOf(await shop.ask(rate, { input: { dialogueId, rating: 5 } }))).toBe('CONFLICT');
    await asha.call(accept, { id: dialogueId });
    await asha.call('mutation($id: ID!) { closeDialogue(input: { dialogueId: $id }) { dialogue { status } } }', {
      id: dialogueId,
    });
    expect(codeOf(await other.ask(rate, { input: { dialogueId, rating: 5 } }))).toBe('NOT_FOUND');
    const rated = await shop.call(rate, { input: { dialogueId, rating: 4, idempotencyKey: 'rate' } });
    expect(rated.rateDialogue.dialogue).toEqual({ rating: 4, handoffs: [{ rating: 4 }] });
    for (const rating of [0, 6, -1]) {
      const refused = await shop.ask(rate, { input: { dialogueId, rating } });
      expect(fieldsOf(refused)).toEqual({ rating: 'A rating is a whole number from 1 to 5.' });
    }
  });

  it('says what its handoff came from', async () => {
    const dialogueId = await dialogueOf(app, 'handoff', 'Is the shop open on Sunday?');
    await app.domain.handoff.hear({ dialogueId, reason: 'POLICY', topic: 'refund', confidence: 1 });
    const { dialogue } = await asha.call(
      `query($id: ID!) { dialogue(id: $id) { subject memory handoff { reason topic lastQuestion summary reminders offeredAt leftMessageAt
        waitingSince requestedAt assigned firstReplyAt rating confidence } } }`,
      { id: dialogueId },
    );
    expect(dialogue).toMatchObject({ subject: null, memory: null });
    expect(dialogue.handoff).toMatchObject({
      reason: 'POLICY',
      topic: 'refund',
      lastQuestion: 'Is the shop open on Sunday?',
      summary: null,
      reminders: 0,
      offeredAt: null,
      leftMessageAt: null,
      assigned: false,
      firstReplyAt: null,
      rating: null,
      confidence: 1,
    });
    expect(Date.parse(dialogue.handoff.waitingSince)).toBe(Date.parse(dialogue.handoff.requestedAt));
    await asha.call(accept, { id: dialogueId });
    await asha.call(send, { input: { dialogueId, text: 'Until six.' } });
    await asha.call('mutation($id: ID!) { returnToBot(input: { dialogueId: $id }) { handoff { id } } }', {
      id: dialogueId,
    });
    const after = await asha.call('query($id: ID!) { dialogue(id: $id) { memory handoffs { firstReplyAt } } }', {
      id: dialogueId,
    });
    expect(after.dialogue.memory).toContain('Until six.');
    expect(after.dialogue.handoffs[0].firstReplyAt).not.toBeNull();
  });
});

describe('canned replies', () => {
  const save = `mutation($input: SaveCannedReplyInput!) { saveCannedReply(input: $input) { reply { id title ru en bot { slug } } } }`;
  const list = `query($bot: ID, $search: String, $first: Int) { cannedReplies(bot: $bot, search: $search, first: $first) { title bot { id } } }`;
  const sendCanned =
    'mutation($input: SendCannedReplyInput!) { sendCannedReply(input: $input) { message { text role } } }';
  const remove = 'mutation($input: CannedReplyInput!) { removeCannedReply(input: $input) { replyId } }';

  it('are kept by supervisors, found by operators, and said in the user’s language', async () => {
    const input = {
      title: 'Greeting',
      ru: 'Здравствуйте, {{user}}! Меня зовут {{operator}}.',
      en: 'Hello {{user}}, I am {{operator}}.',
      idempotencyKey: 'canned 1',
    };
    const { saveCannedReply } = await sonya.call(save, { input });
    expect(saveCannedReply.reply).toMatchObject({ title: 'Greeting', ru: input.ru, en: input.en, bot: null });
    expect((await sonya.call(save, { input })).saveCannedReply).toEqual(saveCannedReply);
    await sonya.call(save, { input: { title: 'Payment', ru: 'Картой или при получении.', botId: app.botId } });
    const titles = async (variables: object) =>
      (await asha.call(list, variables)).cannedReplies.map((one: { title: string }) => one.title);
    expect(await titles({})).toEqual(['Greeting', 'Payment']);
    expect(await titles({ bot: app.botId, search: 'КАРТОЙ' })).toEqual(['Payment']);
    expect(await titles({ search: 'i am' })).toEqual(['Greeting']);
    expect(await titles({ first: 1 })).toEqual(['Greeting']);
    const replyId = saveCannedReply.reply.id;
    const dialogueId = await heldBy(asha, 'Ada', 'Hello, is anybody there?');
    const said = await asha.call(sendCanned, { input: { dialogueId, replyId } });
    expect(said.sendCannedReply.message).toEqual({ text: 'Hello Ada, I am Asha.', role: 'OPERATOR' });
    expect(codeOf(await boris.ask(sendCanned, { input: { dialogueId, replyId } }))).toBe('NOT_YOUR_DIALOGUE');
    const { node } = await asha.call('query($id: ID!) { node(id: $id) { id ... on CannedReply { title } } }', {
      id: replyId,
    });
    expect(node).toEqual({ id: replyId, title: 'Greeting' });
  });

  it('are changed and forgotten by id', async () => {
    const { saveCannedReply } = await sonya.call(save, { input: { title: 'Old', en: 'old' } });
    const { id } = saveCannedReply.reply;
    const changed = await sonya.call(save, { input: { id, title: 'New', ru: 'новый' } });
    expect(changed.saveCannedReply.reply).toMatchObject({ id, title: 'New', ru: 'новый', en: null });
    const gone = { input: { replyId: id, idempotencyKey: 'gone' } };
    expect((await sonya.call(remove, gone)).removeCannedReply).toEqual({ replyId: id });
    expect((await sonya.call(remove, gone)).removeCannedReply).toEqual({ replyId: id });
    expect(codeOf(await sonya.ask(remove, { input: { replyId: id } }))).toBe('NOT_FOUND');
    for (const other of [id, absent('canned'), absent('user'), 'nonsense', '']) {
      expect(codeOf(await sonya.ask(save, { input: { id: other, title: 'x', en: 'x' } }))).toBe('NOT_FOUND');
    }
  });

  it('are refused without words, and outside of a page', async () => {
    expect(fieldsOf(await sonya.ask(save, { input: { title: 'x' } }, 'ru'))).toEqual({
      ru: 'Заполните это поле.',
      en: 'Заполните это поле.',
    });
    expect(fieldsOf(await sonya.ask(save, { input: { title: ' ', en: 'x' } }))).toHaveProperty('title');
    expect(fieldsOf(await sonya.ask(save, { input: { title: 'x', en: 'x'.repeat(16_001) } }))).toHaveProperty('en');
    expect(fieldsOf(await asha.ask(list, { first: 101 }))).toHaveProperty('first');
    expect(fieldsOf(await asha.ask(list, { search: 'x'.repeat(201) }))).toHaveProperty('search');
    expect(codeOf(await asha.ask(list, { bot: absent('bot') }))).toBe('NOT_FOUND');
  });
});

describe('the desk', () => {
  const figures = `query($bot: ID, $since: DateTime) { desk(bot: $bot) { bot { slug } translator open opensAt figures(since: $since) {
    since waiting withOperators messagesLeft longestWaitSeconds requested accepted timedOut cancelled medianAcceptSeconds medianFirstReplySeconds
    ratings averageRating operators { operator { name } active accepted ratings averageRating medianFirstReplySeconds } } } }`;

  it('says to everybody whether people are there, and how it fares to supervisors', async () => {
    const { desk } = await asha.call('{ desk { bot { id } translator open opensAt } }');
    expect(desk).toEqual({ bot: null, translator: false, open: true, opensAt: null });
    const before = (await sonya.call(figures, { bot: app.botId })).desk.figures;
    const dialogueId = await heldBy(asha, 'figures', 'Hello');
    await asha.call(send, { input: { dialogueId, text: 'Good day' } });
    await dialogueOf(app, 'waits', 'Hello').then((id) =>
      app.domain.handoff.hear({ dialogueId: id, reason: 'USER_ASKED' }),
    );
    const { desk: seen } = await sonya.call(figures, { bot: app.botId });
    expect(seen).toMatchObject({ bot: { slug: 'helpdesk' }, open: true });
    expect(seen.figures).toMatchObject({
      waiting: before.waiting + 1,
      withOperators: before.withOperators + 1,
      requested: before.requested + 2,
      accepted: before.accepted + 1,
    });
    const ofAsha = seen.figures.operators.find((one: any) => one.operator.name === 'Asha');
    expect(ofAsha.active).toBeGreaterThan(0);
    expect(codeOf(await asha.ask(figures))).toBe('FORBIDDEN');
    const later = await rootOf(app).call(figures, { since: new Date(Date.now() + 60_000).toISOString() });
    expect(later.desk.figures).toMatchObject({ requested: 0, averageRating: null });
    expect(codeOf(await asha.ask('query($bot: ID) { desk(bot: $bot) { open } }', { bot: absent('bot') }))).toBe(
      'NOT_FOUND',
    );
  });

  it('costs as many statements for many operators as for few', async () => {
    const few = await statementsOf(app.database, () => sonya.call(figures));
    for (const name of ['Dina', 'Emil', 'Fima']) await heldBy(await operatorOf(app, name), `with ${name}`, 'Hello');
    expect(await statementsOf(app.database, () => sonya.call(figures))).toBe(few);
  });

  it('is dear: not many of its figures are counted in one request', async () => {
    const times = (count: number) => Array.from({ length: count }, (_, n) => `f${n}: figures { waiting }`).join(' ');
    expect(codeOf(await sonya.ask(`{ desk { ${times(8)} } }`))).toBeUndefined();
    expect(codeOf(await sonya.ask(`{ desk { ${times(12)} } }`))).toBe('QUERY_TOO_COMPLEX');
  });
});
