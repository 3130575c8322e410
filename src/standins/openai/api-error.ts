import type { FastifyInstance } from 'fastify';

/** An error in the shape of OpenAI's API. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: { readonly code?: string; readonly param?: string; readonly retryAfter?: number } = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Answers every failure of a route as OpenAI does, unknown addresses included. */
export function answerErrorsLikeOpenAi(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    const known = error instanceof ApiError ? error : fromFramework(error);
    const { code, param, retryAfter } = known.details;
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    return reply.code(known.status).send({
      error: { message: known.message, type: typeOf(known.status), param: param ?? null, code: code ?? null },
    });
  });
  app.setNotFoundHandler((request) => {
    throw new ApiError(404, `Invalid URL (${request.method} ${request.url})`);
  });
}

function fromFramework(error: unknown): ApiError {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 413) return new ApiError(413, 'The request is too large.');
  if (status < 500) return new ApiError(400, 'We could not parse the body of your request.');
  return new ApiError(500, 'The server had an error while processing your request.');
}

function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_exceeded';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
