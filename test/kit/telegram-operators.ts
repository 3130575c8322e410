import type { Person } from '../../src/standins/telegram/user-actions';
import type { GraphqlCaller } from './graphql-caller';
import type { House } from './house';
import type { TelegramPerson } from './telegram-person';
import { until } from './until';

/** An operator with their Telegram account and their session in the console. */
export interface LinkedOperator {
  readonly id: string;
  readonly person: Person;
  /** Their own chat with the bot. */
  readonly chat: TelegramPerson;
  readonly console: GraphqlCaller;
}

const ownIdQuery = '{ me { ... on Operator { id } } }';
const botsQuery = '{ bots { id slug } }';
const inviteMutation = `mutation ($botId: ID!, $operatorId: ID!) {
  createTelegramInvite(input: { botId: $botId, operatorId: $operatorId }) { url expiresAt } }`;
const updateMutation = `mutation ($operatorId: ID!, $languages: [LanguageTag!]) {
  updateOperator(input: { operatorId: $operatorId, languages: $languages }) { operator { id } } }`;

/** What of an operator a test cares for. */
export interface NewOperator {
  readonly name: string;
  readonly role?: 'OPERATOR' | 'SUPERVISOR' | 'ADMIN';
  readonly languages?: readonly string[];
  readonly person?: Partial<Person>;
}

/** The id of the bot of the tests. */
export async function helpdeskId(house: House): Promise<string> {
  const { bots } = await house.api.call(botsQuery);
  return bots.find((bot: { slug: string }) => bot.slug === 'helpdesk').id;
}

/** A link that makes whoever opens it the operator. */
export async function inviteLink(house: House, operatorId: string): Promise<string> {
  const made = await house.api.call(inviteMutation, { botId: await helpdeskId(house), operatorId });
  return made.createTelegramInvite.url;
}

/** Makes an operator, sends them a link and lets them open it in Telegram. */
export async function linkedOperator(house: House, wanted: NewOperator): Promise<LinkedOperator> {
  const { name, role = 'OPERATOR', languages = ['ru'] } = wanted;
  const console = await house.operator(name, role);
  const { id } = (await console.call(ownIdQuery)).me;
  await house.api.call(updateMutation, { operatorId: id, languages });
  const chat = house.person({ first_name: name, language_code: languages[0] ?? 'ru', ...wanted.person });
  chat.opensLink(await inviteLink(house, id));
  await chat.sees(name);
  return { id, person: chat.person, chat, console };
}

/** The dialogue of a user, by their Telegram account; waits for it. */
export async function dialogueOf(house: House, user: TelegramPerson): Promise<string> {
  const query = `query ($search: String) { dialogues(first: 20, filter: { search: $search }) { nodes { id user { externalId } } } }`;
  const find = async (): Promise<string | undefined> => {
    const { dialogues } = await house.api.call(query, { search: user.person.first_name });
    return dialogues.nodes.find((one: any) => one.user.externalId === String(user.person.id))?.id;
  };
  await until('the dialogue is there', async () => (await find()) !== undefined);
  return (await find()) ?? '';
}

/** Waits until a dialogue is in a state, and answers it with its messages. */
export async function whenStatus(house: House, dialogueId: string, status: string): Promise<any> {
  const query = `query ($id: ID!) { dialogue(id: $id) { status tags operator { name }
    messages(first: 100) { nodes { seq role text delivery replyTo { id text } operator { name } attachments { kind } } } } }`;
  const read = async () => (await house.api.call(query, { id: dialogueId })).dialogue;
  await until(`the dialogue is ${status}`, async () => (await read()).status === status);
  return read();
}
