import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors';
import { html } from '../infra/html';
import type { TextLanguage } from '../infra/languages';
import { type Frame, languageOf } from '../infra/page-frame';
import { callerOf, shownIn } from './callers';
import type { PagesDeps } from './pages-deps';

type SignInDeps = PagesDeps & { readonly frame: Frame };

const formBytes = 4_096;
// Where a sign-in may lead: pages of ours, never an address that somebody put into a link.
const nextPages = ['/', '/graphiql'];

/** Opens the sign-in form of operators; it works without scripts. */
export async function registerSignInPage(server: FastifyInstance, deps: SignInDeps): Promise<void> {
  await server.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formBytes },
      async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
    );
    scope.get('/sign-in', async (request, reply) => form(request, reply, deps));
    scope.post('/sign-in', async (request, reply) => signIn(request, reply, deps));
    scope.post('/sign-out', async (request, reply) => signOut(request, reply, deps));
  });
}

function form(
  request: FastifyRequest,
  reply: FastifyReply,
  { frame, fault }: SignInDeps & { fault?: string },
): FastifyReply {
  const language: TextLanguage = languageOf(request);
  const text = (key: string) => frame.text(language, `sign_in.${key}`);
  const alert = fault ? html`<p role="alert">${fault}</p>` : '';
  const body = html`<h1>${text('title')}</h1>
<form method="post" action="/sign-in?lang=${language}&next=${nextOf(request)}">${alert}
<label for="email">${text('email')}</label><input id="email" name="email" type="email" autocomplete="username" required autofocus>
<label for="password">${text('password')}</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<p><button>${text('submit')}</button></p>
</form>`;
  frame.send(reply, { language, title: text('title'), body });
  return reply;
}

async function signIn(request: FastifyRequest, reply: FastifyReply, deps: SignInDeps): Promise<FastifyReply> {
  // A page of somebody else must not sign a person in, be it under a stranger's name.
  if (!deps.callers.isOurs(request.headers.origin)) return reply.code(403).send();
  const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  try {
    const credentials = { email: fields.get('email') ?? '', password: fields.get('password') ?? '', ip: request.ip };
    const { token } = await deps.domain.signIn.signIn(credentials);
    return reply.header('set-cookie', deps.callers.cookieOf(token)).redirect(nextOf(request), 303);
  } catch (error) {
    if (error instanceof Refusal) return refuse(request, reply, { ...deps, refusal: error });
    throw error;
  }
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { refusal, ...deps }: SignInDeps & { refusal: Refusal },
): FastifyReply {
  const language = languageOf(request);
  if (refusal.code !== 'RATE_LIMITED') {
    return form(request, reply.code(401), { ...deps, fault: deps.frame.text(language, 'sign_in.failed') });
  }
  reply.code(429).header('retry-after', String(refusal.retryAfter ?? 60));
  return form(request, reply, { ...deps, fault: deps.locales.t(language, 'errors:RATE_LIMITED') });
}

async function signOut(request: FastifyRequest, reply: FastifyReply, deps: SignInDeps): Promise<FastifyReply> {
  if (!deps.callers.isOurs(request.headers.origin)) return reply.code(403).send();
  const identified = await deps.callers.identify(shownIn(request.headers));
  const { viewer, session } = callerOf(identified, { acceptLanguage: undefined, ip: request.ip });
  if (viewer && session) {
    await deps.domain.signIn.signOut(session);
    await deps.access.changed(viewer.id);
  }
  return reply.header('set-cookie', deps.callers.cookieOf(null)).redirect('/', 303);
}

function nextOf(request: FastifyRequest): string {
  const { next } = request.query as { next?: unknown };
  return nextPages.find((page) => page === next) ?? '/';
}
