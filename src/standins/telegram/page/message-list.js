import { byId, element, labelled } from './dom.js';
import { formatted } from './entities.js';
import { invoiceCard, moneyWords, paymentNote } from './invoice.js';
import { richMessage } from './rich.js';

const nearBottom = 80;

/** The messages on the screen, kept in order, with days between them. */
export class MessageList {
  constructor(hooks) {
    this.hooks = hooks;
    this.list = byId('messages');
    this.scroller = byId('scroll');
    this.down = byId('down');
    this.shown = new Map();
    this.following = true;
    this.lastTop = 0;
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    // What opens below (buttons, commands, a phone's keyboard) takes room; the latest message stays in sight.
    new ResizeObserver(() => this.following && this.toBottom()).observe(this.scroller);
    this.down.addEventListener('click', () => this.toBottom(true));
  }

  /** Replaces everything. */
  reset(entries) {
    this.shown = new Map(entries.map((entry) => [entry.message.message_id, entry]));
    this.list.replaceChildren();
    for (const entry of entries) this.append(entry);
    this.toBottom();
  }

  /** Adds a message, or shows the new version of one. */
  put(entry) {
    const id = entry.message.message_id;
    const known = this.shown.has(id);
    this.shown.set(id, entry);
    if (known) this.list.querySelector(`[data-id="${id}"]`)?.replaceWith(this.row(entry));
    else this.keepBottom(() => this.append(entry), entry.sender === 'user');
    this.changed();
  }

  remove(messageId) {
    this.shown.delete(messageId);
    this.list.querySelector(`[data-id="${messageId}"]`)?.remove();
    this.changed();
  }

  /** Says how many there are. */
  get size() {
    return this.shown.size;
  }

  /** The person's latest text, for the key that edits it. */
  lastOwn() {
    return [...this.shown.values()].findLast((entry) => entry.sender === 'user' && entry.message.text !== undefined);
  }

  /** Changes what is below and stays at the bottom when it was there. */
  keepBottom(change, always = false) {
    const follow = always || this.following;
    change();
    if (follow) this.toBottom();
    this.scrolled();
  }

  toBottom(smooth = false) {
    this.following = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  }

  /** How much of the chat lies below what is seen. */
  below() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  scrolled() {
    const { scrollTop } = this.scroller;
    // Only the person scrolls up; that there is suddenly more below does not mean that they left the end.
    if (this.below() < nearBottom) this.following = true;
    else if (scrollTop < this.lastTop) this.following = false;
    this.lastTop = scrollTop;
    this.down.hidden = this.below() < nearBottom * 2;
  }

  changed() {
    this.hooks.changed();
  }

  append(entry) {
    const day = dayOf(entry.message.date);
    if (this.list.lastElementChild?.dataset.day !== day) {
      const words = dayWords(entry.message.date, this.hooks.labels());
      this.list.append(element('li', { class: 'day', 'data-day': day }, element('span', {}, words)));
    }
    this.list.append(this.row(entry));
  }

  row({ message, sender, paid = false }) {
    const labels = this.hooks.labels();
    const kind = { bot: 'incoming', user: 'outgoing' }[sender] ?? 'note';
    const bubble = element('div', { class: `bubble ${kind}` });
    if (message.reply_to_message) bubble.append(quoted(message.reply_to_message));
    bubble.append(...attachments(message, labels));
    const words = this.words(message, paid);
    bubble.append(element('div', { class: message.rich_message ? 'text rich' : 'text' }, words));
    bubble.append(meta(message, labels));
    const row = element('li', { class: `row ${kind}`, 'data-id': message.message_id, 'data-day': dayOf(message.date) });
    if (sender === 'user' && message.text !== undefined) row.append(this.editButton(message, labels));
    row.append(element('div', { class: 'stack' }, bubble, ...this.keyboard(message, paid)));
    return row;
  }

  words(message, paid) {
    const labels = this.hooks.labels();
    if (message.rich_message) return richMessage(message.rich_message, labels);
    if (message.invoice) return invoiceCard(message.invoice, labels, paid);
    const text = message.text ?? message.caption ?? paymentNote(message, labels);
    return formatted(text, message.entities ?? message.caption_entities, { ...this.hooks, labels });
  }

  editButton(message, labels) {
    const button = element('button', { type: 'button', class: 'round small', onclick: () => this.hooks.edit(message) });
    labelled(button, 'edit', labels.edit);
    return button;
  }

  keyboard(message, paid) {
    const pay = { text: `${this.hooks.labels().pay} ${message.invoice ? moneyWords(message.invoice) : ''}`, pay: true };
    const plain = message.invoice && !paid ? [[pay]] : [];
    const rows = message.reply_markup?.inline_keyboard ?? plain;
    if (rows.length === 0) return [];
    const shown = rows.map((row) => element('div', {}, ...row.map((button) => this.button(message, button))));
    return [element('div', { class: 'keyboard' }, ...shown)];
  }

  button(message, { text, url, pay, callback_data: data }) {
    if (pay) {
      const wish = () => this.hooks.pay(message);
      return element('button', { type: 'button', class: 'key', onclick: wish }, text);
    }
    if (url) {
      const safe = /^https?:/i.test(url) ? url : undefined;
      return element('a', { class: 'key', href: safe, target: '_blank', rel: 'noopener noreferrer' }, text);
    }
    const press = (event) => {
      event.currentTarget.classList.add('waiting');
      this.hooks.press(message.message_id, data);
    };
    return element('button', { type: 'button', class: 'key', onclick: press }, text);
  }

  /** Buttons no longer wait: the bot has said something to the press. */
  release() {
    for (const key of this.list.querySelectorAll('.waiting')) key.classList.remove('waiting');
  }
}

function quoted(message) {
  return element('div', { class: 'quoted' }, message.text ?? message.caption ?? '…');
}

function attachments(message, labels) {
  const kind = ['voice', 'photo', 'document'].find((each) => message[each]);
  if (!kind) return [];
  const { file_name: name, duration } = message[kind];
  const words = [name ?? labels[kind], duration ? seconds(duration) : ''].filter(Boolean).join(' · ');
  return [element('div', { class: 'attachment' }, words)];
}

function seconds(count) {
  const unit = { style: 'unit', unit: 'second', unitDisplay: 'narrow' };
  return new Intl.NumberFormat(document.documentElement.lang, unit).format(count);
}

function meta(message, labels) {
  const date = new Date(message.date * 1000);
  const time = date.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
  const words = message.edit_date ? `${labels.edited} ${time}` : time;
  return element('time', { class: 'meta', datetime: date.toISOString() }, words);
}

const dayOf = (seconds) => new Date(seconds * 1000).toDateString();

function dayWords(seconds, labels) {
  const date = new Date(seconds * 1000);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return labels.today;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) return labels.yesterday;
  return date.toLocaleDateString(document.documentElement.lang, { day: 'numeric', month: 'long' });
}
