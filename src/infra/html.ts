const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that was made by `html`: safe to put into other HTML as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Hole = Html | string | readonly Html[];

/** HTML with whatever is put into it escaped, but for what is HTML already. */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  return new Html(strings.map((text, index) => text + filled(holes[index])).join(''));
}

function filled(hole: Hole | undefined): string {
  if (hole === undefined) return '';
  if (hole instanceof Html) return hole.text;
  if (typeof hole === 'string') return hole.replace(/[&<>"']/g, (character) => entities[character] ?? '');
  return hole.map(({ text }) => text).join('');
}
