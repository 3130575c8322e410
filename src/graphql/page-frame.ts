import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromAcceptLanguage, type TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { AccessSignal } from '../people/access-signal';
import type { Callers } from './callers';
import type { GraphqlDomain } from './context';
import { Html, html } from './html';
import { style } from './page-style';

/** What the pages need. */
export interface PagesDeps {
  readonly domain: GraphqlDomain;
  readonly callers: Callers;
  readonly locales: Locales;
  readonly access: AccessSignal;
  readonly chatPages: readonly string[];
}

/** The frame of all pages: one language at a time, no scripts. */
export class Frame {
  private readonly policy: string;

  constructor(private readonly locales: Locales) {
    const hash = createHash('sha256').update(style).digest('base64');
    this.policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  }

  /** A text of the pages. */
  text(language: TextLanguage, key: string, params: Record<string, string> = {}): string {
    return this.locales.t(language, `pages:${key}`, params);
  }

  /** Answers with a page. */
  send(reply: FastifyReply, page: { language: TextLanguage; title: string; body: Html }): void {
    const { language, title, body } = page;
    const sheet = new Html(style);
    // With no-referrer browsers send forms with the origin «null», and we would take our own page for a foreign one.
    reply.header('referrer-policy', 'same-origin');
    reply
      .header('content-security-policy', this.policy)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8');
    const whole = html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${sheet}</style></head>
<body><main>${body}</main></body>
</html>
`;
    reply.send(whole.text);
  }
}

/** The language of a page: the one asked for, else the reader's. */
export function languageOf(request: FastifyRequest): TextLanguage {
  const { lang } = request.query as { lang?: unknown };
  return lang === 'ru' || lang === 'en' ? lang : fromAcceptLanguage(request.headers['accept-language']);
}
