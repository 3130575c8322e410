import { setTimeout as wait } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Log } from '../../infra/log';
import type { BotAccount } from './bot-account';
import { BotApiError } from './bot-api-error';
import type { Bots } from './bots';
import type { CallLog, CallRecord } from './call-log';
import { type Fault, type Faults, refusalOf } from './faults';
import { albumMethods } from './methods/albums';
import type { MethodServer, Methods } from './methods/call';
import { chatMethods } from './methods/chats';
import { copyMethods } from './methods/copies';
import { editMethods } from './methods/edits';
import { fileMethods, largestDownload } from './methods/files';
import { markMethods } from './methods/marks';
import { messageMethods } from './methods/messages';
import { paymentMethods } from './methods/payments';
import { profileMethods } from './methods/profile';
import { richMethods } from './methods/rich';
import { topicMethods } from './methods/topics';
import { updateMethods } from './methods/updates';
import { type Params, readParams } from './request-params';

const methods: Methods = {
  ...updateMethods,
  ...profileMethods,
  ...messageMethods,
  ...richMethods,
  ...editMethods,
  ...copyMethods,
  ...fileMethods,
  ...albumMethods,
  ...markMethods,
  ...chatMethods,
  ...topicMethods,
  ...paymentMethods,
};

/** What the server is made of. */
export interface ApiServerOptions {
  readonly bots: Bots;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly methodServer: MethodServer;
  readonly log: Log;
}

interface MethodPath {
  Params: { token: string; method: string };
}

/** Answers methods as the Bot API server does, and goes wrong where it was told to. */
export class ApiServer {
  readonly http: FastifyInstance;

  constructor(private readonly options: ApiServerOptions) {
    this.http = fastify({
      bodyLimit: 64 * 1024 * 1024,
      forceCloseConnections: true,
      routerOptions: { maxParamLength: 300 },
    });
    this.http.removeAllContentTypeParsers();
    this.http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    this.http.route<MethodPath>({
      method: ['GET', 'POST'],
      url: '/bot:token/:method',
      handler: (request, reply) => this.answer(request, reply),
    });
    this.http.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', (request, reply) => {
      const stored = [...this.options.bots.calling(request.params.token).files.values()];
      const file = stored.find((each) => each.path === request.params['*']);
      if (!file || file.bytes.length > largestDownload) throw new BotApiError(404, 'Not Found');
      return reply.type('application/octet-stream').send(file.bytes);
    });
    this.http.setNotFoundHandler(() => {
      throw new BotApiError(404, 'Not Found');
    });
    this.http.setErrorHandler((error, _request, reply) => this.refuse(reply, error));
  }

  /** Carries out a method that a webhook called in its answer; its result is seen by nobody. */
  async callFromAnswer(bot: BotAccount, body: string): Promise<void> {
    try {
      const { method, ...values } = JSON.parse(body) as Record<string, unknown>;
      const params = await readParams({ query: values, headers: {}, body: undefined });
      await this.carryOut({ bot, method: String(method), params, signal: new AbortController().signal });
    } catch (error) {
      this.options.log.debug({ err: error }, 'a call in the answer of a webhook failed');
    }
  }

  private async answer(request: FastifyRequest<MethodPath>, reply: FastifyReply): Promise<FastifyReply> {
    const { bots, calls, faults } = this.options;
    const bot = bots.calling(request.params.token);
    const { method } = request.params;
    const body = Buffer.isBuffer(request.body) ? request.body : undefined;
    const query = request.query as Record<string, unknown>;
    const params = await readParams({ query, headers: request.headers, body });
    const chatId = chatIdOf(params);
    const fault = faults.strike({ method, chatId, botNames: bot.names() });
    const record = calls.open({
      bot: bot.username,
      method,
      params: params.values,
      ...(chatId === undefined ? {} : { chatId }),
      ...(fault ? { fault: fault.kind } : {}),
    });
    if (fault && this.staysSilent(fault, reply)) return reply;
    const left = new AbortController();
    reply.raw.on('close', () => left.abort());
    const work = async () => {
      await goWrong(fault, left.signal);
      return this.carryOut({ bot, method, params, signal: left.signal });
    };
    return fault?.kind === 'accept_then_drop'
      ? this.acceptThenDrop(work, record, reply)
      : this.settle(work, record, reply);
  }

  private async settle(work: () => Promise<unknown>, record: CallRecord, reply: FastifyReply): Promise<FastifyReply> {
    try {
      const result = await work();
      this.options.calls.answered(record, 200, { result });
      return await reply.send({ ok: true, result });
    } catch (error) {
      const refusal = this.refusal(error);
      this.options.calls.answered(record, refusal.code, { error: refusal.description });
      return this.refuse(reply, refusal);
    }
  }

  private async acceptThenDrop(work: () => Promise<unknown>, record: CallRecord, reply: FastifyReply) {
    reply.hijack();
    try {
      record.result = await work();
    } catch (error) {
      record.error = this.refusal(error).description;
    }
    reply.raw.destroy();
    return reply;
  }

  /** True when nothing is carried out and nothing is answered. */
  private staysSilent(fault: Fault, reply: FastifyReply): boolean {
    if (fault.kind !== 'hang' && fault.kind !== 'drop') return false;
    reply.hijack();
    if (fault.kind === 'drop') reply.raw.destroy();
    return true;
  }

  private async carryOut(call: { bot: BotAccount; method: string; params: Params; signal: AbortSignal }) {
    const name = call.method.toLowerCase();
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new BotApiError(404, 'Not Found: method not found');
    return await method({ ...call, server: this.options.methodServer });
  }

  private refusal(error: unknown): BotApiError {
    if (error instanceof BotApiError) return error;
    const code = (error as { statusCode?: number }).statusCode;
    if (code === 413) return new BotApiError(413, 'Request Entity Too Large');
    const callerLeft = (error as Error).name === 'AbortError';
    if (!callerLeft) this.options.log.error({ err: error }, 'a method of the stand-in failed');
    return new BotApiError(500, 'Internal Server Error');
  }

  private refuse(reply: FastifyReply, error: unknown): FastifyReply {
    const refusal = this.refusal(error);
    const after = refusal.parameters?.retry_after;
    if (after !== undefined) reply.header('retry-after', String(after));
    return reply.code(refusal.code).send(refusal.body());
  }
}

async function goWrong(fault: Fault | undefined, signal: AbortSignal): Promise<void> {
  if (fault?.kind === 'delay') await wait(fault.ms, undefined, { signal });
  const refusal = fault && refusalOf(fault);
  if (refusal) throw refusal;
}

function chatIdOf(params: Params): number | undefined {
  const chatId = Number(params.values['chat_id']);
  return Number.isSafeInteger(chatId) && chatId !== 0 ? chatId : undefined;
}
