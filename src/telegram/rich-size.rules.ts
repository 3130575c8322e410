import type { InputRichMessageWithoutUpload, RichText } from 'grammy/types';

/** A block of a rich message; none of ours brings a file along. */
export type RichBlock = NonNullable<InputRichMessageWithoutUpload['blocks']>[number];

/** Telegram's limits of one rich message. */
export const richLimits = { characters: 32_768, blocks: 500, depth: 16, columns: 20 } as const;

interface Size {
  characters: number;
  blocks: number;
  depth: number;
  columns: number;
}

/** Whether Telegram takes so much as one rich message. */
export function fitsRich(blocks: readonly RichBlock[]): boolean {
  const size = sizeOfBlocks(blocks, 1);
  return (Object.keys(richLimits) as (keyof Size)[]).every((what) => size[what] <= richLimits[what]);
}

function sizeOfBlocks(blocks: readonly RichBlock[], depth: number): Size {
  return sum(blocks.map((block) => sizeOfBlock(block, depth)));
}

function sizeOfBlock(block: RichBlock, depth: number): Size {
  const own = { characters: 0, blocks: 1, depth, columns: 0 };
  switch (block.type) {
    case 'list':
      return sum([own, ...block.items.map((item) => sum([own, sizeOfBlocks(item.blocks, depth + 1)]))]);
    case 'blockquote':
      return sum([own, sizeOfBlocks(block.blocks, depth + 1)]);
    case 'details':
      return sum([own, sizeOfText(block.summary, depth + 1), sizeOfBlocks(block.blocks, depth + 1)]);
    case 'table': {
      const columns = Math.max(0, ...block.cells.map((row) => row.length));
      const cells = block.cells.flat().map(({ text }) => sizeOfText(text ?? '', depth + 1));
      return sum([{ ...own, columns, blocks: 1 + block.cells.length }, ...cells]);
    }
    default:
      return 'text' in block ? sum([own, sizeOfText(block.text, depth + 1)]) : own;
  }
}

function sizeOfText(text: RichText, depth: number): Size {
  if (typeof text === 'string') return { characters: Array.from(text).length, blocks: 0, depth: depth - 1, columns: 0 };
  if (Array.isArray(text)) return sum(text.map((one) => sizeOfText(one, depth)));
  return 'text' in text ? sizeOfText(text.text, depth + 1) : { characters: 0, blocks: 0, depth, columns: 0 };
}

function sum(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (all, one) => ({
      characters: all.characters + one.characters,
      blocks: all.blocks + one.blocks,
      depth: Math.max(all.depth, one.depth),
      columns: Math.max(all.columns, one.columns),
    }),
    { characters: 0, blocks: 0, depth: 0, columns: 0 },
  );
}
