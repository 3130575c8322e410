import { element } from './dom.js';

const plain = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

const safeLink = /^(https?|mailto|tel):/i;

/** A text with its entities as elements; every piece of foreign text becomes a text node and nothing else. */
export function formatted(text, entities, hooks) {
  const sorted = (entities ?? []).toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, { text, entities: sorted, from: 0, to: text.length, hooks });
  return fragment;
}

function fill(parent, { text, entities, from, to, hooks }) {
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [first, ...later] = rest;
    const end = Math.min(first.offset + first.length, to);
    if (first.offset < at || end <= at) {
      rest = later;
      continue;
    }
    parent.append(text.slice(at, first.offset));
    const inside = later.filter((entity) => entity.offset < end);
    const shown = made(first, text.slice(first.offset, end), hooks);
    fill(shown.inner, { text, entities: inside, from: first.offset, to: end, hooks });
    parent.append(shown.outer);
    at = end;
    rest = later.filter((entity) => entity.offset >= end);
  }
  parent.append(text.slice(at, to));
}

function made(entity, words, hooks) {
  const single = (node) => ({ outer: node, inner: node });
  if (plain[entity.type]) return single(element(plain[entity.type]));
  if (entity.type === 'pre') return block(entity);
  if (entity.type === 'spoiler') return single(spoiler(hooks.labels.spoiler));
  if (entity.type === 'bot_command') {
    return single(element('button', { type: 'button', class: 'command', onclick: () => hooks.say(words) }));
  }
  const address = linkOf(entity, words);
  if (!address || !safeLink.test(address)) return single(element('span', { class: 'mark' }));
  return single(element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }));
}

function linkOf(entity, words) {
  if (entity.type === 'text_link') return entity.url;
  if (entity.type === 'url') return /^[a-z]+:/i.test(words) ? words : `https://${words}`;
  return entity.type === 'email' ? `mailto:${words}` : undefined;
}

function block(entity) {
  const inner = element('code');
  const outer = element('pre', {}, inner);
  if (entity.language) outer.dataset.language = entity.language;
  return { outer, inner };
}

function spoiler(label) {
  const node = element('span', { class: 'spoiler', role: 'button', tabindex: '0', 'aria-label': label });
  const show = () => {
    node.classList.add('shown');
    node.removeAttribute('role');
    node.removeAttribute('aria-label');
  };
  node.addEventListener('click', show);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') show();
  });
  return node;
}
