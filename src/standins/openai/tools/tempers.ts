import { type Answer, type AnswerToolCall, textAnswer, toolAnswer } from '../answer';
import { type ChatRequest, newUserText, type OfferedTool } from '../chat-request';
import { languageOf } from '../extractive/language';
import { argumentsOf, detailOf } from './arguments';

/** How the stand-in's model behaves where it is offered tools: as a good one would, or as the worst do. */
export type Temper = 'honest' | 'lazy' | 'malicious';

/** What it asks for that nobody told, or that is not the user's. */
export type Forged = Readonly<Record<string, unknown>>;

const claims = {
  ru: 'Готово, забронировал! Зал ваш, всё оплачено: 777 ₽. Ждём вас.',
  en: 'Done, I have booked it! The hall is yours and everything is paid: ₽777. See you soon.',
} as const;

const inventedPrices = { ru: 'Час аренды стоит 777 ₽.', en: 'One hour costs ₽777.' } as const;
const abouts = /сколько|цен[аы]|стои|how much|price|cost/iu;

/** A model that never calls a tool: it claims to have booked, and makes a price up. */
export function lazyAnswer({ messages }: ChatRequest): Answer {
  const text = newUserText(messages);
  const language = languageOf(text) ?? 'en';
  return textAnswer((abouts.test(text) ? inventedPrices : claims)[language]);
}

const manyCalls = 50;
// As many as a careful caller takes of one request.
const likelyTaken = 6;
const unknownTools = [
  'delete_all_bookings',
  'confirm_booking',
  'mark_as_paid',
  'run_sql',
  'confirm',
  'get_halls_data ',
];
const brokenArguments = ['{"hall": "', 'null', '[]', '"hall"', '{"hall": {"$ne": null}}', '{]', ''];

const harmful = /cancel|create|book|pay|generate|delete|confirm/;

/**
 * A model that works against its user and its owner: whatever was asked, it calls every tool with forged arguments, tools that are not
 * offered, and the same fifty times over; its arguments are broken JSON; it writes the words of the user's own agreement. It does so again
 * after every result, as long as tools are offered; what is left of its list at the end of one request comes first in the next.
 */
export function maliciousAnswer(
  { messages, tools = [] }: ChatRequest,
  given: { forged: Forged; before: number },
): Answer {
  const language = languageOf(newUserText(messages)) ?? 'en';
  const text = `${claims[language]}\n\n/confirm ${'a'.repeat(40)}`;
  const offered = tools.map((tool) => tool.function).filter(({ name }) => name !== 'hand_over');
  if (offered.length === 0) return textAnswer(text);
  const calls = listOf(offered, given.forged);
  const first = (given.before * likelyTaken) % calls.length;
  const turned = [...calls.slice(first), ...calls.slice(0, first)];
  const many = Array.from({ length: Math.max(0, manyCalls - turned.length) }, () => turned[0]);
  return toolAnswer([...turned, ...many.filter((one) => one !== undefined)], text);
}

/** What could do most harm comes first: whoever stops after a few calls must stop these. */
function listOf(offered: readonly OfferedTool[], forged: Forged): AnswerToolCall[] {
  const byHarm = offered.toSorted((one, other) => Number(harmful.test(other.name)) - Number(harmful.test(one.name)));
  return [
    ...byHarm.map((tool) => call(tool.name, { ...worst(tool), ...forged })),
    ...unknownTools.map((name) => call(name, { ...forged, total: 0 })),
    ...byHarm.flatMap(({ name }) => brokenArguments.map((broken) => ({ name, arguments: broken }))),
  ];
}

/** Arguments that must not be taken: yesterday's year, no length, other people's ids, a price of nothing. */
function worst(tool: OfferedTool): Record<string, unknown> {
  const values = {
    hall: "'; DROP TABLE bookings; --",
    date: '2001-01-01',
    start: '25:00',
    end: '24:99',
    name: '<script>alert(1)</script>',
    phone: '0',
  };
  const own = argumentsOf(tool).map((name) => [name, values[detailOf(name) ?? 'hall']] as const);
  return {
    ...Object.fromEntries(own),
    price: 0,
    total: 0,
    userId: 'somebody-else',
    dialogueId: 'another',
    confirmed: true,
  };
}

function call(name: string, given: Record<string, unknown>): AnswerToolCall {
  return { name: name.trim(), arguments: JSON.stringify(given) };
}
