import { CircuitBreaker } from '../../infra/circuit-breaker';
import { type Answered, type FetchPolicy, FetchRefused, safeSend } from '../../infra/safe-fetch';
import { sign } from '../../infra/signatures';
import type { OpenSecrets } from '../outside/tool-secrets';
import { bodyOf, type HttpToolDefinition } from './http-tool-definition';
import { type CallContext, filledUrl, isInClear } from './url-template.rules';

/** One call of a service. */
export interface ServiceCall {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
  /** Names a change: who is asked twice can see that it is the same. Null: nothing is changed. */
  readonly key: string | null;
  readonly signal: AbortSignal;
}

/** Why a service gave no answer that is of use. */
export type ServiceFault = 'away' | 'forbidden' | 'denied' | 'too_large' | 'unknown';

/** A service that gave no answer that is of use; `unknown`: nobody can tell whether it did what it was asked for. */
export class ServiceFailed extends Error {
  constructor(
    readonly fault: ServiceFault,
    why: string,
    cause?: unknown,
  ) {
    super(why, { cause });
    this.name = 'ServiceFailed';
  }
}

/** What a caller needs to know. */
export interface HttpCallerDeps {
  readonly definition: HttpToolDefinition;
  readonly secrets: OpenSecrets;
  readonly policy: FetchPolicy;
}

const patience = { failures: 5, windowMs: 60_000, pauseMs: 20_000 };
const denied = new Set([401, 403, 407]);
const mostTries = 2;

/** Calls one HTTP service: within its time, never elsewhere, and not at all while it is down. */
export class HttpCaller {
  private readonly breaker = new CircuitBreaker(patience, () => performance.now());

  constructor(private readonly deps: HttpCallerDeps) {}

  /** The answer, whatever it says; throws ServiceFailed, UrlNotFilled, and the signal's reason. Only reading is tried twice. */
  async call(call: ServiceCall): Promise<Answered> {
    const { method, effect, timeoutMs, url: template } = this.deps.definition;
    const url = filledUrl(template, call.arguments, call.context);
    const until = performance.now() + timeoutMs;
    const tries = call.key === null && effect === 'read' && method === 'GET' ? mostTries : 1;
    for (let left = tries - 1; ; left -= 1) {
      try {
        return checked(await this.guarded(url, call, until), call);
      } catch (error) {
        const isAway = error instanceof ServiceFailed && error.fault === 'away';
        if (!isAway || left === 0 || performance.now() >= until) throw error;
      }
    }
  }

  private async guarded(url: string, call: ServiceCall, until: number): Promise<Answered> {
    const pass = this.breaker.enter();
    if (!pass) throw new ServiceFailed('away', 'it has failed again and again');
    let outcome: 'well' | 'unwell' | 'unknown' = 'unknown';
    try {
      const answer = await this.send(url, call, until);
      outcome = answer.status >= 500 ? 'unwell' : 'well';
      return answer;
    } catch (error) {
      if (!(error instanceof FetchRefused)) throw error;
      if (error.fault === 'unreachable') outcome = 'unwell';
      throw failure(error, call);
    } finally {
      pass.end(outcome);
    }
  }

  private async send(url: string, call: ServiceCall, until: number): Promise<Answered> {
    const { definition, policy } = this.deps;
    if (isInClear(url, policy)) throw new FetchRefused('forbidden', 'it could be read on the way');
    const body = bodyOf(definition, call.arguments);
    const limits = { ms: Math.max(1, Math.round(until - performance.now())), bytes: definition.maxBytes };
    const headers = { ...this.headers(url, body ?? '', call), ...(body !== undefined && jsonBody) };
    const sending = { method: definition.method, headers, ...(body !== undefined && { body }) };
    return safeSend(url, sending, { policy, limits, signal: call.signal });
  }

  private headers(url: string, body: string, { context, key }: ServiceCall): Record<string, string> {
    const { definition, secrets } = this.deps;
    const { header, method } = definition;
    const who = { 'besedka-user': context.user ?? '', 'besedka-dialogue': context.dialogue ?? '' };
    const { pathname, search } = new URL(url);
    const signed = `${method} ${pathname}${search}\n${who['besedka-user']}\n${who['besedka-dialogue']}\n${body}`;
    return {
      accept: 'application/json',
      ...(header && secrets.header !== undefined && { [header.name]: secrets.header }),
      ...(key !== null && { 'idempotency-key': key }),
      ...(secrets.signature !== undefined && {
        ...who,
        'besedka-signature': sign({ secret: secrets.signature, body: signed }),
      }),
    };
  }
}

const jsonBody = { 'content-type': 'application/json' };

function checked(answer: Answered, { key }: ServiceCall): Answered {
  const { status } = answer;
  if (denied.has(status)) throw new ServiceFailed('denied', `it answers ${status}`);
  // A redirect is not followed: what is secret was meant for one host.
  if (status >= 300 && status < 400) throw new ServiceFailed('denied', `it redirects with ${status}`);
  if (status === 429 || status === 503) throw new ServiceFailed('away', `it answers ${status}`);
  if (status >= 500) throw new ServiceFailed(key === null ? 'away' : 'unknown', `it answers ${status}`);
  return answer;
}

function failure(error: FetchRefused, { key }: ServiceCall): ServiceFailed {
  if (error.fault === 'forbidden') return new ServiceFailed('forbidden', error.why, error);
  // Whoever was sent a change may have made it, whatever came back of it.
  if (key !== null) return new ServiceFailed('unknown', error.why, error);
  return new ServiceFailed(error.fault === 'too_large' ? 'too_large' : 'away', error.why, error);
}
