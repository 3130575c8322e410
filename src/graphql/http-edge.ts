import { ApolloServer, type ApolloServerPlugin, type HTTPGraphQLHead } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLFormattedError, OperationTypeNode } from 'graphql';
import { Refusal } from '../errors';
import { fromAcceptLanguage } from '../infra/languages';
import { withinLimits } from './answer-limits';
import { callerOf, shownIn } from './callers';
import type { Caller, GraphqlDomain, RequestContext } from './context';
import { asError } from './documents';
import { type Asked, EventStreams } from './event-stream';
import { Loaders } from './loaders';
import { type Admitted, badRequest, errorsIn, type RawRequest } from './pipeline';
import { httpOf, httpOfRefused, type Reporter } from './reporter';
import type { SharedWay } from './shared-way';

const bodyBytes = 256 * 1_024;

/** What the HTTP edge needs. */
export interface HttpEdgeDeps {
  readonly way: SharedWay;
  readonly domain: GraphqlDomain;
  readonly streams: EventStreams;
}

/** GraphQL over HTTP: POST /graphql. Every request passes the pipeline before Apollo executes it. */
export class HttpEdge {
  private readonly apollo: ApolloServer<RequestContext>;
  private readonly admitted = new WeakMap<FastifyRequest, { admitted: Admitted; caller: Caller }>();

  constructor(private readonly deps: HttpEdgeDeps) {
    this.apollo = new ApolloServer<RequestContext>({
      schema: deps.way.schema,
      plugins: [answersPlugin(deps.way.reporter)],
      // The pipeline decides who may introspect; Apollo's own defaults would follow NODE_ENV.
      introspection: true,
      includeStacktraceInErrorResponses: false,
      persistedQueries: false,
      allowBatchedHttpRequests: false,
      csrfPrevention: true,
      stopOnTerminationSignals: false,
      logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    });
  }

  async register(server: FastifyInstance): Promise<void> {
    await this.apollo.start();
    const execute = fastifyApolloHandler(this.apollo, {
      context: async (request, reply) => this.contextOf(request, reply),
    });
    server.route({
      method: 'POST',
      url: '/graphql',
      bodyLimit: bodyBytes,
      preHandler: (request, reply) => this.admit(request, reply),
      handler: (request, reply) => this.answer(request, reply, Promise.resolve(execute.call(server, request, reply))),
      errorHandler: (error, request, reply) => this.refuseBody(error, request, reply),
    });
  }

  async close(): Promise<void> {
    await this.apollo.stop();
  }

  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    let caller = callerOf({ viewer: null, session: null }, from(request));
    try {
      const { callers, pipeline } = this.deps.way;
      const shown = shownIn(request.headers);
      caller = callerOf(await callers.identify(shown), from(request));
      pipeline.countRequest(caller);
      // Nothing is done with a session, and nobody signs in, for pages that are not ours.
      if (shown.authorization === undefined && !callers.isOurs(shown.origin)) throw asError(new Refusal('FORBIDDEN'));
      const body = Object(request.body) as RawRequest;
      const admitted = pipeline.admit(body, caller);
      if (admitted.operation.operation === OperationTypeNode.SUBSCRIPTION) {
        await this.follow({ admitted, caller, shown }, request, reply);
        return;
      }
      this.admitted.set(request, { admitted, caller });
      request.body = { ...body, query: admitted.source, variables: admitted.variables };
    } catch (thrown) {
      const errors = this.deps.way.reporter.reportAll(errorsIn(thrown), caller);
      const { status, retryAfter } = httpOfRefused(errors);
      if (retryAfter) reply.header('retry-after', retryAfter);
      reply.code(status).send({ errors });
    }
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, made: Promise<unknown>): Promise<unknown> {
    try {
      return await withinLimits(made);
    } catch (thrown) {
      const { caller } = this.admitted.get(request) ?? {};
      if (!(thrown instanceof Refusal) || !caller) throw thrown;
      const errors = this.deps.way.reporter.reportAll([asError(thrown)], caller);
      const { status, retryAfter } = httpOfRefused(errors);
      if (retryAfter) reply.header('retry-after', retryAfter);
      return reply.code(status).send({ errors });
    }
  }

  private async follow(asked: Asked, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!EventStreams.isWanted(request))
      throw badRequest('Subscriptions go over a WebSocket, or with accept: text/event-stream.');
    await this.deps.streams.serve(asked, reply);
  }

  private contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext {
    const { caller, admitted } = this.admitted.get(request) ?? {};
    if (!caller || !admitted) throw asError(new Refusal('UNAUTHENTICATED'));
    const fresh = admitted.operation.operation === OperationTypeNode.MUTATION;
    return {
      ...caller,
      loaders: new Loaders(this.deps.domain, { fresh }),
      keepSession: (token) => void reply.header('set-cookie', this.deps.way.callers.cookieOf(token)),
    };
  }

  /** Bodies that cannot be read: too large, not JSON, of another type. */
  private refuseBody(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    const status = error.statusCode ?? 500;
    const reader = { viewer: null, language: fromAcceptLanguage(request.headers['accept-language']) };
    const fault: GraphQLFormattedError = { message: error.message, extensions: { code: 'BAD_REQUEST' } };
    const errors = status >= 500 ? this.deps.way.reporter.reportAll(errorsIn(error), reader) : [fault];
    reply.code(status).send({ errors });
  }
}

/** Words the errors of answers for their reader, and sets the status that goes with them. */
function answersPlugin(reporter: Reporter): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, errors, contextValue }) => {
        if (!errors || response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        singleResult.errors = reporter.reportAll(errors, contextValue);
        const http =
          singleResult.data === null || singleResult.data === undefined ? httpOf(singleResult.errors) : undefined;
        if (http) setHead(response.http, http);
      },
    }),
  };
}

function setHead(head: HTTPGraphQLHead, { status, retryAfter }: { status: number; retryAfter?: string }): void {
  head.status = status;
  if (retryAfter) head.headers.set('retry-after', retryAfter);
}

function from(request: FastifyRequest): { acceptLanguage: string | undefined; ip: string } {
  return { acceptLanguage: request.headers['accept-language'], ip: request.ip };
}

function ignore(): void {
  // Apollo's notes add nothing to ours.
}
