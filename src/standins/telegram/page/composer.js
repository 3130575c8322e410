import { byId, element, labelled } from './dom.js';

const tallest = 160;

/** The field below: text, commands, and the change of an earlier message. */
export class Composer {
  constructor(hooks) {
    this.hooks = hooks;
    this.field = byId('text');
    this.suggestions = byId('suggestions');
    this.commands = [];
    this.chosen = 0;
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.field.addEventListener('keydown', (event) => this.key(event));
    this.field.addEventListener('input', () => this.changed());
    byId('commands').addEventListener('click', () => this.openCommands());
    byId('editing-cancel').addEventListener('click', () => this.stopEditing());
  }

  /** Takes the words of a language and the commands that the bot offers in it. */
  speak(labels, commands) {
    this.labels = labels;
    this.commands = commands;
    this.field.placeholder = labels.field;
    byId('text-label').textContent = labels.field;
    byId('editing-label').textContent = labels.editing;
    const slash = byId('commands');
    slash.setAttribute('aria-label', labels.commands);
    slash.title = labels.commands;
    labelled(byId('send'), 'send', labels.send);
    labelled(byId('editing-cancel'), 'cross', labels.cancel);
    this.suggestions.setAttribute('aria-label', labels.commands);
    this.stopEditing();
    this.changed();
  }

  /** Puts an earlier message into the field to change it. */
  startEditing(message) {
    this.editing = message;
    byId('editing').hidden = false;
    this.field.value = message.text;
    this.field.focus();
    this.changed();
  }

  stopEditing() {
    if (!this.editing) return;
    this.editing = undefined;
    byId('editing').hidden = true;
    this.field.value = '';
    this.changed();
  }

  async submit() {
    const text = this.field.value.trim();
    if (text === '') return;
    const { editing } = this;
    this.field.value = '';
    this.stopEditing();
    this.changed();
    const done = editing ? await this.hooks.change(editing.message_id, text) : await this.hooks.say(text);
    // What could not be sent comes back, unless the person is already writing the next thing.
    if (!done && this.field.value === '') this.field.value = text;
    this.changed();
  }

  openCommands() {
    this.field.value = this.field.value.startsWith('/') ? '' : '/';
    this.field.focus();
    this.changed();
  }

  changed() {
    this.field.style.height = 'auto';
    this.field.style.height = `${Math.min(this.field.scrollHeight, tallest)}px`;
    byId('send').disabled = this.field.value.trim() === '';
    this.suggest();
  }

  suggest() {
    const typed = /^\/(\w*)$/.exec(this.field.value)?.[1];
    const fitting = typed === undefined ? [] : this.commands.filter(({ command }) => command.startsWith(typed));
    this.chosen = Math.min(this.chosen, Math.max(0, fitting.length - 1));
    this.suggestions.hidden = fitting.length === 0;
    this.suggestions.replaceChildren(...fitting.map((each, index) => this.suggestion(each, index)));
  }

  suggestion({ command, description }, index) {
    const choose = () => this.choose(command);
    const selected = String(index === this.chosen);
    const attributes = { type: 'button', role: 'option', 'aria-selected': selected, tabindex: '-1', onclick: choose };
    return element('button', attributes, element('b', {}, `/${command}`), element('span', {}, description));
  }

  choose(command) {
    this.field.value = '';
    this.changed();
    this.field.focus();
    void this.hooks.say(`/${command}`);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape') this.stopEditing();
    else if (event.key === 'ArrowUp' && this.field.value === '') this.hooks.editLast();
    else if (!this.suggestions.hidden && this.suggestionKey(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void this.submit();
    }
  }

  /** True when the key chose or moved among the commands. */
  suggestionKey({ key }) {
    const shown = this.suggestions.children;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      this.chosen = (this.chosen + (key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length;
      this.suggest();
      return true;
    }
    if (key !== 'Enter' && key !== 'Tab') return false;
    shown[this.chosen].click();
    return true;
  }
}
