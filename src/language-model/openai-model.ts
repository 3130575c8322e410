import { setTimeout as pause } from 'node:timers/promises';
import type { OpenAI } from 'openai';
import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { CircuitBreaker } from '../infra/circuit-breaker';
import type { Log } from '../infra/log';
import { AnswerAssembly } from './answer-assembly';
import { type Fault, faultOf, NotWhole } from './attempt-fault';
import {
  type Completion,
  type CompletionRequest,
  type LanguageModel,
  ModelAway,
  type ModelImage,
  type ModelMessage,
  ModelRefused,
  PromptTooLong,
  type ToolDefinition,
} from './language-model';
import { type OpenAiService, openAiClient } from './openai-client';
import { Preview } from './preview';
import { StreamWatch } from './stream-watch';

/** The limits of one completion: whatever happens, `complete` ends within `totalMs`. */
export const modelLimits = {
  /** From the request to the first token of an attempt. */
  firstTokenMs: 20_000,
  /** Between two tokens. */
  gapMs: 15_000,
  /** All attempts and the waits between them. */
  totalMs: 60_000,
  /** Attempts after the first. */
  retries: 2,
  /** The wait before the first retry, doubled for each further one; half of it is jitter. */
  retryDelayMs: 500,
  /** The circuit breaker: failures in a row, the window they fall into, and the pause after them. */
  breakerFailures: 5,
  breakerWindowMs: 30_000,
  breakerPauseMs: 15_000,
} as const;

/** The limits by name; what is not given is taken from `modelLimits`. */
export type ModelLimits = { readonly [name in keyof typeof modelLimits]: number };

/** How a model of a service is asked. */
export interface OpenAiModelOptions extends OpenAiService {
  readonly model: string;
  readonly log: Log;
  readonly limits?: Partial<ModelLimits>;
}

/** A language model behind any service that speaks OpenAI's chat completions. */
export function openOpenAiModel({ model, log, ...options }: OpenAiModelOptions): LanguageModel {
  const limits: ModelLimits = { ...modelLimits, ...options.limits };
  return new OpenAiModel({ client: openAiClient(options, limits.totalMs), model, limits, log });
}

interface Attempt {
  readonly request: CompletionRequest;
  readonly preview: Preview;
  /** When the budget ends, by the monotonic clock. */
  readonly deadline: number;
}

interface Failed {
  readonly fault: Fault;
  readonly error: unknown;
}

class OpenAiModel implements LanguageModel {
  private readonly breaker: CircuitBreaker;

  constructor(private readonly deps: { client: OpenAI; model: string; limits: ModelLimits; log: Log }) {
    const { breakerFailures: failures, breakerWindowMs: windowMs, breakerPauseMs: pauseMs } = deps.limits;
    this.breaker = new CircuitBreaker({ failures, windowMs, pauseMs }, () => performance.now());
  }

  async complete(request: CompletionRequest): Promise<Completion> {
    const attempt: Attempt = {
      request,
      preview: new Preview(this.safeListener(request)),
      deadline: performance.now() + this.deps.limits.totalMs,
    };
    for (let tried = 1; ; tried += 1) {
      const ended = await this.tryOnce(attempt);
      if ('completion' in ended) return ended.completion;
      request.signal?.throwIfAborted();
      const wait = this.waitOrThrow(ended, { tried, deadline: attempt.deadline });
      await this.wait(wait, request.signal);
    }
  }

  private async tryOnce(attempt: Attempt): Promise<{ completion: Completion } | Failed> {
    attempt.request.signal?.throwIfAborted();
    const pass = this.breaker.enter();
    if (!pass) throw new ModelAway('the model has failed repeatedly and is not asked for a while');
    try {
      const completion = await this.stream(attempt);
      pass.end('well');
      return { completion };
    } catch (error) {
      const fault = faultOf(error);
      pass.end(attempt.request.signal?.aborted ? 'unknown' : fault.health);
      return { fault, error };
    }
  }

  private async stream({ request, preview, deadline }: Attempt): Promise<Completion> {
    const { firstTokenMs, gapMs } = this.deps.limits;
    const startedAt = performance.now();
    const watch = new StreamWatch(
      { firstTokenMs, gapMs, remainingMs: Math.max(0, deadline - startedAt) },
      request.signal,
    );
    const assembly = new AnswerAssembly();
    preview.restart();
    try {
      const stream = await this.deps.client.chat.completions.create(this.body(request), { signal: watch.signal });
      for await (const chunk of stream) {
        const { piece, alive } = assembly.take(chunk);
        if (alive) watch.heard();
        if (piece !== '') preview.write(piece);
      }
      // An aborted stream ends like a finished one.
      watch.signal.throwIfAborted();
      const completion = assembly.finish();
      this.deps.log.debug({ ms: Math.round(performance.now() - startedAt), usage: completion.usage }, 'model answered');
      return completion;
    } catch (error) {
      if (!watch.broken) throw error;
      throw new NotWhole({ why: `the model was too slow (${watch.broken})`, next: 'retry', health: 'unwell' });
    } finally {
      watch.stop();
    }
  }

  private body(request: CompletionRequest): ChatCompletionCreateParamsStreaming {
    return {
      model: request.model ?? this.deps.model,
      messages: request.messages.map(wireMessage),
      stream: true,
      stream_options: { include_usage: true },
      ...(request.tools?.length ? { tools: request.tools.map(wireTool) } : {}),
      ...(request.maxOutputTokens === undefined ? {} : { max_completion_tokens: request.maxOutputTokens }),
    };
  }

  /** A listener that throws loses its preview, not the answer. */
  private safeListener(request: CompletionRequest): (piece: string) => void {
    let listening = request.onText !== undefined;
    return (piece) => {
      if (!listening) return;
      try {
        request.onText?.(piece);
      } catch (error) {
        listening = false;
        this.deps.log.error({ err: error }, 'preview of an answer was stopped by its listener');
      }
    };
  }

  /** How long to wait before the next attempt; throws when there is none. */
  private waitOrThrow({ fault, error }: Failed, { tried, deadline }: { tried: number; deadline: number }): number {
    if (fault.next === 'refused') throw new ModelRefused(fault.why, { cause: error });
    if (fault.next === 'too long') throw new PromptTooLong(fault.why, { cause: error });
    const delay = this.deps.limits.retryDelayMs * 2 ** (tried - 1);
    const wait = (fault.retryAfterMs ?? delay / 2) + (delay / 2) * Math.random();
    const last = fault.next === 'give up' || tried > this.deps.limits.retries || performance.now() + wait >= deadline;
    this.deps.log.warn({ why: fault.why, tried, willRetry: !last }, 'model gave no whole answer');
    if (last) throw new ModelAway(fault.why, { cause: error });
    return wait;
  }

  private async wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await pause(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }
}

function wireMessage(message: ModelMessage): ChatCompletionMessageParam {
  const { role, content } = message;
  if (role === 'tool') return { role, content, tool_call_id: message.toolCallId ?? '' };
  if (role === 'user' && message.images?.length)
    return { role, content: [...message.images.map(wireImage), { type: 'text', text: content }] };
  if (role !== 'assistant' || !message.toolCalls?.length) return { role, content };
  const calls = message.toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: args },
  }));
  return { role, content, tool_calls: calls };
}

function wireImage({ mimeType, bytes }: ModelImage) {
  const url = `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`;
  return { type: 'image_url' as const, image_url: { url } };
}

function wireTool({ name, description, parameters }: ToolDefinition) {
  return { type: 'function' as const, function: { name, description, parameters: { ...parameters } } };
}
