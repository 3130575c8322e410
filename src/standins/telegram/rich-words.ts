import type { WireRichBlock, WireRichMessage } from './rich-message';

/** The words of a rich message as they stand on the screen: what is folded in is not among them. */
export function visibleWords({ blocks }: WireRichMessage): string {
  return blocks.map(wordsOf).join('\n\n');
}

function wordsOf(block: WireRichBlock): string {
  const fields = block as Readonly<Record<string, unknown>>;
  if (block.type === 'divider') return '———';
  if (block.type === 'details') return words(fields['summary']);
  if (block.type === 'list') return (fields['items'] as readonly ListItem[]).map(itemWords).join('\n');
  if (block.type === 'table') {
    const rows = fields['cells'] as readonly (readonly { readonly text?: unknown }[])[];
    return rows.map((row) => row.map(({ text }) => words(text)).join(' │ ')).join('\n');
  }
  if (block.type === 'blockquote') return visibleWords({ blocks: fields['blocks'] as readonly WireRichBlock[] });
  return words(fields['text']);
}

interface ListItem {
  readonly label: string;
  readonly blocks: readonly WireRichBlock[];
}

function itemWords({ label, blocks }: ListItem): string {
  return `${label} ${visibleWords({ blocks })}`;
}

function words(text: unknown): string {
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return text.map(words).join('');
  return text && typeof text === 'object' && 'text' in text ? words(text.text) : '';
}
