import { type Answer, type AnswerToolCall, textAnswer, toolAnswer } from '../answer';
import { type ChatMessage, type ChatRequest, newUserText, type OfferedTool } from '../chat-request';
import { isHeadingOf } from '../extractive/knowing';
import { languageOf, languageOfDialogue, orderedLanguage } from '../extractive/language';
import { phrases, type StandinLanguage } from '../phrases';
import { argumentsOf, detailOf, type Filled, fill } from './arguments';
import { type Detail, type Details, detailsOf, together } from './details';
import { placesIn } from './places';
import { askedIn, askFor } from './questions';
import { resultsOf, textOf } from './results';
import { similarTool } from './similar-tool';
import { toolsFor, type Want, wantsIn } from './wants';

/** A message of the user with what it tells and wants. */
interface Told {
  readonly text: string;
  readonly told: Details;
  readonly wants: readonly Want[];
}

/** A dialogue as far as it was understood. */
interface Understood {
  readonly language: StandinLanguage;
  readonly places: readonly string[];
  /** Of the messages before, those that still count: what came before the latest booking is done with. */
  readonly before: readonly Told[];
  readonly now: Told;
  /** What the bot has just asked for. */
  readonly asked: ReturnType<typeof askedIn>;
  /** All details together, the latest word counts. */
  readonly details: Details;
}

interface Candidate {
  readonly tool: OfferedTool;
  readonly filled: Filled;
}

const mostCalls = 3;

/**
 * What the stand-in does by itself where tools are offered: it says what they answered, calls those that the user's words ask for, and asks
 * for what it needs for that. Undefined: nothing of the kind, the knowledge is asked.
 */
export function act(chat: ChatRequest, { signed }: { signed: boolean }): Answer | undefined {
  const tools = (chat.tools ?? []).map((tool) => tool.function).filter(({ name }) => name !== 'hand_over');
  const { messages } = chat;
  const said = saidByTools(messages);
  if (said !== undefined) {
    const { toolSignature } = phrases[languageIn(messages)];
    return textAnswer(signed ? `${said}\n\n${toolSignature}` : said);
  }
  if (tools.length === 0 || chat.tool_choice === 'none' || messages.at(-1)?.role === 'tool') return undefined;
  const understood = understand(messages);
  return isKnown(understood, messages) ? undefined : actOn(understood, tools);
}

/** What only is looked up, and has a heading of its own in what the venue has written down, is no question for its tools. */
function isKnown({ now }: Understood, messages: readonly ChatMessage[]): boolean {
  const looksUp = now.wants.every((want) => want === 'list' || want === 'price' || want === 'info');
  return looksUp && Object.keys(now.told).length === 0 && isHeadingOf(messages, now.text);
}

function saidByTools(messages: readonly ChatMessage[]): string | undefined {
  if (messages.at(-1)?.role !== 'tool') return undefined;
  const texts = resultsOf(messages).map(textOf);
  const said = [...new Set(texts.filter((text) => text !== undefined))];
  return said.length > 0 ? said.join('\n\n') : undefined;
}

function actOn(understood: Understood, tools: readonly OfferedTool[]): Answer | undefined {
  const wants = wantsNow(understood);
  const served = wants.slice(0, mostCalls).map((want) => serve(want, understood, tools));
  const calls = served.flatMap((one) => (one && 'call' in one ? [one.call] : []));
  if (calls.length > 0) return toolAnswer(different(calls));
  const question = served.find((one) => one && 'question' in one);
  if (question && 'question' in question) return textAnswer(question.question);
  const call =
    wants.length === 0
      ? similarTool(
          tools.filter((tool) => !isOfVenue(tool)),
          understood.now.text,
        )
      : undefined;
  return call ? toolAnswer([call]) : undefined;
}

type Served = { readonly call: AnswerToolCall } | { readonly question: string };

/** The call that serves a want, or the question for what it lacks. */
function serve(want: Want, understood: Understood, tools: readonly OfferedTool[]): Served | undefined {
  const details = usable(want, understood);
  const text = understood.now.text;
  const candidates = toolsFor(want).flatMap((pattern) =>
    tools
      .filter((tool) => pattern.test(tool.name) && isOfVenue(tool))
      .map((tool): Candidate => ({ tool, filled: fill(tool, { details, text }) })),
  );
  const ready = candidates.find(({ filled }) => filled.missing.length === 0);
  if (ready) return { call: { name: ready.tool.name, arguments: JSON.stringify(ready.filled.values) } };
  const missing = candidates[0]?.filled.missing.map(detailOf).filter((detail) => detail !== undefined) ?? [];
  if (missing.length === 0) return undefined;
  const { language, places } = understood;
  return { question: askFor({ language, places, purpose: want === 'book' ? 'book' : 'look', details: missing }) };
}

/** «Сколько стоят залы?» is not about the hall of before. */
function usable(want: Want, { details, now }: Understood): Details {
  const isAboutAll =
    want !== 'book' && now.told.hall === undefined && /(?<!\p{L})зал(?:ы|ов|ам|ах)|halls|rooms/iu.test(now.text);
  const { hall: _ofBefore, ...others } = details;
  return isAboutAll ? others : details;
}

/** What the message wants, or what the dialogue wants that it goes on with. */
function wantsNow({ now, before, asked }: Understood): readonly Want[] {
  if (now.wants.length > 0) return now.wants;
  const told = Object.keys(now.told);
  if (told.length === 0) return [];
  if (asked?.purpose === 'book') return ['book'];
  const isUnderWay = before.some(({ wants }) => wants.includes('book'));
  const forBooking: readonly Detail[] = ['phone', ...(isUnderWay ? (['name', 'start', 'end'] as const) : [])];
  if (forBooking.some((detail) => now.told[detail] !== undefined)) return ['book'];
  return before.findLast(({ wants }) => wants.length > 0)?.wants ?? [];
}

function understand(messages: readonly ChatMessage[]): Understood {
  const language = languageIn(messages);
  const places = placesIn(
    messages
      .filter(isPrompt)
      .map(({ content }) => content)
      .join('\n'),
  );
  const text = newUserText(messages);
  const answered = messages.findLastIndex(isAnswer);
  const earlier = messages.slice(0, answered + 1);
  const told = earlier.flatMap((message, at) =>
    message.role === 'user' ? [read(message.content, { places, asked: askedBefore(earlier, at) })] : [],
  );
  const settled = earlier.findLastIndex(
    ({ role, content }) => role === 'assistant' && /\/pay\/[\w-]{16,}/.test(content),
  );
  const before = told.slice(earlier.slice(0, settled + 1).filter(({ role }) => role === 'user').length);
  const asked = askedBefore(messages, answered + 1);
  const now = read(text, { places, asked });
  const who = told.map(({ told: { name, phone } }) => defined({ name, phone }));
  const details = together([...who, ...before.map((one) => one.told), now.told]);
  return { language, places, before, now, asked, details };
}

function read(text: string, { places, asked }: { places: readonly string[]; asked: Understood['asked'] }): Told {
  const told = detailsOf(text, { places, asked: asked?.details ?? [] });
  return { text, told, wants: wantsIn({ text, told }) };
}

/** What the bot asked in its last answer before this place. */
function askedBefore(messages: readonly ChatMessage[], at: number): Understood['asked'] {
  const last = messages.slice(0, at).findLast(isAnswer);
  return last && askedIn(last);
}

function languageIn(messages: readonly ChatMessage[]): StandinLanguage {
  const prompt = messages
    .filter(isPrompt)
    .map(({ content }) => content)
    .join('\n');
  return orderedLanguage(prompt) ?? languageOf(newUserText(messages)) ?? languageOfDialogue(messages);
}

function isPrompt({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

function isAnswer(message: ChatMessage): boolean {
  return message.role === 'assistant' && !message.tool_calls?.length;
}

/** A tool of halls: parts of a booking are its arguments, or it has none and halls in its name. */
function isOfVenue(tool: OfferedTool): boolean {
  return argumentsOf(tool).some((name) => detailOf(name) !== undefined) || /hall|room|venue|booking/.test(tool.name);
}

function different(calls: readonly AnswerToolCall[]): AnswerToolCall[] {
  return [...new Map(calls.map((call) => [`${call.name} ${call.arguments}`, call])).values()];
}

function defined(details: { [detail in Detail]?: string | undefined }): Details {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
