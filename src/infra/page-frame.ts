import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Html, html } from './html';
import { fromAcceptLanguage, type TextLanguage } from './languages';
import type { Locales } from './locales';
import { style } from './page-style';

/** A whole page. */
export interface SentPage {
  readonly language: TextLanguage;
  readonly title: string;
  readonly body: Html;
  /** Where the browser goes on to by itself. Not a redirect: after a form those are held back where they lead to others. */
  readonly next?: string;
}

const hash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** Answers with a page: no scripts, nothing kept, nothing from elsewhere. */
export function sendPage(reply: FastifyReply, { language, title, body, next }: SentPage): void {
  const sheet = new Html(style);
  const onwards = next === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${next}">`;
  const whole = html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${onwards}<title>${title}</title><style>${sheet}</style></head>
<body><main>${body}</main></body>
</html>
`;
  // With no-referrer browsers send forms with the origin «null», and we would take our own page for a foreign one.
  reply.header('referrer-policy', 'same-origin');
  reply.header('content-security-policy', policy).header('cache-control', 'no-store').type('text/html; charset=utf-8');
  reply.send(whole.text);
}

/** The frame of our own pages: one language at a time. */
export class Frame {
  constructor(private readonly locales: Locales) {}

  /** A text of the pages. */
  text(language: TextLanguage, key: string, params: Record<string, string> = {}): string {
    return this.locales.t(language, `pages:${key}`, params);
  }

  /** Answers with a page. */
  send(reply: FastifyReply, page: SentPage): void {
    sendPage(reply, page);
  }
}

/** The language of a page: the one asked for, else the reader's. */
export function languageOf(request: FastifyRequest): TextLanguage {
  return wantedLanguage(request) ?? fromAcceptLanguage(request.headers['accept-language']);
}

/** The language that a page was asked for in. */
export function wantedLanguage(request: FastifyRequest): TextLanguage | undefined {
  const { lang } = request.query as { lang?: unknown };
  return lang === 'ru' || lang === 'en' ? lang : undefined;
}
