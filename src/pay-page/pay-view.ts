import { quoteOf } from '../bookings/booking';
import type { BookingTexts } from '../bookings/booking-texts';
import { type Hall, inLanguage } from '../bookings/hall';
import { formatMoney } from '../bookings/money.rules';
import { readablePhone } from '../bookings/phone.rules';
import { type Html, html } from '../infra/html';
import type { TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { Booking, Payment } from '../infra/prisma-client/client';
import { type PayField, type PayFields, shownEnd } from './pay-form';

/** What is shown of a booking. */
export interface PayView {
  readonly language: TextLanguage;
  readonly booking: Booking;
  readonly hall: Hall;
  readonly payments: readonly Payment[];
  /** False once the time to pay has run out, whatever the booking is still called. */
  readonly payable: boolean;
  /** The names of the providers that can be paid with. */
  readonly providers: readonly string[];
  readonly token: string;
  readonly fields: PayFields;
  /** What is wrong with the fields; '' is for the whole. */
  readonly faults: Readonly<Record<string, string>>;
  /** A key of payments.json below "page": said before all else. */
  readonly note: 'saved' | 'changed' | 'faults' | 'away' | 'pending' | null;
}

interface Field {
  readonly name: PayField;
  readonly label: 'name' | 'phone' | 'date' | 'start' | 'end';
  readonly type: 'text' | 'tel' | 'date' | 'time';
  readonly autocomplete: string;
}

const inputs: readonly Field[] = [
  { name: 'name', label: 'name', type: 'text', autocomplete: 'name' },
  { name: 'phone', label: 'phone', type: 'tel', autocomplete: 'tel' },
  { name: 'date', label: 'date', type: 'date', autocomplete: 'off' },
  { name: 'start', label: 'start', type: 'time', autocomplete: 'off' },
  { name: 'end', label: 'end', type: 'time', autocomplete: 'off' },
];

/** The payment page as HTML. */
export class PayPageHtml {
  constructor(private readonly deps: { locales: Locales; texts: BookingTexts }) {}

  text(language: TextLanguage, key: string, params: Record<string, string> = {}): string {
    return this.deps.locales.t(language, `payments:page.${key}`, params);
  }

  /** A booking: what it is, what can be corrected, how it is paid. */
  body(view: PayView): Html {
    const { language, booking } = view;
    const other = language === 'ru' ? 'en' : 'ru';
    const text = (key: string) => this.text(language, key);
    return html`<nav><a href="/pay/${booking.key}?lang=${other}" lang="${other}" hreflang="${other}">${text('language')}</a></nav>
<h1>${text('details')}</h1>
${this.note(view)}<p role="status" class="${this.statusOf(view).toLowerCase()}">${this.status(view)}</p>
${this.refunds(view)}${this.table(view)}
<p><small>${this.text(language, 'clock', { zone: view.hall.timeZone })}</small></p>
${view.payable ? this.forms(view) : ''}`;
  }

  /** A page with a headline, a sentence and perhaps a link, for everything else. */
  message(language: TextLanguage, key: 'missing' | 'stale' | 'busy' | 'onwards', link?: string): Html {
    const text = (part: string) => this.text(language, `${key}.${part}`);
    const way = link === undefined ? '' : html`<p><a href="${link}">${text('link')}</a></p>`;
    return html`<h1>${text('title')}</h1>
<p>${text('text')}</p>
${way}`;
  }

  private note({ note, language, faults }: PayView): Html | string {
    const whole = faults[''];
    if (whole !== undefined) return html`<p role="alert">${whole}</p>`;
    if (note === null) return '';
    if (note === 'saved') return html`<p class="saved">${this.text(language, note)}</p>`;
    return html`<p role="alert">${this.text(language, note)}</p>`;
  }

  private statusOf({ booking, payable }: PayView): Booking['status'] {
    return booking.status === 'AWAITING_PAYMENT' && !payable ? 'EXPIRED' : booking.status;
  }

  private status(view: PayView): string {
    const { language, booking, hall } = view;
    const until = this.deps.texts.moment(booking.expiresAt, hall, language);
    return this.text(language, `status.${this.statusOf(view)}`, { until });
  }

  private refunds({ payments, language }: PayView): readonly Html[] {
    return payments.flatMap((payment) => {
      const key = payment.status === 'REFUND_DUE' ? 'refund_due' : 'refunded';
      if (payment.status !== 'REFUND_DUE' && payment.status !== 'REFUNDED') return [];
      return [html`<p>${this.text(language, key, { amount: formatMoney(payment, language) })}</p>\n`];
    });
  }

  private table({ booking, hall, language }: PayView): Html {
    const { slot, minutes, total, clientName, clientPhone } = quoteOf(booking, hall);
    const { texts } = this.deps;
    const rows: [string, string][] = [
      ['hall', inLanguage(hall.names, language)],
      ['date', texts.date(slot.startsAt, hall, language)],
      ['time', texts.times(slot, hall)],
      ['length', texts.length(minutes, language)],
      ['price', texts.pricePerHour(hall, language)],
      ['total', formatMoney(total, language)],
      ['name', clientName],
      ['phone', clientPhone === null ? '—' : readablePhone(clientPhone)],
    ];
    const shown = rows.map(
      ([key, value]) =>
        html`<tr><th scope="row">${this.text(language, key)}</th><td id="shown-${key}">${value}</td></tr>\n`,
    );
    return html`<table>\n${shown}</table>`;
  }

  private forms(view: PayView): Html {
    const { language, booking, faults } = view;
    const text = (key: string) => this.text(language, key);
    const form = (act: string, content: readonly (Html | string)[]) =>
      html`<form method="post" action="${actOf(view, act)}" novalidate><input type="hidden" name="version" value="${String(booking.version)}"><input type="hidden" name="token" value="${view.token}">
${content.map((one) => html`${one}`)}</form>`;
    const open = Object.keys(faults).some((field) => field !== '') ? html`<details open>` : html`<details>`;
    // One form: who corrects something and presses «pay» at once must not pay for what they have just put right.
    const main = form('pay', [
      html`${this.payButtons(view)}`,
      html`${open}<summary>${text('correct')}</summary>
${this.inputs(view)}</details>
`,
    ]);
    const cancel = form('cancel', [html`<button class="quiet">${text('cancel.submit')}</button>`]);
    return html`${main}
<details><summary>${text('cancel.title')}</summary>
<p>${text('cancel.text')}</p>
${cancel}
</details>`;
  }

  private payButtons(view: PayView): readonly Html[] {
    const { booking, language, providers } = view;
    const { total: amount, currency } = booking;
    const button = (provider: string, words: string) =>
      html`<p><button name="provider" value="${provider}">${words}</button></p>\n`;
    const total = formatMoney({ amount, currency }, language);
    if (amount === 0) return [button('', this.text(language, 'pay.free'))];
    if (providers.length === 0) return [html`<p role="alert">${this.text(language, 'no_payment')}</p>`];
    return providers.map((name) => button(name, this.text(language, `pay.${name}`, { total })));
  }

  private inputs(view: PayView): Html {
    const { language, fields, faults, hall } = view;
    const lines = inputs.map(({ name, label, type, autocomplete }) => {
      const fault = faults[name];
      const value = name === 'end' ? shownEnd(fields.end) : fields[name];
      const step = type === 'time' ? html` step="${String(hall.stepMinutes * 60)}"` : '';
      const marks = fault === undefined ? '' : html` aria-invalid="true" aria-describedby="${name}-fault"`;
      const said = fault === undefined ? '' : html`<p class="fault" id="${name}-fault">${fault}</p>`;
      return html`<label for="${name}">${this.text(language, label)}</label><input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${step}${marks}>${said}\n`;
    });
    const hours = this.text(language, 'hours', { hours: this.deps.texts.openingHours(hall, language) });
    return html`${lines}<p><small>${hours}</small></p>
<p><button formaction="${actOf(view, 'correct')}">${this.text(language, 'save')}</button></p>
`;
  }
}

function actOf({ booking, language }: PayView, act: string): string {
  return `/pay/${booking.key}/${act}?lang=${language}`;
}
