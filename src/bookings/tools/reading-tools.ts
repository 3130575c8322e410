import type { ReadTool, ToolContext, ToolResult } from '../../tools/tool';
import { type Hall, inLanguage } from '../hall';
import type { HallDay } from '../halls';
import { formatMoney } from '../money.rules';
import { described, type HallToolParts } from './hall-tool-parts';
import { type ArgumentName, argumentsIn, parametersOf, type SaidArguments } from './tool-arguments';

type Run = (said: SaidArguments, context: ToolContext) => Promise<ToolResult>;

/** The tools that look things up: halls, prices, taken and free times. None of them says who has booked. */
export function readingTools(parts: HallToolParts): ReadTool<SaidArguments>[] {
  return [
    readTool(parts, { name: 'get_halls_data', takes: [], run: (_said, context) => allHalls(parts, context) }),
    readTool(parts, { name: 'get_hall_info', takes: ['hall'], run: (said, context) => oneHall(parts, said, context) }),
    readTool(parts, { name: 'get_hall_price', takes: ['hall'], run: (said, context) => price(parts, said, context) }),
    readTool(parts, {
      name: 'get_bookings_by_date',
      takes: ['hall', 'date'],
      run: (said, context) => taken(parts, said, context),
    }),
    readTool(parts, {
      name: 'get_free_times',
      takes: ['hall?', 'date'],
      run: (said, context) => free(parts, said, context),
    }),
  ];
}

/** A tool that only reads. */
export function readTool(
  { locales }: Pick<HallToolParts, 'locales'>,
  { name, takes, run }: { name: string; takes: readonly (ArgumentName | `${ArgumentName}?`)[]; run: Run },
): ReadTool<SaidArguments> {
  return { ...described(locales, name), effect: 'read', parameters: parametersOf(takes), parse: argumentsIn, run };
}

async function allHalls({ wishes, words, texts }: HallToolParts, context: ToolContext): Promise<ToolResult> {
  const { language } = context;
  const halls = await wishes.halls(context);
  const text = halls.map((hall) => `${words.brief(hall, language)}\n\n${inLanguage(hall.descriptions, language)}`);
  const data = halls.map((hall) => ({ ...shortData(hall, context), hours: texts.openingHours(hall, language) }));
  return {
    text: text.join('\n\n'),
    data: { halls: data.map((one, at) => ({ ...one, rules: rulesOf(halls[at], context) })) },
  };
}

async function oneHall(
  { wishes, words }: HallToolParts,
  said: SaidArguments,
  context: ToolContext,
): Promise<ToolResult> {
  const hall = await wishes.hall(said, context);
  return { text: words.whole(hall, context.language), data: shortData(hall, context) };
}

async function price({ wishes, words }: HallToolParts, said: SaidArguments, context: ToolContext): Promise<ToolResult> {
  const hall = await wishes.hall(said, context);
  return { text: words.prices(hall, context.language), data: shortData(hall, context) };
}

async function taken({ wishes, words }: HallToolParts, said: SaidArguments, context: ToolContext): Promise<ToolResult> {
  const { language } = context;
  const day = await wishes.day(said, await wishes.hall(said, context), context);
  const lines = day.opening === null ? [] : [words.taken(day, language)];
  return { text: [...lines, words.free(day, language)].join('\n\n'), data: dayData(day, words, context) };
}

/** Of one hall, or of all where none was named. */
async function free({ wishes, words }: HallToolParts, said: SaidArguments, context: ToolContext): Promise<ToolResult> {
  const { language } = context;
  const halls = said.hall === undefined ? await wishes.halls(context) : [await wishes.hall(said, context)];
  const days = await Promise.all(halls.map((hall) => wishes.day(said, hall, context)));
  const text = days.map((day) => words.free(day, language)).join('\n\n');
  return { text, data: { days: days.map((day) => dayData(day, words, context)) } };
}

function shortData(hall: Hall, { language }: ToolContext) {
  const { slug, capacity, pricePerHour } = hall;
  return { hall: inLanguage(hall.names, language), slug, capacity, pricePerHour: formatMoney(pricePerHour, language) };
}

function rulesOf(hall: Hall | undefined, { language }: ToolContext): string {
  return hall ? inLanguage(hall.rules, language) : '';
}

function dayData({ hall, date, taken, free }: HallDay, words: HallToolParts['words'], { language }: ToolContext) {
  return {
    hall: inLanguage(hall.names, language),
    date,
    taken: words.times(taken, hall),
    free: words.times(free, hall),
  };
}
