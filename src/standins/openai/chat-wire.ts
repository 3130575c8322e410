import { randomUUID } from 'node:crypto';
import { type Answer, wholeText } from './answer';
import type { ChatRequest } from './chat-request';

/** What all objects of one answer share. */
export interface AnswerHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly includeUsage: boolean;
}

type Delta = Readonly<Record<string, unknown>>;

/** The head of a new answer. */
export function answerHead(request: ChatRequest): AnswerHead {
  return {
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    includeUsage: request.stream_options?.include_usage ?? false,
  };
}

/** One chunk of a stream with a delta in it. */
export function deltaChunk(head: AnswerHead, delta: Delta, finishReason: string | null = null) {
  return chunk(head, [{ index: 0, delta, logprobs: null, finish_reason: finishReason }]);
}

/** The last chunk of a stream that asked for its usage. */
export function usageChunk(head: AnswerHead, usage: object) {
  return { ...chunk(head, []), usage };
}

/** The deltas of an answer in order: its refusal or its pieces of text, then its calls of tools in fragments. */
export function* deltas(answer: Answer): Generator<{ delta: Delta; delayMs: number | undefined }> {
  if (answer.refusal !== undefined) yield { delta: { refusal: answer.refusal }, delayMs: undefined };
  for (const { text, delayMs } of answer.pieces) yield { delta: { content: text }, delayMs };
  for (const [index, call] of answer.toolCalls.entries()) {
    const opening = { index, id: newCallId(), type: 'function', function: { name: call.name, arguments: '' } };
    yield { delta: { tool_calls: [opening] }, delayMs: undefined };
    for (const piece of call.arguments.match(/.{1,12}/gsu) ?? []) {
      yield { delta: { tool_calls: [{ index, function: { arguments: piece } }] }, delayMs: undefined };
    }
  }
}

/** The answer in one object, for requests that do not stream. */
export function wholeCompletion(head: AnswerHead, answer: Answer, request: ChatRequest) {
  const text = wholeText(answer);
  const message = {
    role: 'assistant',
    content: text === '' && (answer.toolCalls.length > 0 || answer.refusal !== undefined) ? null : text,
    refusal: answer.refusal ?? null,
    annotations: [],
    ...(answer.toolCalls.length === 0 ? {} : { tool_calls: answer.toolCalls.map(wholeToolCall) }),
  };
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finishReason }],
    usage: usageOf(request, answer),
    service_tier: 'default',
    system_fingerprint: null,
  };
}

/** A rough count: about four characters to a token, as OpenAI's own rule of thumb says. */
export function usageOf(request: ChatRequest, answer: Answer) {
  const input = request.messages.reduce((sum, message) => sum + tokens(message.content) + 4, 3);
  const output =
    tokens(wholeText(answer)) + answer.toolCalls.reduce((sum, call) => sum + tokens(call.arguments) + 8, 0);
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function wholeToolCall(call: { name: string; arguments: string }) {
  return { id: newCallId(), type: 'function', function: { name: call.name, arguments: call.arguments } };
}

function newCallId(): string {
  return `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}

function chunk(head: AnswerHead, choices: readonly object[]) {
  return {
    id: head.id,
    object: 'chat.completion.chunk',
    created: head.created,
    model: head.model,
    service_tier: 'default',
    system_fingerprint: null,
    choices,
    ...(head.includeUsage ? { usage: null } : {}),
  };
}
