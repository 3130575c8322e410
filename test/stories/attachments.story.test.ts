import { PDFDocument, StandardFonts } from 'pdf-lib';
import { type House, openHouse } from '../kit/house';
import { pictureOf, recordingOf } from '../kit/recordings';
import { until } from '../kit/until';

const messages = `query ($id: ID!) { dialogue(id: $id) { status messages(last: 20) { nodes {
  role text language attachments { kind transcript } } } } }`;

describe('a user sends more than text', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const dialogueOf = async (externalId: number) => {
    const user = await house.database.prisma.user.findFirstOrThrow({
      where: { externalId: String(externalId) },
      include: { dialogues: true },
    });
    return (await house.api.call(messages, { id: user.dialogues[0]?.id })).dialogue;
  };

  it.each([
    {
      language: 'ru',
      spoken: 'Сколько стоит доставка курьером?',
      heard: 'Я услышал: «Сколько стоит доставка курьером?»',
      source: /Источник/,
    },
    {
      language: 'en',
      spoken: 'How much is courier delivery?',
      heard: 'I heard: “How much is courier delivery?”',
      source: /Source/,
    },
  ])('a voice message is written down, shown, and answered like a text ($language)', async (said) => {
    const person = house.person({ language_code: said.language });
    person.sends({ kind: 'voice', bytes: recordingOf(said.spoken), duration: 4 });
    expect(await person.hears(30_000)).toBe(said.heard);
    await person.hears(30_000);
    const { messages: page } = await dialogueOf(person.person.id);
    expect(page.nodes[0]).toMatchObject({
      role: 'USER',
      text: said.spoken,
      language: said.language,
      attachments: [{ kind: 'VOICE', transcript: said.spoken }],
    });
    expect(page.nodes.at(-1)).toMatchObject({ role: 'BOT', language: said.language });
    expect(house.model.control.requests.at(-1)?.messages.at(-1)?.content).toContain(said.spoken);
  });

  it('who asks for a human aloud gets one', async () => {
    const person = house.person({ language_code: 'ru' });
    person.sends({ kind: 'voice', bytes: recordingOf('Позовите, пожалуйста, живого оператора'), duration: 3 });
    expect(await person.hears(30_000)).toContain('живого оператора');
    expect(await person.hears(30_000)).toMatch(/переключаю на человека/i);
    expect((await dialogueOf(person.person.id)).status).toBe('WAITING');
  });

  it('a document is read, and its text goes to the model as data', async () => {
    const person = house.person({ language_code: 'ru' });
    const text = 'Заказ СВ-118: чайник, 3 490 рублей. Доставка по адресу самовывоза.';
    person.sends({
      kind: 'document',
      bytes: Buffer.from(text),
      fileName: 'zakaz.txt',
      mimeType: 'text/plain',
      caption: 'Сколько стоит доставка этого заказа?',
    });
    await person.hears(30_000);
    const asked = house.model.control.requests.findLast((one) => one.task === null)?.messages ?? [];
    expect(asked.at(-1)?.content).toContain('Сколько стоит доставка этого заказа?');
    expect(asked.at(-1)?.content).toContain('<attachment name="zakaz.txt">');
    expect(asked.at(-1)?.content).toContain('СВ-118');
    const { messages: page } = await dialogueOf(person.person.id);
    expect(page.nodes[0].attachments[0].transcript).toContain('СВ-118');
  });

  it('a PDF with text is read, too', async () => {
    const person = house.person({ language_code: 'en' });
    const pdf = await PDFDocument.create();
    const font = await pdf.embedFont(StandardFonts.Helvetica);
    pdf.addPage().drawText('Invoice INV-2041: returned kettle, refund 35 euros.', { x: 40, y: 700, font, size: 12 });
    person.sends({
      kind: 'document',
      bytes: Buffer.from(await pdf.save()),
      fileName: 'invoice.pdf',
      mimeType: 'application/pdf',
    });
    await person.hears(60_000);
    const { messages: page } = await dialogueOf(person.person.id);
    expect(page.nodes[0].attachments[0].transcript).toContain('INV-2041');
  });

  it('what a picture shows is read; where the model cannot see, it says so', async () => {
    const person = house.person({ language_code: 'ru' });
    person.sends({ kind: 'photo', bytes: pictureOf('Чек: доставка 250 рублей'), caption: 'Это цена доставки?' });
    await person.hears(30_000);
    const asked = house.model.control.requests.findLast((one) => one.task === null)?.messages ?? [];
    expect(asked.at(-1)?.content).toContain('Чек: доставка 250 рублей');
    person.sends({ kind: 'photo', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xd9]) });
    expect(await person.hears(30_000)).toMatch(/разобрать его не могу/);
  });

  it.each([
    [
      'a recording of an hour',
      { kind: 'voice', bytes: recordingOf('Привет'), duration: 3_600 },
      /длиннее десяти минут/,
    ],
    ['a file of 30 MB', { kind: 'document', bytes: Buffer.from('x'), size: 31_457_280, fileName: 'a.txt' }, /до 20 МБ/],
    [
      'an empty file',
      { kind: 'document', bytes: Buffer.from(' '), fileName: 'a.txt', mimeType: 'text/plain' },
      /пустой/,
    ],
    [
      'a drawing',
      { kind: 'document', bytes: Buffer.from('<svg/>'), fileName: 'a.svg', mimeType: 'image/svg+xml' },
      /такого вида/,
    ],
  ] as const)('%s gets a clear answer', async (_name, file, answer) => {
    const person = house.person({ language_code: 'ru' });
    person.sends(file);
    expect(await person.hears(30_000)).toMatch(answer);
  });

  it('an operator who has the dialogue sees the words, and the user hears nothing of the bot', async () => {
    const vera = await house.operator('Vera');
    const person = house.person({ language_code: 'ru' });
    person.writes('Позовите оператора');
    await person.hears(30_000);
    const user = await house.database.prisma.user.findFirstOrThrow({
      where: { externalId: String(person.person.id) },
      include: { dialogues: true },
    });
    const dialogueId = user.dialogues[0]?.id;
    await vera.call('mutation ($input: AcceptHandoffInput!) { acceptHandoff(input: $input) { dialogue { status } } }', {
      input: { dialogueId },
    });
    person.sends({ kind: 'voice', bytes: recordingOf('Заказ так и не приехал'), duration: 3 });
    await until('the words are there', async () => {
      const { messages: page } = await dialogueOf(person.person.id);
      return page.nodes.at(-1).text === 'Заказ так и не приехал';
    });
    expect(person.allHeard().some((one) => one.text?.includes('Я услышал'))).toBe(false);
  });
});
