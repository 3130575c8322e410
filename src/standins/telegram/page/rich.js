import { element } from './dom.js';

const safeLink = /^(https?|mailto|tel):/i;

const inline = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  subscript: 'sub',
  superscript: 'sup',
  marked: 'mark',
  code: 'code',
};

/** A rich message as elements; every piece of foreign text becomes a text node and nothing else. */
export function richMessage({ blocks }, labels) {
  const root = element('div', { class: 'blocks' });
  root.append(...blocks.map((block) => shown(block, { root, labels })));
  return root;
}

function shown(block, hooks) {
  const make = blocksByType[block.type] ?? ((other) => element('p', {}, ...words(other.text ?? '', hooks)));
  return make(block, hooks);
}

const all = (blocks, hooks) => blocks.map((block) => shown(block, hooks));

const blocksByType = {
  heading: ({ text, size }, hooks) => element(`h${size}`, {}, ...words(text, hooks)),
  pre: ({ text, language }, hooks) =>
    element('pre', { 'data-language': language }, element('code', {}, ...words(text, hooks))),
  footer: ({ text }, hooks) => element('p', { class: 'small' }, ...words(text, hooks)),
  divider: () => element('hr'),
  thinking: ({ text }, hooks) => element('em', { class: 'thinking' }, ...words(text, hooks)),
  blockquote: ({ blocks }, hooks) => element('blockquote', {}, ...all(blocks, hooks)),
  list: ({ items }, hooks) => {
    const ordered = items.some((item) => item.value !== undefined);
    return element(ordered ? 'ol' : 'ul', {}, ...items.map((item) => listItem(item, hooks)));
  },
  table: ({ cells }, hooks) =>
    element('div', { class: 'table' }, element('table', {}, ...cells.map((row) => tableRow(row, hooks)))),
  details: ({ summary, blocks, is_open: open }, hooks) =>
    element('details', { open }, element('summary', {}, ...words(summary, hooks)), ...all(blocks, hooks)),
};

function listItem({ value, blocks, has_checkbox: box, is_checked: checked }, hooks) {
  const mark = box ? [element('input', { type: 'checkbox', checked, disabled: true })] : [];
  return element('li', { value }, ...mark, ...all(blocks, hooks));
}

function tableRow(row, hooks) {
  const cell = ({ text, is_header: header, align }) =>
    element(header ? 'th' : 'td', { class: `to-${align}` }, ...words(text ?? '', hooks));
  return element('tr', {}, ...row.map(cell));
}

function words(text, hooks) {
  if (typeof text === 'string') return [text];
  if (Array.isArray(text)) return text.flatMap((one) => words(one, hooks));
  const inner = words(text.text ?? '', hooks);
  if (inline[text.type]) return [element(inline[text.type], {}, ...inner)];
  if (text.type === 'url' && safeLink.test(text.url)) {
    return [element('a', { href: text.url, target: '_blank', rel: 'noopener noreferrer' }, ...inner)];
  }
  if (text.type === 'reference') return [element('span', { 'data-reference': text.name }, ...inner)];
  if (text.type === 'reference_link') return [footnoteMark(text.reference_name, inner, hooks)];
  return inner;
}

/** A number that, pressed, opens what the answer rests on. */
function footnoteMark(name, inner, { root }) {
  const open = () => {
    const note = root.querySelector(`[data-reference="${CSS.escape(name)}"]`);
    const details = note?.closest('details');
    if (details) details.open = true;
    note?.scrollIntoView({ block: 'nearest' });
  };
  return element('button', { type: 'button', class: 'footnote', onclick: open }, ...inner);
}
