import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';
import { type Callers, shownIn } from './callers';
import { seesSchema } from './reporter';

const staticPath = '/graphiql/static/';

/** Opens the query editor, for admins who are signed in; others are led to the sign-in. */
export function registerGraphiql(server: FastifyInstance, callers: Callers): void {
  server.get('/graphiql', async (request, reply) => {
    if (!seesSchema(await callers.identify(shownIn(request.headers))))
      return reply.redirect('/sign-in?next=/graphiql', 303);
    const nonce = randomBytes(16).toString('base64');
    const scheme = callers.rules.secure ? 'wss' : 'ws';
    const subscriptionEndpoint = `${scheme}://${request.host}/graphql`;
    const page = ruruHTML({ staticPath, endpoint: '/graphql', subscriptionEndpoint });
    return reply
      .header('content-security-policy', policy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('<script', `<script nonce="${nonce}"`));
  });
  server.get(`${staticPath}*`, async (request, reply) => {
    const acceptEncoding = request.headers['accept-encoding'];
    const file = await getStaticFile({ staticPath, urlPath: request.url, acceptEncoding, disallowDevAssets: true });
    if (!file) return reply.callNotFound();
    return reply.headers(file.headers).header('cache-control', 'private, max-age=3600').send(file.content);
  });
}

/** The editor writes its own styles while it runs; its scripts come from us alone. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
