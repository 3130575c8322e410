/** A piece of knowledge as it stands in the prompt. */
export interface Passage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Its place in the prompt, 0 for the first: whoever wrote the prompt put the best first. */
  readonly rank: number;
}

const block = /<passage\b([^>]*)>([\s\S]*?)<\/passage>/g;

/** The passages of a prompt: `<passage id="1" title="…">` blocks, in their order. */
export function readPassages(prompt: string): Passage[] {
  return [...prompt.matchAll(block)].map(([, attributes = '', text = ''], rank) => ({
    id: attribute(attributes, 'id'),
    title: attribute(attributes, 'title'),
    text: unescaped(text).trim(),
    rank,
  }));
}

/** What a prompt says of the dialogue before its history: what stands between `<summary>` and `</summary>`. */
export function readSummary(prompt: string): string {
  return /<summary>([\s\S]*?)<\/summary>/.exec(prompt)?.[1]?.trim() ?? '';
}

function attribute(attributes: string, name: string): string {
  return unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
