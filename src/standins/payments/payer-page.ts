import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '../../infra/html';
import { sendPage } from '../../infra/page-frame';
import { type StandinCheckout, statusOf } from './checkout-book';

/** What the page is laid over. */
export interface PayerPageHost {
  find(checkoutId: string): StandinCheckout | undefined;
  pay(checkoutId: string): void;
  decline(checkoutId: string): void;
}

interface Named {
  Params: { id: string };
}

const texts = {
  ru: {
    title: 'Оплата понарошку',
    note: 'Это учебный платёжный сервис: настоящие деньги не списываются.',
    pay: 'Оплатить',
    decline: 'Отказ банка',
    declined: 'Банк отклонил платёж. Можно попробовать ещё раз.',
    paid: 'Оплачено',
    closed: 'Оплатить здесь больше нельзя.',
    back: 'Вернуться к брони',
    missing: 'Такого платежа нет.',
  },
  en: {
    title: 'Play-money payment',
    note: 'This is a stand-in for a payment service: no real money is taken.',
    pay: 'Pay',
    decline: 'Declined by the bank',
    declined: 'The bank has declined the payment. You can try again.',
    paid: 'Paid',
    closed: 'This can no longer be paid here.',
    back: 'Back to the booking',
    missing: 'There is no such payment.',
  },
} as const;

/** Serves `/try-pay/<checkout>`, where a person pays with play money, or has it declined. */
export function registerPayerPage(server: FastifyInstance, host: PayerPageHost): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 1_024 }, async () => undefined);
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('x-robots-tag', 'noindex');
      const site = request.headers['sec-fetch-site'];
      // A page of somebody else must not pay in the name of who looks at it.
      if (request.method === 'POST' && site !== undefined && site !== 'same-origin') await reply.code(403).send();
    });
    scope.get<Named>('/try-pay/:id', async (request, reply) => show(request, reply, host));
    scope.post<Named>('/try-pay/:id/pay', async (request, reply) => {
      host.pay(request.params.id);
      return reply.redirect(`/try-pay/${encodeURIComponent(request.params.id)}`, 303);
    });
    scope.post<Named>('/try-pay/:id/decline', async (request, reply) => {
      host.decline(request.params.id);
      return reply.redirect(`/try-pay/${encodeURIComponent(request.params.id)}`, 303);
    });
  });
}

function show(request: FastifyRequest<Named>, reply: FastifyReply, host: PayerPageHost): FastifyReply {
  const checkout = host.find(request.params.id);
  const language = checkout?.language === 'ru' ? 'ru' : 'en';
  const text = texts[language];
  const body = checkout ? pageOf(checkout) : html`<h1>${text.missing}</h1>`;
  sendPage(reply.code(checkout ? 200 : 404), { language, title: text.title, body });
  return reply;
}

function pageOf(checkout: StandinCheckout): Html {
  const text = texts[checkout.language === 'ru' ? 'ru' : 'en'];
  const back = html`<p><a href="${checkout.return_url}">${text.back}</a></p>`;
  const head = html`<h1>${text.title}</h1>
<p><small>${text.note}</small></p>
<p>${checkout.description}</p>
<p><strong>${sumOf(checkout)}</strong></p>`;
  const status = statusOf(checkout);
  if (status !== 'open') return html`${head}<p role="status">${status === 'paid' ? text.paid : text.closed}</p>${back}`;
  const alert = checkout.declined ? html`<p role="alert">${text.declined}</p>` : '';
  return html`${head}${alert}
<form method="post" action="/try-pay/${checkout.id}/pay"><p><button>${text.pay}</button></p></form>
<form method="post" action="/try-pay/${checkout.id}/decline"><p><button class="quiet">${text.decline}</button></p></form>
${back}`;
}

function sumOf({ amount, currency, language }: StandinCheckout): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
