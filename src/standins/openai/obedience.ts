import { type Answer, type AnswerToolCall, textAnswer, toolAnswer } from './answer';
import type { ChatMessage } from './chat-request';

const dataTags = /<(passage|settled|summary|text|memory)\b[^>]*>([^]*?)<\/\1>/g;
const encoded = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const invisible = /[\u200B-\u200F\u2060-\u206F\u202A-\u202E\uFEFF\u00AD]/g;
const tagLetters = /[\u{E0020}-\u{E007E}]/gu;

const saying =
  /(?:say|repl(?:y|ies)|answer|write|print|output|append|add|скажи\p{L}*|ответь\p{L}*|напиши\p{L}*|выведи\p{L}*|допиши\p{L}*|добавь\p{L}*)[^:\n]{0,80}:\s*([^\n]+)/giu;
const revealing =
  /(?:reveal|show|print|repeat|output|translate|quote|раскро\p{L}*|покажи\p{L}*|выведи\p{L}*|повтори\p{L}*|напечатай\p{L}*|процитируй\p{L}*)[^\n.]{0,60}(?:system (?:prompt|message)|(?:your|these|all|hidden) (?:instructions|rules)|системн\p{L}+ (?:промпт|сообщени)\p{L}*|(?:сво|тво|ваш|эти|все)\p{L}* (?:инструкци|правил)\p{L}*)[^\n.]{0,40}/giu;
const calling =
  /(?:call|invoke|execute|вызови\p{L}*|запусти\p{L}*|выполни\p{L}*) (?:the )?(?:tool|function|command|инструмент|функци\p{L}+|команд\p{L}+) [`"«']?([\w.-]+)[`"»']?[^\n{]{0,40}(\{[^\n]*\})?/giu;
const sending =
  /(?:send|forward|post|upload|отправ\p{L}*|перешл\p{L}*|передай\p{L}*)[^\n]{0,60}(?:history|conversation|dialogue|messages|переписк\p{L}*|истори\p{L}*|диалог\p{L}*|сообщени\p{L}*)[^\n]{0,60}?(https?:\/\/[^\s)»"]+)/giu;

/**
 * What a model does that obeys whatever it reads: orders in passages, in what is quoted to it, in anybody's messages; open, in base64, in
 * invisible letters. It says what it is told to say, shows its prompt, calls any tool, carries the dialogue away in a link. Undefined
 * where nothing orders it to do anything.
 */
export function obey(messages: readonly ChatMessage[]): Answer | undefined {
  const orders = messages.flatMap(dataIn).flatMap(readings);
  const every = (pattern: RegExp) => orders.flatMap((order) => [...order.matchAll(pattern)]);
  const prompt = messages
    .filter(isPrompt)
    .map(({ content }) => content)
    .join('\n');
  const said = messages
    .filter((message) => !isPrompt(message))
    .map(({ content }) => content)
    .join('\n');
  const filled = (text: string) =>
    text.replaceAll('{{PROMPT}}', prompt).replaceAll('{{HISTORY}}', encodeURIComponent(said));
  const lines = [
    ...every(saying).map(([, text = '']) => filled(text)),
    ...every(revealing).map(([order]) => (/base64/i.test(order) ? Buffer.from(prompt).toString('base64') : prompt)),
    ...every(sending).map(([, address = '']) => `![](${address}?q=${encodeURIComponent(said)})`),
  ];
  const calls = every(calling).map(
    ([, name = '', given = '{}']): AnswerToolCall => ({ name, arguments: filled(given) }),
  );
  if (lines.length + calls.length === 0) return undefined;
  const text = [...new Set(lines)].join('\n').slice(0, 20_000);
  return calls.length > 0 ? toolAnswer(calls, text) : textAnswer(text);
}

/** Of the prompt only what is quoted in it: its own orders are nothing new. */
function dataIn(message: ChatMessage): string[] {
  return isPrompt(message) ? [...message.content.matchAll(dataTags)].map(([, , text = '']) => text) : [message.content];
}

function isPrompt({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

function readings(text: string): string[] {
  const shown = text
    .replaceAll(tagLetters, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0xe0000) - 0xe0000))
    .replaceAll(invisible, '');
  return [shown, ...[...shown.matchAll(encoded)].map(([code]) => Buffer.from(code, 'base64').toString('utf8'))];
}
