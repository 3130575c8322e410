import { z } from 'zod';
import type { ChatMessage } from './chat-request';
import { translateBy } from './dictionary';
import type { TaskRequest } from './tasks';
import type { Forged, Temper } from './tools/tempers';

/**
 * An answer written by a test; `when` keeps it for a request whose new user text contains these words, `task` for that task. Without a task
 * it is for requests without one: what is asked beside the turns comes at any time, and must not take their answers.
 */
export const scriptedAnswer = z.object({
  text: z.string().optional(),
  chunks: z.array(z.object({ text: z.string(), delayMs: z.number().min(0).optional() })).optional(),
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.string() })).optional(),
  when: z.string().optional(),
  task: z.string().optional(),
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
  answers: z.array(scriptedAnswer).default([]),
  faults: z
    .array(
      z.object({
        fault,
        times: z.number().int().min(1).optional(),
        when: z.string().optional(),
        task: z.string().optional(),
      }),
    )
    .default([]),
  translations: z.record(z.string(), z.string()).default({}),
  tasks: z.record(z.string(), z.string()).default({}),
  echo: z.boolean().optional(),
  obedient: z.boolean().optional(),
  temper: z.enum(['honest', 'lazy', 'malicious']).optional(),
  forged: z.record(z.string(), z.unknown()).optional(),
  contextTokens: z.number().int().min(1).nullable().optional(),
  delayMs: z.number().min(0).optional(),
  paceMs: z.number().min(0).optional(),
});

/** An answer written by a test. */
export type ScriptedAnswer = z.infer<typeof scriptedAnswer>;

/** How a test answers a task: always the same, or made for the request. */
export type TaskAnswer = string | ((request: TaskRequest) => string | ScriptedAnswer);

/** A way in which the service fails. */
export type Fault = z.infer<typeof fault>;

/** A request that came, and how it went. */
export interface RecordedRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly string[];
  /** The task that its prompt names. */
  readonly task: string | null;
  /** "client left": the client closed the socket before the answer was over. */
  outcome: 'running' | 'answered' | 'failed as told' | 'refused: too long' | 'client left';
}

/** Which requests a step is for; all of them where nothing is said. */
export interface Aim {
  /** The new user text has these words. */
  readonly when?: string | undefined;
  /** The prompt names this task. */
  readonly task?: string | undefined;
}

// A load test sends tens of thousands of requests; nobody looks back further than this.
const remembered = 1_000;

/** What the next requests are answered, and which ones came: the reins of the stand-in. */
export class Script {
  /** Answer `echo: <new user text>` where nothing is scripted. */
  echo = false;
  /** Obey every order that stands anywhere in a request, as the worst of models would. */
  obedient = false;
  /** How its own model behaves where tools are offered. */
  temper: Temper = 'honest';
  /** What the malicious model adds to the arguments of its calls: ids and sums that are not the user's. */
  forged: Forged = {};
  /** How many tokens the model takes, its answer included; null: as many as there are. */
  contextTokens: number | null = null;
  /** The wait before the first token. */
  delayMs = 0;
  /** The wait before every further piece. */
  paceMs = 0;
  /** The latest requests, oldest first. */
  readonly requests: RecordedRequest[] = [];
  private readonly answers: ScriptedAnswer[] = [];
  private readonly faults: { fault: Fault; left: number; aim: Aim }[] = [];
  private readonly dictionary = new Map<string, string>();
  private readonly tasks = new Map<string, TaskAnswer>();

  /** Answers the next requests with these, one each. */
  answerNext(...answers: readonly ScriptedAnswer[]): void {
    this.answers.push(...answers);
  }

  /** Answers every request of a task with this, but for those that `answerNext` has an answer for that names the task. */
  answerTask(task: string, answer: TaskAnswer): void {
    this.tasks.set(task, answer);
  }

  /** Adds whole texts with their translations; others are answered unchanged. */
  translate(texts: Readonly<Record<string, string>>): void {
    for (const [source, target] of Object.entries(texts)) this.dictionary.set(source, target);
  }

  /** Fails the next `times` requests this way; a request that fails leaves the scripted answers for the next. */
  failNext(fault: Fault, times = 1, aim: string | Aim = {}): void {
    this.faults.push({ fault, left: times, aim: typeof aim === 'string' ? { when: aim } : aim });
  }

  /** Takes what a request with this text and task is to get. */
  take(text: string, task?: TaskRequest): { answer: ScriptedAnswer | undefined; fault: Fault | undefined } {
    const aimed = (aim: Aim) =>
      (aim.when === undefined || text.includes(aim.when)) && (aim.task === undefined || aim.task === task?.task);
    const failing = this.faults.find(({ left, aim }) => left > 0 && aimed(aim));
    if (failing) failing.left -= 1;
    const lasting = task && this.lastingAnswer(task);
    const index = this.answers.findIndex((step) => aimed(step) && (!task || step.task !== undefined));
    const answer = this.answers[index];
    if (answer && !failing) this.answers.splice(index, 1);
    return { answer: answer ?? lasting?.(), fault: failing?.fault };
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
    this.dictionary.clear();
    this.tasks.clear();
    this.echo = false;
    this.obedient = false;
    this.temper = 'honest';
    this.forged = {};
    this.contextTokens = null;
    this.delayMs = 0;
    this.paceMs = 0;
  }

  /** Follows the body of POST /control/script. */
  follow(body: z.infer<typeof scriptBody>): void {
    if (body.reset) this.reset();
    this.answerNext(...body.answers);
    for (const { fault, times, when, task } of body.faults) this.failNext(fault, times, { when, task });
    for (const [task, text] of Object.entries(body.tasks)) this.answerTask(task, text);
    this.translate(body.translations);
    this.echo = body.echo ?? this.echo;
    this.obedient = body.obedient ?? this.obedient;
    this.behave(body);
    if (body.contextTokens !== undefined) this.contextTokens = body.contextTokens;
    this.delayMs = body.delayMs ?? this.delayMs;
    this.paceMs = body.paceMs ?? this.paceMs;
  }

  private behave({ temper = this.temper, forged = this.forged }: z.infer<typeof scriptBody>): void {
    this.temper = temper;
    this.forged = forged;
  }

  /** What a task is answered with whatever came before, if the test has said so. */
  private lastingAnswer(asked: TaskRequest): (() => ScriptedAnswer) | undefined {
    const answer = this.tasks.get(asked.task);
    if (answer !== undefined) {
      return () => {
        const made = typeof answer === 'string' ? answer : answer(asked);
        return typeof made === 'string' ? { text: made } : made;
      };
    }
    if (asked.task !== 'translate' || this.dictionary.size === 0) return undefined;
    return () => ({ text: translateBy(this.dictionary, asked.text) });
  }
}
