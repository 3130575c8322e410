/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element; children are elements or texts, and texts stay texts. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick') made.addEventListener('click', value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

const shapes = {
  send: 'M4 12 20 4l-5 16-3.500-6.500L4 12Zm7.500 1.500L20 4',
  down: 'm6 10 6 6 6-6',
  cross: 'm7 7 10 10M17 7 7 17',
  edit: 'm5 19 .8-3.600L15.500 5.700a1.800 1.800 0 0 1 2.600 0l.2.2a1.800 1.800 0 0 1 0 2.600L8.600 18.200 5 19Z',
  stop: 'M8 8h8v8H8z',
  block: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM6.500 6.500l11 11',
  link: 'M9 15 16 8m-6 0h6v6',
};

/** A small drawing; it says nothing to screen readers, its button does. */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

/** Turns a button into a drawing with a spoken name. */
export function labelled(button, name, label) {
  button.replaceChildren(icon(name));
  button.setAttribute('aria-label', label);
  button.title = label;
}
