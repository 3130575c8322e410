import type { FastifyInstance } from 'fastify';
import { type Html, html } from '../infra/html';
import type { TextLanguage } from '../infra/languages';
import { Frame, languageOf } from '../infra/page-frame';
import { shownIn } from './callers';
import { registerGraphiql } from './graphiql';
import type { PagesDeps } from './pages-deps';
import { registerSignInPage } from './sign-in-page';

/** Opens the start page, the sign-in and the query editor. */
export async function registerPages(server: FastifyInstance, deps: PagesDeps): Promise<void> {
  const frame = new Frame(deps.locales);
  server.get('/', async (request, reply) => {
    const language = languageOf(request);
    const { viewer } = await deps.callers.identify(shownIn(request.headers));
    const title = frame.text(language, 'start.title');
    const name = viewer?.kind === 'operator' ? viewer.name : null;
    frame.send(reply, { language, title, body: startPage({ frame, language, name, deps }) });
    return reply;
  });
  await registerSignInPage(server, { frame, ...deps });
  registerGraphiql(server, deps.callers);
}

function startPage(page: { frame: Frame; language: TextLanguage; name: string | null; deps: PagesDeps }): Html {
  const { frame, language, name, deps } = page;
  const text = (key: string, params?: Record<string, string>) => frame.text(language, key, params);
  const other = language === 'ru' ? 'en' : 'ru';
  const chats = deps.chatPages.map((slug) => {
    const botName = deps.domain.bots.all().find((bot) => bot.slug === slug)?.name ?? slug;
    return html`<li><a href="/try/${slug}">${text('start.try', { botName })}</a></li>`;
  });
  const account = name
    ? html`<form method="post" action="/sign-out"><span>${text('sign_in.signed_in', { name })}</span> <button>${text('sign_in.sign_out')}</button></form>`
    : html`<a href="/sign-in">${text('start.sign_in')}</a>`;
  return html`<nav><a href="/?lang=${other}" lang="${other}">${text('start.language')}</a></nav>
<h1>${text('start.title')}</h1>
<p>${text('start.intro')}</p>
<ul>
${chats}
<li><a href="/graphiql">${text('start.graphql')}</a> <code>/graphql</code><br><small>${text('start.graphql_note')}</small></li>
<li><a href="/healthz">${text('start.health')}</a></li>
<li>${account}</li>
</ul>`;
}
