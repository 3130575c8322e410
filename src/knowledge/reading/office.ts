import { type Parts, packed, textParts } from './container';
import { UnreadableFile } from './given-file';
import { type TextTable, tablesAsMarkdown } from './tables.rules';

/** What of mammoth's documents is looked at. */
interface Element {
  readonly type: string;
  readonly children?: readonly Element[];
  readonly isHeader?: boolean;
}

// Whichever it is, the libraries for the other are not loaded.
const mammoth = (): typeof import('mammoth') => require('mammoth');
const workbooks = (): typeof import('read-excel-file/node') => require('read-excel-file/node');
const html = (): typeof import('./html') => require('./html');

// Word keeps the English names of its own styles in every language.
const styles = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];

/** The Markdown of a document or a workbook of Office. Throws UnreadableFile. */
export async function officeAsMarkdown(bytes: Buffer): Promise<{ markdown: string; title?: string | undefined }> {
  const parts = await textParts(bytes);
  if (parts.has('word/document.xml')) return documentAsMarkdown(parts);
  if (parts.has('xl/workbook.xml')) return { markdown: tablesAsMarkdown(await tablesIn(parts)) };
  throw new UnreadableFile('unsupported');
}

async function documentAsMarkdown(parts: Parts) {
  const { convertToHtml, images } = mammoth();
  const { value } = await convertToHtml(
    { buffer: packed(parts) },
    {
      styleMap: styles,
      convertImage: images.imgElement(async () => ({ src: '' })),
      externalFileAccess: false,
      transformDocument: withTableHeads,
    },
  );
  return html().htmlAsMarkdown(value);
}

/** Word seldom marks the first row of a table as its head, people nearly always mean it. */
function withTableHeads(element: Element): Element {
  const children = element.children?.map(withTableHeads);
  if (!children) return element;
  if (element.type !== 'table' || children.some(({ isHeader }) => isHeader)) return { ...element, children };
  return { ...element, children: children.map((row, index) => (index === 0 ? { ...row, isHeader: true } : row)) };
}

async function tablesIn(parts: Parts): Promise<TextTable[]> {
  const { default: readWorkbook, InvalidSpreadsheetError } = workbooks();
  try {
    const sheets = await readWorkbook(packed(parts));
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(asText)) }));
  } catch (error) {
    throw error instanceof InvalidSpreadsheetError ? new UnreadableFile('damaged', error) : error;
  }
}

function asText(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : dateText(cell.toISOString());
  // 0.1 + 0.2 is 0.3 for whoever looks at the sheet.
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  return typeof cell === 'string' || typeof cell === 'boolean' ? String(cell) : '';
}

function dateText(iso: string): string {
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}
