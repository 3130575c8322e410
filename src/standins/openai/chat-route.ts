import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Answer, textAnswer, toolAnswer } from './answer';
import { ApiError } from './api-error';
import { ChatDelivery } from './chat-delivery';
import { type ChatRequest, newUserText, readChatRequest } from './chat-request';
import { answerFromPassages } from './extractive/answer-from-passages';
import { forcedToolCall } from './forced-tool';
import { checkModel } from './models';
import type { Fault, RecordedRequest, Script, ScriptedAnswer } from './script';

/** POST /v1/chat/completions. */
export function serveChat(app: FastifyInstance, script: Script): void {
  app.post('/v1/chat/completions', async (request, reply) => {
    const chat = readChatRequest(request.body);
    checkModel(chat.model);
    const record = script.record({
      model: chat.model,
      stream: chat.stream ?? false,
      messages: chat.messages,
      tools: (chat.tools ?? []).map((tool) => tool.function.name),
      outcome: 'running',
    });
    const { answer: scripted, fault } = script.take(newUserText(chat.messages));
    if (fault?.kind === 'status') {
      record.outcome = 'failed as told';
      throw statusError(fault);
    }
    const answer = scripted ? asWritten(scripted) : ownAnswer(chat, script.echo);
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

function ownAnswer(chat: ChatRequest, echo: boolean): Answer {
  if (echo) return textAnswer(`echo: ${newUserText(chat.messages)}`);
  const call = forcedToolCall(chat);
  return call ? toolAnswer([call]) : textAnswer(answerFromPassages(chat.messages));
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
