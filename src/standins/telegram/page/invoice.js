import { byId, element } from './dom.js';

/** What is to be paid, as people write money. Stars are counted, not divided. */
export function moneyWords({ currency, total_amount: amount }) {
  const language = document.documentElement.lang;
  if (currency === 'XTR') return `⭐ ${new Intl.NumberFormat(language).format(amount)}`;
  const money = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const digits = money.resolvedOptions().maximumFractionDigits;
  const value = amount / 10 ** digits;
  const short = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', trailingZeroDisplay: 'stripIfInteger' };
  return new Intl.NumberFormat(language, short).format(value);
}

/** An invoice as a message shows it. */
export function invoiceCard(invoice, labels, paid) {
  return element(
    'div',
    { class: 'invoice' },
    element('strong', {}, invoice.title),
    element('p', {}, invoice.description),
    element('div', { class: 'sum' }, moneyWords(invoice), paid ? element('span', { class: 'paid' }, labels.paid) : ''),
  );
}

/** What a note says of money that went to the bot, or came back. */
export function paymentNote({ successful_payment: paid, refunded_payment: refunded }, labels) {
  if (paid) return labels.youPaid(moneyWords(paid));
  return refunded ? labels.youGotBack(moneyWords(refunded)) : '';
}

/** Asks once more, as Telegram's form of payment does, then calls back. Nothing is charged here. */
export function askToPay(invoice, labels, confirmed) {
  const dialog = byId('checkout');
  byId('checkout-title').textContent = invoice.title;
  byId('checkout-text').textContent = invoice.description;
  byId('checkout-hint').textContent = labels.practice;
  byId('checkout-cancel').textContent = labels.cancel;
  byId('checkout-pay').textContent = `${labels.pay} ${moneyWords(invoice)}`;
  dialog.returnValue = '';
  dialog.addEventListener('close', () => dialog.returnValue === 'pay' && confirmed(), { once: true });
  dialog.showModal();
}
