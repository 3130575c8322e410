import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answer';
import type { ChatRequest } from './chat-request';
import { type AnswerHead, answerHead, deltaChunk, deltas, usageChunk, usageOf, wholeCompletion } from './chat-wire';
import type { Fault } from './script';

/** What is to be delivered, and how it is to go wrong. */
export interface Delivery {
  readonly request: ChatRequest;
  readonly answer: Answer;
  readonly fault: Fault | undefined;
  /** The wait before the first token and before each further piece. */
  readonly delayMs: number;
  readonly paceMs: number;
}

/** Writes one answer onto the wire, streamed or whole, with its fault; ends early when the client leaves. */
export class ChatDelivery {
  private readonly head: AnswerHead;
  private readonly gone = new AbortController();

  constructor(
    private readonly raw: ServerResponse,
    private readonly delivery: Delivery,
  ) {
    this.head = answerHead(delivery.request);
    raw.on('close', () => this.gone.abort());
  }

  /** Resolves when the answer is over, one way or another. */
  async run(): Promise<void> {
    try {
      if (this.delivery.fault?.kind === 'silent') await this.untilGone();
      await this.pause(this.delivery.delayMs);
      await (this.delivery.request.stream ? this.stream() : this.whole());
    } catch (error) {
      if (!this.gone.signal.aborted) throw error;
    }
  }

  private async stream(): Promise<void> {
    const { answer, fault, request, paceMs } = this.delivery;
    this.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    this.write(deltaChunk(this.head, { role: 'assistant', content: '', refusal: null }));
    let left = breakPoint(answer, fault);
    for (const { delta, delayMs } of deltas(answer)) {
      if (left === 0) break;
      left -= 1;
      await this.pause(delayMs ?? paceMs);
      this.write(deltaChunk(this.head, delta));
    }
    if (fault && (await this.breakOff(fault))) return;
    this.write(deltaChunk(this.head, {}, finishReason(answer, fault)));
    if (this.head.includeUsage) this.write(usageChunk(this.head, usageOf(request, answer)));
    this.raw.end('data: [DONE]\n\n');
  }

  /** Breaks the stream as told; false when the fault is only in what is said at the end. */
  private async breakOff(fault: Fault): Promise<boolean> {
    if (fault.kind === 'stall') await this.untilGone();
    if (fault.kind === 'cut') this.raw.end();
    if (fault.kind === 'badJson') this.raw.end(`data: {"id":"${this.head.id}","choices":[{"del\n\n`);
    if (fault.kind === 'destroy') {
      // What was written must reach the client first, or the fault would look like a refused connection.
      await this.pause(20);
      this.raw.destroy();
    }
    return this.raw.writableEnded || this.raw.destroyed;
  }

  private async whole(): Promise<void> {
    const { answer, fault, request } = this.delivery;
    if (fault?.kind === 'stall') await this.untilGone();
    if (fault?.kind === 'cut' || fault?.kind === 'destroy') this.raw.destroy();
    if (this.raw.destroyed) return;
    const completion = wholeCompletion(this.head, spoken(answer, fault), request);
    this.raw.writeHead(200, { 'content-type': 'application/json' });
    this.raw.end(fault?.kind === 'badJson' ? '{"id":"chatcmpl-' : JSON.stringify(completion));
  }

  private write(chunk: object): void {
    this.raw.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }

  private async pause(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, undefined, { signal: this.gone.signal });
    this.gone.signal.throwIfAborted();
  }

  private async untilGone(): Promise<never> {
    // Headers go out at once: a client that only guards the headers must not be saved by this.
    if (this.delivery.fault?.kind === 'stall') this.raw.flushHeaders();
    return new Promise((_resolve, reject) => {
      this.gone.signal.addEventListener('abort', () => reject(this.gone.signal.reason), { once: true });
      if (this.gone.signal.aborted) reject(this.gone.signal.reason);
    });
  }
}

/** After how many deltas the answer breaks off; Infinity when it does not. */
function breakPoint(answer: Answer, fault: Fault | undefined): number {
  if (!fault) return Number.POSITIVE_INFINITY;
  if (fault.kind === 'empty') return 0;
  const middle = Math.ceil((answer.pieces.length + answer.toolCalls.length) / 2);
  return ('afterChunks' in fault ? fault.afterChunks : undefined) ?? middle;
}

/** What is left of the answer when it does not stream. */
function spoken(answer: Answer, fault: Fault | undefined): Answer {
  return {
    ...answer,
    pieces: answer.pieces.slice(0, breakPoint(answer, fault)),
    toolCalls: fault?.kind === 'empty' ? [] : answer.toolCalls,
    finishReason: finishReason(answer, fault),
  };
}

function finishReason(answer: Answer, fault: Fault | undefined): Answer['finishReason'] {
  if (fault?.kind === 'length') return 'length';
  if (fault?.kind === 'contentFilter') return 'content_filter';
  return fault?.kind === 'empty' ? 'stop' : answer.finishReason;
}
