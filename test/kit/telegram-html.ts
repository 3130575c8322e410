const token = /<(\/?)([a-z]+)((?:\s[^<>]*)?)>|&([a-z]+);|([^<>&]+)|([<>&])/gs;
const attributes: Record<string, RegExp> = {
  a: /^ href="(https?|tg|mailto):[^"<>]+"$/,
  code: /^( class="language-[\w+#.-]+")?$/,
};
const tags = new Set(['b', 'i', 'u', 's', 'code', 'pre', 'a', 'blockquote']);
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Reads HTML as the Bot API does, and as strictly: the text that a person sees, or an error that says what is wrong. */
export function readTelegramHtml(html: string): string {
  const open: string[] = [];
  let visible = '';
  for (const [whole, slash, tag, attribute, entity, text, stray] of html.matchAll(token)) {
    if (stray !== undefined) throw new Error(`unescaped ${stray} in ${html}`);
    if (text !== undefined) visible += text;
    if (entity !== undefined) visible += entities[entity] ?? fail(`unknown entity ${whole}`);
    if (tag !== undefined) readTag(open, { tag, closing: slash === '/', attribute: attribute ?? '' });
  }
  if (open.length > 0) fail(`not closed: ${open.join(', ')} in ${html}`);
  return visible;
}

function readTag(
  open: string[],
  { tag, closing, attribute }: { tag: string; closing: boolean; attribute: string },
): void {
  if (closing) {
    if (open.pop() !== tag) fail(`</${tag}> closes something else`);
    return;
  }
  if (!tags.has(tag)) fail(`unknown tag ${tag}`);
  if (!(attributes[tag] ?? /^$/).test(attribute)) fail(`<${tag}${attribute}>`);
  if (open.includes(tag)) fail(`<${tag}> inside itself`);
  const inCode = open.includes('code') || (open.includes('pre') && !(tag === 'code' && open.at(-1) === 'pre'));
  if (inCode || (tag === 'blockquote' && open.length > 0)) fail(`<${tag}> inside ${open.join(', ')}`);
  open.push(tag);
}

function fail(reason: string): never {
  throw new Error(reason);
}
