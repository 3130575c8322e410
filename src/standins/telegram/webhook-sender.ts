import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Log } from '../../infra/log';
import type { PendingUpdate, UpdateQueue } from './update-queue';
import type { WireUpdate } from './wire';

const answerTimeoutMs = 60_000;
const longestRetryAfter = 3600;

class ReadTimeout extends Error {
  constructor() {
    super('Read timeout expired');
  }
}

/** Where a bot wants its updates. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
  readonly maxConnections: number;
}

/** How one delivery ended. */
export interface WebhookAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: number;
  /** Said when there was no answer at all. */
  readonly failure?: string;
}

interface SenderOptions {
  readonly target: WebhookTarget;
  readonly queue: UpdateQueue;
  readonly log: Log;
  /** The second of the retry schedule 0, 2, 4, 8 …; shorter in tests. */
  readonly retryUnitMs: number;
  /** A method called in the body of the answer, executed without its result being visible to anybody. */
  readonly onCallInAnswer: (body: string) => void;
}

interface Lane {
  readonly waiting: PendingUpdate[];
  failures: number;
  busy: boolean;
}

/** Brings updates to a bot's webhook: one after the other in a lane, lanes beside each other, again until it is taken. */
export class WebhookSender {
  private readonly lanes = new Map<string, Lane>();
  private ready: Lane[] = [];
  private running = 0;
  private closed = false;
  private paused = false;
  private readonly delayed = new Map<Lane, NodeJS.Timeout>();
  private readonly stopped = new AbortController();
  private readonly agent: HttpAgent | HttpsAgent;
  private readonly unfollow: () => void;
  lastError: { date: number; message: string } | undefined;

  constructor(private readonly options: SenderOptions) {
    const settings = { keepAlive: true, maxSockets: options.target.maxConnections };
    this.agent = options.target.url.startsWith('https:') ? new HttpsAgent(settings) : new HttpAgent(settings);
    this.unfollow = options.queue.onPush((pending) => this.enqueue(pending));
    for (const pending of options.queue.all()) this.enqueue(pending);
  }

  /** Holds deliveries back, or lets them go on. */
  pause(paused: boolean): void {
    this.paused = paused;
    this.pump();
  }

  /** Tries at once what waits for its next try: the bot has just said again that its webhook is there. */
  retryNow(): void {
    for (const lane of this.delayed.keys()) this.resume(lane);
  }

  /** Whether updates already go to this address under these terms. */
  serves(target: WebhookTarget): boolean {
    const { url, secret, maxConnections } = this.options.target;
    return url === target.url && secret === target.secret && maxConnections === target.maxConnections;
  }

  /** Posts one update once, outside of the queue. */
  post(update: WireUpdate): Promise<WebhookAnswer> {
    const body = Buffer.from(JSON.stringify(update));
    const { target } = this.options;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'content-length': String(body.length),
    };
    if (target.secret) headers['x-telegram-bot-api-secret-token'] = target.secret;
    const send = target.url.startsWith('https:') ? httpsRequest : httpRequest;
    return new Promise((resolve) => {
      const call = send(target.url, { method: 'POST', agent: this.agent, headers, signal: this.stopped.signal });
      call.setTimeout(answerTimeoutMs, () => call.destroy(new ReadTimeout()));
      call.on('error', (error) => resolve({ status: 0, body: '', failure: failureOf(error) }));
      call.on('response', (response) => resolve(readAnswer(response)));
      call.end(body);
    });
  }

  /** Stops; what was not taken stays in the queue. */
  close(): void {
    this.closed = true;
    this.unfollow();
    this.stopped.abort();
    for (const timer of this.delayed.values()) clearTimeout(timer);
    this.agent.destroy();
  }

  private enqueue(pending: PendingUpdate): void {
    let lane = this.lanes.get(pending.lane);
    if (!lane) {
      lane = { waiting: [], failures: 0, busy: false };
      this.lanes.set(pending.lane, lane);
    }
    lane.waiting.push(pending);
    if (lane.busy) return;
    lane.busy = true;
    this.ready.push(lane);
    this.pump();
  }

  private pump(): void {
    while (!this.closed && !this.paused && this.running < this.options.target.maxConnections) {
      const lane = this.ready.shift();
      if (!lane) return;
      void this.serve(lane);
    }
  }

  private async serve(lane: Lane): Promise<void> {
    const [head] = lane.waiting;
    if (!head) return;
    this.running += 1;
    const answer = await this.post(head.update);
    this.running -= 1;
    if (this.closed) return;
    if (answer.status >= 200 && answer.status < 300) this.taken(lane, head, answer);
    else this.refused(lane, head, answer);
    this.pump();
  }

  private taken(lane: Lane, head: PendingUpdate, answer: WebhookAnswer): void {
    if (answer.body.includes('"method"')) this.options.onCallInAnswer(answer.body);
    this.finish(lane, head);
  }

  private refused(lane: Lane, head: PendingUpdate, answer: WebhookAnswer): void {
    const message = answer.failure ?? `Wrong response from the webhook: ${answer.status}`;
    this.lastError = { date: Math.floor(Date.now() / 1000), message };
    const wait = this.waitBefore(lane.failures, answer);
    lane.failures += 1;
    this.options.log.debug({ update: head.update.update_id, message, waitMs: wait }, 'webhook did not take an update');
    if (Date.now() + wait > head.expiresAt) {
      this.options.log.warn({ update: head.update.update_id }, 'update is too old and was dropped');
      this.finish(lane, head);
      return;
    }
    this.delayed.set(
      lane,
      setTimeout(() => this.resume(lane), wait),
    );
  }

  private resume(lane: Lane): void {
    clearTimeout(this.delayed.get(lane));
    this.delayed.delete(lane);
    this.ready.push(lane);
    this.pump();
  }

  private finish(lane: Lane, head: PendingUpdate): void {
    this.options.queue.remove(head.update.update_id);
    lane.waiting.shift();
    lane.failures = 0;
    if (lane.waiting.length > 0) this.ready.push(lane);
    else this.lanes.delete(head.lane);
  }

  private waitBefore(failures: number, answer: WebhookAnswer): number {
    const unit = this.options.retryUnitMs;
    if (answer.retryAfter !== undefined) return Math.min(answer.retryAfter, longestRetryAfter) * unit;
    if (failures === 0) return 0;
    const cap = 60 + Math.random() * 60;
    return Math.min(2 ** Math.min(failures, 10), cap) * unit;
  }
}

function readAnswer(response: IncomingMessage): Promise<WebhookAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const status = response.statusCode ?? 0;
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', (error) => resolve({ status: 0, body: '', failure: failureOf(error) }));
    response.on('end', () => {
      const retryAfter = Number(response.headers['retry-after']);
      const body = Buffer.concat(chunks).toString();
      resolve(retryAfter >= 0 ? { status, body, retryAfter } : { status, body });
    });
  });
}

function failureOf(error: Error & { code?: string }): string {
  return error.code === 'ECONNREFUSED' ? 'Connection refused' : error.message;
}
