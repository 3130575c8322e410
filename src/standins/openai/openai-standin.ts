import { type FastifyInstance, fastify } from 'fastify';
import { onFreePort } from '../../infra/free-port';
import { invariant } from '../../infra/invariant';
import type { Log } from '../../infra/log';
import { ApiError, answerErrorsLikeOpenAi } from './api-error';
import { serveChat } from './chat-route';
import { serveEmbeddings } from './embeddings';
import { TuningDesk } from './fine-tuning';
import { acceptForms } from './form';
import { modelList } from './models';
import { Script, scriptBody } from './script';
import { serveTranscription } from './transcription';

/** How the stand-in is started. */
export interface OpenAiStandinOptions {
  readonly host?: string;
  /** A free port below 32768 when it is not given: ports above are lent to outgoing connections. */
  readonly port?: number;
  readonly log: Log;
  /** Whether the script may be written over HTTP as well (POST /control/script, GET /control/requests). */
  readonly control?: boolean;
}

/** A running stand-in. */
export interface OpenAiStandin {
  /** The address for a client, ending in /v1. */
  readonly baseUrl: string;
  readonly control: Script;
  /** Its files and jobs of fine-tuning. */
  readonly tuning: TuningDesk;
  close(): Promise<void>;
}

/** Starts an OpenAI-compatible service on loopback, whose model answers from the passages of its prompt. */
export async function startOpenAiStandin(options: OpenAiStandinOptions): Promise<OpenAiStandin> {
  const { host = '127.0.0.1', port, log, control = false } = options;
  const script = new Script();
  const app = fastify({ logger: false, bodyLimit: 32 * 1024 * 1024, forceCloseConnections: true });
  answerErrorsLikeOpenAi(app);
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/v1/') && !/^Bearer \S+/.test(request.headers.authorization ?? '')) {
      throw new ApiError(401, "You didn't provide an API key.", { code: 'invalid_api_key' });
    }
  });
  const startedAt = Math.floor(Date.now() / 1000);
  app.get('/v1/models', async () => modelList(startedAt));
  serveChat(app, script);
  serveEmbeddings(app);
  acceptForms(app);
  serveTranscription(app);
  const tuning = new TuningDesk();
  tuning.serveFiles(app);
  tuning.serveJobs(app);
  if (control) serveControl(app, script);
  const takenPort = await listen(app, host, port);
  const baseUrl = `http://${host}:${takenPort}/v1`;
  log.info({ baseUrl }, 'stand-in of the OpenAI API listens');
  return { baseUrl, control: script, tuning, close: () => app.close() };
}

function serveControl(app: FastifyInstance, script: Script): void {
  app.post('/control/script', async (request, reply) => {
    const read = scriptBody.safeParse(request.body);
    if (!read.success) throw new ApiError(400, read.error.issues.map((issue) => issue.message).join('; '));
    script.follow(read.data);
    return reply.code(204).send();
  });
  app.get('/control/requests', async () => ({ requests: script.requests }));
}

async function listen(app: FastifyInstance, host: string, port: number | undefined): Promise<number> {
  if (port === undefined) await onFreePort((free) => app.listen({ host, port: free }));
  else await app.listen({ host, port });
  const address = app.server.address();
  invariant(address !== null && typeof address === 'object', 'a listening server has an address with a port');
  return address.port;
}
