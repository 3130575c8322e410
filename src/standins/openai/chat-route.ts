import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Answer, refusalAnswer, textAnswer, toolAnswer } from './answer';
import { ApiError } from './api-error';
import { ChatDelivery } from './chat-delivery';
import { type ChatRequest, newUserText, readChatRequest } from './chat-request';
import { checkLength } from './context-limit';
import { answerFromPassages } from './extractive/answer-from-passages';
import { forcedToolCall } from './forced-tool';
import { checkModel } from './models';
import { obey } from './obedience';
import { phrases } from './phrases';
import type { Fault, RecordedRequest, Script, ScriptedAnswer } from './script';
import { type TaskRequest, taskOf } from './tasks';
import { act } from './tools/acting';
import { lazyAnswer, maliciousAnswer } from './tools/tempers';

/** POST /v1/chat/completions. */
export function serveChat(app: FastifyInstance, script: Script): void {
  app.post('/v1/chat/completions', async (request, reply) => {
    const chat = readChatRequest(request.body);
    checkModel(chat.model);
    const task = taskOf(chat.messages);
    const record = script.record(recordOf(chat, task));
    try {
      checkLength(chat, script.contextTokens);
    } catch (error) {
      record.outcome = 'refused: too long';
      throw error;
    }
    const { answer: scripted, fault } = script.take(newUserText(chat.messages), task);
    if (fault?.kind === 'status') {
      record.outcome = 'failed as told';
      throw statusError(fault);
    }
    const obeyed = scripted || !script.obedient ? undefined : obey(chat.messages);
    const answer = scripted ? asWritten(scripted) : (obeyed ?? ownAnswer(chat, { task, script }));
    followOutcome(reply, record, fault);
    reply.hijack();
    await new ChatDelivery(reply.raw, {
      request: chat,
      answer,
      fault,
      delayMs: script.delayMs,
      paceMs: script.paceMs,
    }).run();
    return reply;
  });
}

function recordOf(chat: ChatRequest, task: TaskRequest | undefined): RecordedRequest {
  return {
    model: chat.model,
    stream: chat.stream ?? false,
    messages: chat.messages,
    tools: (chat.tools ?? []).map((tool) => tool.function.name),
    task: task?.task ?? null,
    outcome: 'running',
  };
}

function ownAnswer(chat: ChatRequest, { task, script }: { task: TaskRequest | undefined; script: Script }): Answer {
  // A draft is an answer like any other.
  if (task && task.task !== 'draft') return taskAnswer(task);
  if (script.temper === 'lazy') return lazyAnswer(chat);
  if (script.temper === 'malicious') {
    const before = script.requests.filter(({ tools }) => tools.length > 1).length - 1;
    return maliciousAnswer(chat, { forged: script.forged, before: Math.max(0, before) });
  }
  if (script.echo) return textAnswer(`echo: ${newUserText(chat.messages)}`);
  const call = forcedToolCall(chat);
  if (call) return toolAnswer([call]);
  return act(chat, { signed: !task }) ?? quoted(chat, { signed: !task });
}

/** Most tasks need a model; of these it says that it cannot do them. */
function taskAnswer({ task, text }: TaskRequest): Answer {
  // It knows one language as little as the other: better the same words than others.
  if (task === 'translate') return textAnswer(text);
  const seen = task === 'picture' ? /<picture>([^]+?)<\/picture>/.exec(text)?.[1] : undefined;
  return seen === undefined
    ? refusalAnswer(`The offline stand-in model cannot do the task ${task}.`)
    : textAnswer(seen);
}

/** What the passages say. Where they say nothing, it does what it was told to do then, as a model would. */
function quoted(chat: ChatRequest, options: { signed: boolean }): Answer {
  const text = answerFromPassages(chat.messages, options);
  const knows = !Object.values(phrases).some(({ notFound }) => text.startsWith(notFound));
  const tool = chat.tools?.find((one) => one.function.name === 'hand_over');
  if (knows || !tool) return textAnswer(text);
  return toolAnswer([{ name: tool.function.name, arguments: JSON.stringify({ reason: 'cannot_answer' }) }], text);
}

function asWritten(scripted: ScriptedAnswer): Answer {
  const pieces = scripted.chunks ?? textAnswer(scripted.text ?? '').pieces;
  const toolCalls = scripted.toolCalls ?? [];
  return { pieces, toolCalls, finishReason: toolCalls.length > 0 ? 'tool_calls' : 'stop' };
}

function statusError(fault: Fault & { kind: 'status' }): ApiError {
  const { status, retryAfter, code } = fault;
  const message = status === 429 ? 'Rate limit reached for requests.' : 'The stand-in was told to fail.';
  return new ApiError(status, message, {
    code: code ?? (status === 429 ? 'rate_limit_exceeded' : 'told_to_fail'),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function followOutcome(reply: FastifyReply, record: RecordedRequest, fault: Fault | undefined): void {
  reply.raw.on('close', () => {
    const ownEnd = reply.raw.writableFinished || fault?.kind === 'destroy';
    if (ownEnd) record.outcome = fault ? 'failed as told' : 'answered';
    else record.outcome = 'client left';
  });
}
