import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from './api-error';

/** The largest body of a form that is taken. */
export const longestForm = 25 * 1024 * 1024;

/** Lets routes take forms with files. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: longestForm },
    (_request, body, done) => done(null, body),
  );
}

/** The form that a request carries. Throws ApiError 400. */
export async function formOf({ body, headers }: FastifyRequest): Promise<FormData> {
  if (!Buffer.isBuffer(body)) throw new ApiError(400, 'A multipart/form-data body is expected.');
  try {
    const type = headers['content-type'] ?? '';
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    throw new ApiError(400, `Could not parse multipart form: ${error instanceof Error ? error.message : 'malformed'}`);
  }
}
