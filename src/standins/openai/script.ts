import { z } from 'zod';
import type { ChatMessage } from './chat-request';

/** An answer written by a test; `when` keeps it for a request whose new user text contains these words. */
export const scriptedAnswer = z.object({
  text: z.string().optional(),
  chunks: z.array(z.object({ text: z.string(), delayMs: z.number().min(0).optional() })).optional(),
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.string() })).optional(),
  when: z.string().optional(),
});

const afterChunks = z.number().int().min(0).optional();

/** A way in which the service fails; without `afterChunks` streams break in the middle of the answer. */
export const fault = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    retryAfter: z.number().optional(),
    code: z.string().optional(),
  }),
  z.object({ kind: z.literal('silent') }),
  z.object({ kind: z.literal('stall'), afterChunks }),
  z.object({ kind: z.literal('cut'), afterChunks }),
  z.object({ kind: z.literal('destroy'), afterChunks }),
  z.object({ kind: z.literal('badJson'), afterChunks }),
  z.object({ kind: z.literal('length'), afterChunks }),
  z.object({ kind: z.literal('contentFilter'), afterChunks }),
  z.object({ kind: z.literal('empty') }),
]);

/** The body of POST /control/script. */
export const scriptBody = z.object({
  reset: z.boolean().optional(),
  answers: z.array(scriptedAnswer).optional(),
  faults: z
    .array(z.object({ fault, times: z.number().int().min(1).optional(), when: z.string().optional() }))
    .optional(),
  echo: z.boolean().optional(),
  delayMs: z.number().min(0).optional(),
  paceMs: z.number().min(0).optional(),
});

/** An answer written by a test. */
export type ScriptedAnswer = z.infer<typeof scriptedAnswer>;

/** A way in which the service fails. */
export type Fault = z.infer<typeof fault>;

/** A request that came, and how it went. */
export interface RecordedRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly string[];
  /** "client left": the client closed the socket before the answer was over. */
  outcome: 'running' | 'answered' | 'failed as told' | 'client left';
}

// A load test sends tens of thousands of requests; nobody looks back further than this.
const remembered = 1_000;

/** What the next requests are answered, and which ones came: the reins of the stand-in. */
export class Script {
  /** Answer `echo: <new user text>` where nothing is scripted. */
  echo = false;
  /** The wait before the first token. */
  delayMs = 0;
  /** The wait before every further piece. */
  paceMs = 0;
  /** The latest requests, oldest first. */
  readonly requests: RecordedRequest[] = [];
  private readonly answers: ScriptedAnswer[] = [];
  private readonly faults: { fault: Fault; left: number; when: string | undefined }[] = [];

  /** Answers the next requests with these, one each. */
  answerNext(...answers: readonly ScriptedAnswer[]): void {
    this.answers.push(...answers);
  }

  /** Fails the next `times` requests this way; a request that fails leaves the scripted answers for the next. */
  failNext(fault: Fault, times = 1, when?: string): void {
    this.faults.push({ fault, left: times, when });
  }

  /** Takes what a request with this text is to get. */
  take(text: string): { answer: ScriptedAnswer | undefined; fault: Fault | undefined } {
    const fits = ({ when }: { when?: string | undefined }) => when === undefined || text.includes(when);
    const failing = this.faults.find((step) => step.left > 0 && fits(step));
    if (failing) failing.left -= 1;
    const index = this.answers.findIndex(fits);
    const answer = this.answers[index];
    if (answer && !failing) this.answers.splice(index, 1);
    return { answer, fault: failing?.fault };
  }

  /** Remembers a request. */
  record(request: RecordedRequest): RecordedRequest {
    this.requests.push(request);
    if (this.requests.length > remembered) this.requests.shift();
    return request;
  }

  /** Forgets every step, mode and request. */
  reset(): void {
    this.answers.length = 0;
    this.faults.length = 0;
    this.requests.length = 0;
    this.echo = false;
    this.delayMs = 0;
    this.paceMs = 0;
  }

  /** Follows the body of POST /control/script. */
  follow(body: z.infer<typeof scriptBody>): void {
    if (body.reset) this.reset();
    this.answerNext(...(body.answers ?? []));
    for (const { fault, times, when } of body.faults ?? []) this.failNext(fault, times, when);
    this.echo = body.echo ?? this.echo;
    this.delayMs = body.delayMs ?? this.delayMs;
    this.paceMs = body.paceMs ?? this.paceMs;
  }
}
