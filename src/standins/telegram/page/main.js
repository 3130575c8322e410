import { Composer } from './composer.js';
import { Connection, loadBot, loadInvoice } from './connection.js';
import { byId, element, labelled } from './dom.js';
import { formatted } from './entities.js';
import { askToPay } from './invoice.js';
import { MessageList } from './message-list.js';
import { richMessage } from './rich.js';
import { texts } from './texts.js';

const actionMs = 5000;
const draftMs = 30_000;
const toastMs = 4000;
const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const bot = await loadBot(slug);
const ringing = new Map();

let person = bot.people.find((each) => `#${each.key}` === location.hash) ?? bot.people[0];
let connection;
let online = true;
let acting = false;

const labels = () => texts[person.language];
const say = (text) => tell('say', { text });
const messages = new MessageList({
  labels,
  say,
  changed: () => showWelcome(),
  edit: (message) => composer.startEditing(message),
  press: (messageId, button) => tell('press', { messageId, button }),
  pay: ({ invoice, message_id: messageId }) => askToPay(invoice, labels(), () => tell('pay', { messageId })),
});
const composer = new Composer({
  say,
  change: (messageId, text) => tell('edit', { messageId, text }),
  editLast: () => {
    const own = messages.lastOwn();
    if (own) composer.startEditing(own.message);
  },
});

async function tell(action, body) {
  const done = await connection.act(action, body);
  if (!done) {
    messages.release();
    toast(labels().failed);
  }
  return done;
}

/** Calls back once, unless it is asked for again before. */
function later(name, ms, callback) {
  clearTimeout(ringing.get(name));
  ringing.set(
    name,
    setTimeout(() => callback(), ms),
  );
}

const handlers = {
  state: ({ messages: entries, draft, blocked, keyboard }) => {
    messages.reset(entries);
    showDraft(draft);
    showAction(false);
    showBlocked(blocked);
    showKeyboard(keyboard);
    showWelcome();
  },
  message: (event) => {
    if (event.sender === 'bot') showAction(false);
    messages.release();
    messages.put(event);
  },
  edited: (event) => {
    messages.release();
    messages.put(event);
  },
  deleted: ({ messageId }) => messages.remove(messageId),
  draft: ({ draft }) => showDraft(draft),
  action: () => showAction(true),
  answer: ({ text, alert }) => {
    messages.release();
    if (text && alert) showAlert(text === 'BOT_PRECHECKOUT_TIMEOUT' ? labels().noWord : text);
    else if (text) toast(text);
  },
  blocked: ({ blocked }) => showBlocked(blocked),
  keyboard: ({ keyboard }) => showKeyboard(keyboard),
};

function showStatus() {
  const { bot: plain, typing, reconnecting } = labels();
  const status = byId('status');
  status.textContent = online ? (acting ? typing : plain) : reconnecting;
  status.classList.toggle('active', online && acting);
  status.classList.toggle('offline', !online);
}

function showAction(on) {
  acting = on;
  messages.keepBottom(() => {
    byId('typing').hidden = !on || !byId('draft').hidden;
  });
  if (on) later('action', actionMs, () => showAction(false));
  showStatus();
}

function showDraft(draft) {
  const place = byId('draft');
  messages.keepBottom(() => {
    place.hidden = !draft;
    place.replaceChildren();
    if (!draft) return;
    byId('typing').hidden = true;
    const text = draft.text ? written(draft) : element('em', { class: 'thinking' }, labels().thinking);
    const stop = element('button', { type: 'button', class: 'round small', onclick: () => tell('stop', {}) });
    labelled(stop, 'stop', labels().stop);
    place.append(element('div', { class: 'bubble incoming draft' }, element('div', { class: 'text' }, text)));
    if (draft.canStop) place.append(stop);
  });
  if (draft) later('draft', draftMs, () => showDraft(null));
}

function written({ text, entities, rich }) {
  return rich ? richMessage(rich, labels()) : formatted(text, entities, { say, labels: labels() });
}

function showBlocked(blocked) {
  byId('blocked').hidden = !blocked;
  byId('composer').hidden = blocked;
  byId('block').hidden = blocked;
}

function showKeyboard(keyboard) {
  const place = byId('keyboard');
  const key = (text) => element('button', { type: 'button', class: 'key', onclick: () => say(text) }, text);
  place.hidden = keyboard.length === 0;
  place.replaceChildren(...keyboard.map((row) => element('div', {}, ...row.map(key))));
}

function showWelcome() {
  byId('welcome').hidden = messages.size > 0;
}

function toast(text) {
  const place = byId('toast');
  place.textContent = text;
  place.hidden = false;
  later('toast', toastMs, () => {
    place.hidden = true;
  });
}

function showAlert(text) {
  byId('alert-text').textContent = text;
  byId('alert').showModal();
}

/** Puts all fixed words of the page into the person's language. */
function speak() {
  const words = labels();
  document.documentElement.lang = person.language;
  document.title = `${bot.name} · ${person.name}`;
  byId('bot-name').textContent = bot.name;
  for (const id of ['avatar', 'welcome-avatar']) byId(id).textContent = [...bot.name][0] ?? '';
  byId('people').setAttribute('aria-label', words.switchPerson);
  byId('messages').setAttribute('aria-label', words.messages);
  byId('welcome-title').textContent = words.welcome(bot.name);
  byId('welcome-text').textContent = words.invitation;
  byId('blocked-text').textContent = words.blocked;
  byId('unblock').textContent = words.unblock;
  byId('alert-close').textContent = words.close;
  labelled(byId('down'), 'down', words.down);
  labelled(byId('block'), 'block', words.block);
  const samples = bot.samples?.[person.language] ?? words.samples;
  const sample = (text) => element('button', { type: 'button', class: 'sample', onclick: () => say(text) }, text);
  byId('samples').replaceChildren(...samples.slice(0, 3).map(sample));
  const commands = bot.commands[person.language];
  composer.speak(words, commands.length > 0 ? commands : words.fallbackCommands);
  showStatus();
}

function showPeople() {
  const button = (each) => {
    const pressed = String(each === person);
    const title = element('span', {}, each.name, element('small', {}, ` (${each.language})`));
    return element('button', { type: 'button', 'aria-pressed': pressed, onclick: () => become(each) }, title);
  };
  byId('people').replaceChildren(...bot.people.map(button));
}

function connect() {
  connection?.close();
  const mine = () => connection === current;
  const current = new Connection(slug, person.key, {
    event: (event) => mine() && handlers[event.type]?.(event),
    online: (now) => {
      online = now;
      showStatus();
    },
    lost: connect,
  });
  connection = current;
}

function become(each) {
  person = each;
  history.replaceState(null, '', `#${each.key}`);
  showPeople();
  speak();
  connect();
  byId('text').focus();
}

/** A link to an invoice leads here; it is asked for once, and the address is clean again. */
async function payLinked() {
  const link = new URLSearchParams(location.search).get('invoice');
  if (!link) return;
  history.replaceState(null, '', `${location.pathname}${location.hash}`);
  const invoice = await loadInvoice(slug, link);
  if (invoice) askToPay(invoice, labels(), () => tell('pay', { link }));
  else toast(labels().failed);
}

byId('block').addEventListener('click', () => void tell('block', { blocked: true }));
byId('unblock').addEventListener('click', () => void tell('block', { blocked: false }));
addEventListener('pagehide', () => connection.close());
addEventListener('pageshow', (event) => event.persisted && connect());
document.body.classList.add('ready');
become(person);
void payLinked();
