import { badRequest } from './bot-api-error';

type Fields = Readonly<Record<string, unknown>>;

/** A block as the Bot API writes one. */
export interface WireRichBlock {
  readonly type: string;
  readonly [more: string]: unknown;
}

/** A rich message as the Bot API writes one. */
export interface WireRichMessage {
  readonly blocks: readonly WireRichBlock[];
}

const limits = { characters: 32_768, blocks: 500, depth: 16, columns: 20 };

/** Formatting around a text; with each its further field, a text that must not be empty. */
const wrapping: Readonly<Record<string, string | null>> = {
  bold: null,
  italic: null,
  underline: null,
  strikethrough: null,
  spoiler: null,
  subscript: null,
  superscript: null,
  marked: null,
  code: null,
  url: 'url',
  email_address: 'email_address',
  phone_number: 'phone_number',
  anchor_link: 'anchor_name',
  reference: 'name',
  reference_link: 'reference_name',
};

/** Blocks that are one text. */
const withWords = new Set(['heading', 'paragraph', 'pre', 'footer', 'pullquote', 'expandable_blockquote', 'thinking']);

/** Reads blocks in one pass, refuses what the real server refuses, and counts what it limits. */
class RichReader {
  private characters = 0;
  private blocks = 0;
  private readonly references = new Set<string>();
  private readonly containers: Readonly<Record<string, (block: Fields, depth: number) => WireRichBlock>> = {
    divider: () => ({ type: 'divider' }),
    blockquote: (block, depth) => ({ ...block, type: 'blockquote', blocks: this.blocksOf(block['blocks'], depth + 1) }),
    list: (block, depth) => this.list(block, depth),
    details: (block, depth) => {
      this.text(block['summary'], depth + 1);
      return { ...block, type: 'details', blocks: this.blocksOf(block['blocks'], depth + 1) };
    },
    table: (block, depth) => this.table(block, depth),
  };

  constructor(private readonly options: { readonly draft: boolean }) {}

  read(blocks: unknown): WireRichBlock[] {
    const read = this.blocksOf(blocks, 1);
    if (this.characters === 0 && !this.options.draft) throw badRequest('message text is empty');
    return read;
  }

  private blocksOf(value: unknown, depth: number): WireRichBlock[] {
    const list = listOf(value, 'blocks');
    if (list.length === 0) throw refused('blocks must be non-empty');
    return list.map((block) => this.block(fieldsOf(block, 'InputRichBlock'), depth));
  }

  private block(block: Fields, depth: number): WireRichBlock {
    this.countBlock();
    if (depth > limits.depth) throw badRequest('RICH_MESSAGE_DEPTH_TOO_BIG');
    const type = String(block['type']);
    if (withWords.has(type)) return this.withText(block, depth);
    const read = Object.hasOwn(this.containers, type) ? this.containers[type] : undefined;
    if (!read) throw refused(`unsupported block type "${type}"`);
    return read(block, depth);
  }

  private withText(block: Fields, depth: number): WireRichBlock {
    if (block['type'] === 'heading' && ![1, 2, 3, 4, 5, 6].includes(Number(block['size']))) {
      throw refused('heading size must be from 1 to 6');
    }
    if (block['type'] === 'thinking' && !this.options.draft) throw refused('thinking can be used only in drafts');
    const before = this.characters;
    this.text(block['text'], depth + 1);
    if (this.characters === before) throw refused(`text of ${String(block['type'])} must be non-empty`);
    return { ...block, type: String(block['type']) };
  }

  private list(block: Fields, depth: number): WireRichBlock {
    const items = listOf(block['items'], 'items').map((value, index) => {
      this.countBlock();
      const item = fieldsOf(value, 'InputRichBlockListItem');
      const label = typeof item['value'] === 'number' ? `${item['value']}.` : '•';
      return { label, ...item, blocks: this.blocksOf(item['blocks'], depth + 1), index };
    });
    return { type: 'list', items };
  }

  private table(block: Fields, depth: number): WireRichBlock {
    for (const row of listOf(block['cells'], 'cells')) {
      this.countBlock();
      const cells = listOf(row, 'cells');
      if (cells.length > limits.columns) throw badRequest('RICH_MESSAGE_TABLE_COLUMNS_TOO_MANY');
      for (const cell of cells) this.cell(fieldsOf(cell, 'RichBlockTableCell'), depth);
    }
    return { ...block, type: 'table' };
  }

  private cell(cell: Fields, depth: number): void {
    if (!['left', 'center', 'right'].includes(String(cell['align']))) throw refused('invalid cell alignment');
    if (!['top', 'middle', 'bottom'].includes(String(cell['valign']))) throw refused('invalid vertical alignment');
    if (cell['text'] !== undefined) this.text(cell['text'], depth + 1);
  }

  private text(value: unknown, depth: number): void {
    if (typeof value === 'string') return this.words(value);
    if (Array.isArray(value)) {
      for (const one of value) this.text(one, depth);
      return;
    }
    if (depth > limits.depth) throw badRequest('RICH_MESSAGE_DEPTH_TOO_BIG');
    const fields = fieldsOf(value, 'RichText');
    const { type, said } = formattingOf(fields);
    if (type === 'reference') this.define(said);
    this.text(fields['text'], depth + 1);
  }

  private define(name: string): void {
    if (this.references.has(name)) throw refused(`reference "${name}" is defined twice`);
    this.references.add(name);
  }

  private words(text: string): void {
    this.characters += Array.from(text).length;
    if (this.characters > limits.characters) throw badRequest('message is too long');
  }

  private countBlock(): void {
    this.blocks += 1;
    if (this.blocks > limits.blocks) throw badRequest('RICH_MESSAGE_BLOCKS_TOO_MANY');
  }
}

function formattingOf(fields: Fields): { type: string; said: string } {
  const type = String(fields['type']);
  const needed = Object.hasOwn(wrapping, type) ? wrapping[type] : undefined;
  if (needed === undefined) throw refused(`unsupported rich text type "${type}"`);
  const said = needed === null ? type : fields[needed];
  if (typeof said !== 'string' || said === '') throw refused(`field "${String(needed)}" must be of type String`);
  if (type === 'url' && !URL.canParse(said)) throw refused('invalid URL');
  return { type, said };
}

const refused = (what: string) => badRequest(`can't parse rich message: ${what}`);

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw refused(`expected an object of type ${what}`);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refused(`field "${what}" must be of type Array`);
}

/** A rich message as a call brings it; refused where the real server refuses it. */
export function richMessage(value: unknown, options: { readonly draft: boolean }): WireRichMessage {
  if (value === undefined) throw badRequest('parameter "rich_message" is required');
  const fields = fieldsOf(value, 'InputRichMessage');
  if (fields['html'] !== undefined || fields['markdown'] !== undefined) {
    throw refused('this stand-in reads only blocks, neither html nor markdown');
  }
  return { blocks: new RichReader(options).read(fields['blocks']) };
}
