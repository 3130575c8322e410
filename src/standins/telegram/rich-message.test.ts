import { BotApiError } from './bot-api-error';
import { richMessage } from './rich-message';

const paragraph = { type: 'paragraph', text: 'x' };
const cell = { text: 'x', align: 'left', valign: 'top' };
const many = <Thing>(count: number, thing: Thing) => Array.from({ length: count }, () => thing);
const nested = (levels: number): object =>
  levels === 0 ? paragraph : { type: 'blockquote', blocks: [nested(levels - 1)] };

/** What the server says to blocks that it does not take. */
function refusalOf(message: unknown): string {
  try {
    richMessage(message, { draft: false });
  } catch (error) {
    if (error instanceof BotApiError) return error.description;
    throw error;
  }
  return 'taken';
}

describe('a rich message', () => {
  it.each([
    ['nothing', undefined, 'parameter "rich_message" is required'],
    ['no blocks', { blocks: [] }, 'blocks must be non-empty'],
    ['markdown', { markdown: '# x' }, 'reads only blocks'],
    ['an unknown block', { blocks: [{ type: 'marquee' }] }, 'unsupported block type "marquee"'],
    ['unknown formatting', { blocks: [{ type: 'paragraph', text: { type: 'blink', text: 'x' } }] }, 'type "blink"'],
    ['an empty paragraph', { blocks: [{ type: 'paragraph', text: '' }] }, 'text of paragraph must be non-empty'],
    ['a heading of no size', { blocks: [{ type: 'heading', text: 'x', size: 7 }] }, 'heading size'],
    ['a thought', { blocks: [{ type: 'thinking', text: 'x' }] }, 'thinking can be used only in drafts'],
    [
      'a link to nowhere',
      { blocks: [{ type: 'paragraph', text: { type: 'url', text: 'x', url: 'x' } }] },
      'invalid URL',
    ],
    ['a cell that leans nowhere', { blocks: [{ type: 'table', cells: [[{ ...cell, align: 'up' }]] }] }, 'alignment'],
    ['21 columns', { blocks: [{ type: 'table', cells: [many(21, cell)] }] }, 'COLUMNS_TOO_MANY'],
    ['501 blocks', { blocks: many(501, paragraph) }, 'BLOCKS_TOO_MANY'],
    ['500 rows in a table', { blocks: [{ type: 'table', cells: many(500, [cell]) }] }, 'BLOCKS_TOO_MANY'],
    ['17 levels', { blocks: [nested(16)] }, 'DEPTH_TOO_BIG'],
    ['32,769 characters', { blocks: [{ type: 'pre', text: 'x'.repeat(32_769) }] }, 'message is too long'],
  ])('of %s is refused, with the reason', (_name, message, reason) => {
    expect(refusalOf(message)).toContain(reason);
  });

  it('at the limits is taken', () => {
    expect(refusalOf({ blocks: many(500, paragraph) })).toBe('taken');
    expect(refusalOf({ blocks: [{ type: 'table', cells: [many(20, cell)] }] })).toBe('taken');
    expect(refusalOf({ blocks: [{ type: 'pre', text: 'x'.repeat(32_768) }] })).toBe('taken');
  });
});
