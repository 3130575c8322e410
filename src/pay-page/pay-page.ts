import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BookingTexts } from '../bookings/booking-texts';
import type { Bookings } from '../bookings/bookings';
import type { Hall } from '../bookings/hall';
import type { Halls } from '../bookings/halls';
import type { PaymentProviders } from '../bookings/payments/payment-provider';
import type { Payments } from '../bookings/payments/payments';
import { Refusal } from '../errors';
import { nearestLanguage, type TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import { languageOf, type SentPage, sendPage, wantedLanguage } from '../infra/page-frame';
import type { Booking } from '../infra/prisma-client/client';
import { RateLimit } from '../infra/rate-limit';
import { correctionOf, FormTokens, fieldsOf, type PayFields, placedFaults, sentFields } from './pay-form';
import { PayPageHtml, type PayView } from './pay-view';

/** What the payment page needs. */
export interface PayPageDeps {
  readonly domain: {
    readonly bookings: Bookings;
    readonly halls: Halls;
    readonly payments: Payments;
    readonly paymentProviders: PaymentProviders;
    readonly bookingTexts: BookingTexts;
  };
  readonly locales: Locales;
  readonly log: Log;
  /** The key of what shows that a form is ours. */
  readonly secret: string;
}

interface Keyed {
  Params: { key: string };
}

/** A booking whose page is looked at. */
interface Looked {
  readonly reply: FastifyReply;
  readonly language: TextLanguage;
  readonly booking: Booking;
  readonly hall: Hall;
}

/** What differs from the page as it is at rest. */
type Said = Partial<Pick<PayView, 'fields' | 'faults' | 'note'>> & { readonly code?: number };

const keyShape = /^[0-9a-f]{32,64}$/;
const formBytes = 8_192;
const mostLooks = 120;
const mostUnknown = 20;
const mostActs = 20;

/** Opens `/pay/<key>`: who has the link sees the booking, corrects it, and pays. Without scripts; nobody keeps a copy. */
export async function registerPayPage(server: FastifyInstance, deps: PayPageDeps): Promise<void> {
  const page = new PayPage(deps);
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formBytes },
      async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
    );
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex, nofollow');
    });
    scope.get<Keyed>('/pay/:key', (request, reply) => page.show(request, reply));
    scope.post<Keyed>('/pay/:key/correct', (request, reply) => page.correct(request, reply));
    scope.post<Keyed>('/pay/:key/pay', (request, reply) => page.pay(request, reply));
    scope.post<Keyed>('/pay/:key/cancel', (request, reply) => page.cancel(request, reply));
  });
}

type Act = (looked: Looked, version: number, sent: URLSearchParams) => Promise<FastifyReply>;

class PayPage {
  private readonly view: PayPageHtml;
  private readonly tokens: FormTokens;
  private readonly limit = new RateLimit();

  constructor(private readonly deps: PayPageDeps) {
    this.view = new PayPageHtml({ locales: deps.locales, texts: deps.domain.bookingTexts });
    this.tokens = new FormTokens(deps.secret);
  }

  async show(request: FastifyRequest<Keyed>, reply: FastifyReply): Promise<FastifyReply> {
    const wait = this.limit.count(`look ${request.ip}`, mostLooks);
    if (wait !== undefined) return this.busy(request, reply, wait);
    const { saved, back } = request.query as { saved?: unknown; back?: unknown };
    const looked = await this.looked(request, reply);
    if (!looked) return this.missing(request, reply);
    if (back === undefined || looked.booking.status !== 'AWAITING_PAYMENT') {
      return this.render(looked, saved === undefined ? {} : { note: 'saved' });
    }
    await this.askWhatWasPaid(looked.booking);
    const now = await this.looked(request, reply);
    if (!now) return this.missing(request, reply);
    return this.render(now, now.booking.status === 'AWAITING_PAYMENT' ? { note: 'pending' } : {});
  }

  correct(request: FastifyRequest<Keyed>, reply: FastifyReply): Promise<FastifyReply> {
    return this.act(request, reply, (looked, version, sent) => this.corrected(looked, version, sentFields(sent)));
  }

  pay(request: FastifyRequest<Keyed>, reply: FastifyReply): Promise<FastifyReply> {
    return this.act(request, reply, async (looked, version, sent) => {
      const { booking, hall, language } = looked;
      const fields = sentFields(sent);
      if (sent.has('name') && !isDeepStrictEqual(fields, fieldsOf(booking, hall))) {
        return this.corrected(looked, version, fields);
      }
      const bookingId = booking.id;
      const here = `/pay/${booking.key}?lang=${language}`;
      if (booking.total === 0) {
        await this.deps.domain.payments.settleFree({ bookingId, version });
        return reply.redirect(here, 303);
      }
      const returnUrl = `${this.deps.domain.bookings.paymentUrl(booking)}?lang=${language}&back=1`;
      const provider = sent.get('provider') ?? '';
      const next = await this.begun({ bookingId, version, provider, language, returnUrl });
      if (next === null) return this.render(looked, { note: 'away', code: 503 });
      const body = this.view.message(language, 'onwards', next);
      return this.send(reply, { language, title: this.view.text(language, 'onwards.title'), body, next });
    });
  }

  cancel(request: FastifyRequest<Keyed>, reply: FastifyReply): Promise<FastifyReply> {
    return this.act(request, reply, async ({ booking, language }, version) => {
      if (booking.version !== version || booking.status !== 'AWAITING_PAYMENT') throw new Refusal('CONFLICT');
      await this.deps.domain.bookings.cancel({ bookingId: booking.id, by: 'client' });
      return reply.redirect(`/pay/${booking.key}?lang=${language}`, 303);
    });
  }

  /** Does what a form of ours asks for; what has changed since it was shown is shown again first. */
  private async act(request: FastifyRequest<Keyed>, reply: FastifyReply, act: Act): Promise<FastifyReply> {
    const wait = this.limit.count(`act ${request.ip} ${request.params.key}`, mostActs);
    if (wait !== undefined) return this.busy(request, reply, wait);
    const looked = await this.looked(request, reply);
    if (!looked) return this.missing(request, reply);
    const sent = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    try {
      return await act(looked, this.tokens.versionIn(sent, looked.booking.key), sent);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'FORBIDDEN') return this.stale(looked);
      if (error.code !== 'CONFLICT') throw error;
      const now = await this.looked(request, reply);
      return now ? this.render(now, { note: 'changed', code: 409 }) : this.missing(request, reply);
    }
  }

  private async corrected(looked: Looked, version: number, fields: PayFields): Promise<FastifyReply> {
    const { booking, hall, language, reply } = looked;
    try {
      await this.deps.domain.bookings.correct(correctionOf(fields, { booking, hall, version }));
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'CONFLICT') return this.refuseFields(looked, fields, error);
      throw error;
    }
    return reply.redirect(`/pay/${booking.key}?lang=${language}&saved=1`, 303);
  }

  /** Where to pay; null: the provider does not answer. */
  private async begun(wish: Parameters<Payments['begin']>[0]): Promise<string | null> {
    try {
      const { url } = await this.deps.domain.payments.begin(wish);
      // What a provider says is shown as a link: nothing but the web.
      return /^https?:\/\//i.test(url) ? url : null;
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'UNAVAILABLE') throw error;
      this.deps.log.error({ err: error, provider: wish.provider }, 'a payment could not be begun');
      return null;
    }
  }

  private async askWhatWasPaid({ id }: Booking): Promise<void> {
    try {
      await this.deps.domain.payments.refresh(id);
    } catch (error) {
      this.deps.log.warn({ err: error }, 'a provider could not be asked what was paid');
    }
  }

  private async looked(request: FastifyRequest<Keyed>, reply: FastifyReply): Promise<Looked | null> {
    const { key } = request.params;
    const booking = keyShape.test(key) ? await this.deps.domain.bookings.findByKey(key) : null;
    const [hall] = booking ? await this.deps.domain.halls.byIds([booking.hallId]) : [];
    if (!booking || !hall) return null;
    return { reply, language: wantedLanguage(request) ?? nearestLanguage(booking.language), booking, hall };
  }

  private refuseFields(looked: Looked, fields: PayFields, refusal: Refusal): Promise<FastifyReply> {
    const { language, hall } = looked;
    const faults = placedFaults(this.deps.domain.bookingTexts.reasons(refusal, { language, hall }), refusal);
    return this.render(looked, { fields, faults, note: 'faults', code: 422 });
  }

  private async render({ reply, ...looked }: Looked, said: Said): Promise<FastifyReply> {
    const { booking, hall, language } = looked;
    const { halls, payments, paymentProviders } = this.deps.domain;
    const [now, known] = await Promise.all([halls.now(), payments.ofBookings([booking.id])]);
    const body = this.view.body({
      ...looked,
      payments: known,
      payable: booking.status === 'AWAITING_PAYMENT' && booking.expiresAt > now,
      providers: paymentProviders.of(hall.botId).map(({ name }) => name),
      token: this.tokens.of(booking),
      fields: said.fields ?? fieldsOf(booking, hall),
      faults: said.faults ?? {},
      note: said.note ?? null,
    });
    return this.send(reply.code(said.code ?? 200), { language, title: this.view.text(language, 'title'), body });
  }

  private stale({ reply, language, booking }: Looked): FastifyReply {
    const body = this.view.message(language, 'stale', `/pay/${booking.key}?lang=${language}`);
    return this.send(reply.code(403), { language, title: this.view.text(language, 'stale.title'), body });
  }

  private missing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const wait = this.limit.count(`unknown ${request.ip}`, mostUnknown);
    if (wait !== undefined) return this.busy(request, reply, wait);
    const language = languageOf(request);
    const body = this.view.message(language, 'missing');
    return this.send(reply.code(404), { language, title: this.view.text(language, 'missing.title'), body });
  }

  private busy(request: FastifyRequest, reply: FastifyReply, seconds: number): FastifyReply {
    const language = languageOf(request);
    const body = this.view.message(language, 'busy');
    reply.code(429).header('retry-after', String(seconds));
    return this.send(reply, { language, title: this.view.text(language, 'busy.title'), body });
  }

  private send(reply: FastifyReply, page: SentPage): FastifyReply {
    sendPage(reply, page);
    return reply;
  }
}
