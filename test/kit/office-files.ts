import JSZip from 'jszip';
import { PDFDocument, StandardFonts } from 'pdf-lib';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const packageTypes = 'http://schemas.openxmlformats.org/package/2006/content-types';
const packageLinks = 'http://schemas.openxmlformats.org/package/2006/relationships';
const officeLinks = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const sheets = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A paragraph of a document: a text, a heading, or a table. */
export type WordBlock = string | { readonly heading: string; readonly level?: 1 | 2 } | { readonly table: string[][] };

/** A container of these parts, as Office would make it. */
export async function container(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(parts)) zip.file(name, content);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** The parts of a Word document. */
export function wordParts(blocks: readonly WordBlock[], more: Record<string, string | Buffer> = {}) {
  const body = blocks.map(wordBlock).join('');
  const styles = [1, 2].map(
    (level) => `<w:style w:type="paragraph" w:styleId="h${level}"><w:name w:val="heading ${level}"/></w:style>`,
  );
  return {
    '[Content_Types].xml': types({ '/word/document.xml': 'wordprocessingml.document.main' }),
    '_rels/.rels': links({ officeDocument: 'word/document.xml' }),
    'word/_rels/document.xml.rels': links({ styles: 'styles.xml' }),
    'word/styles.xml': `${xml}<w:styles xmlns:w="${word}">${styles.join('')}</w:styles>`,
    'word/document.xml': `${xml}<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    ...more,
  };
}

/** The parts of a workbook: the rows of its sheets by their names. */
export function workbookParts(
  rows: Readonly<Record<string, readonly (readonly (string | number)[])[]>>,
  more: Record<string, string | Buffer> = {},
) {
  const names = Object.keys(rows);
  const list = names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="id${index}"/>`);
  const files = Object.fromEntries(
    Object.values(rows).map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet)]),
  );
  return {
    '[Content_Types].xml': types({ '/xl/workbook.xml': 'spreadsheetml.sheet.main' }),
    '_rels/.rels': links({ officeDocument: 'xl/workbook.xml' }),
    'xl/workbook.xml': `${xml}<workbook xmlns="${sheets}" xmlns:r="${officeLinks}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packageLinks}">${names
      .map((_, index) => relation(`id${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
      .join('')}</Relationships>`,
    ...files,
    ...more,
  };
}

/** A Word document. */
export function docx(...blocks: WordBlock[]): Promise<Buffer> {
  return container(wordParts(blocks));
}

/** A workbook with one sheet or several. */
export function xlsx(rows: Readonly<Record<string, readonly (readonly (string | number)[])[]>>): Promise<Buffer> {
  return container(workbookParts(rows));
}

/** A PDF: pages of lines with the sizes of their letters. */
export async function pdf(...pages: readonly { text: string; size: number; gap?: number }[][]): Promise<Buffer> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const lines of pages) {
    const page = document.addPage([595, 842]);
    let y = 800;
    for (const { text, size, gap = 4 } of lines) {
      y -= size + gap;
      page.drawText(text, { x: 60, y, size, font });
    }
  }
  return Buffer.from(await document.save());
}

/** A PDF that opens with a password only: the keys in it fit none that anybody would try. */
export function encryptedPdf(): Buffer {
  const id = '<00112233445566778899aabbccddeeff>';
  return Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[${id}${id}]/Size 5>>
%%EOF`);
}

/** What an encrypted file of Office looks like: the container of old, with the package inside. */
export function encryptedOffice(): Buffer {
  const head = Buffer.from('D0CF11E0A1B11AE1', 'hex');
  return Buffer.concat([head, Buffer.alloc(512), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(512)]);
}

/** A text in a charset of one byte for each letter. */
export function inCharset(text: string, charset: string): Buffer {
  const decoder = new TextDecoder(charset);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Buffer.from(Array.from(text, (letter) => bytes.get(letter) ?? 0x3f));
}

function wordBlock(block: WordBlock): string {
  if (typeof block === 'string') return paragraph(block);
  if ('heading' in block) return paragraph(block.heading, `<w:pPr><w:pStyle w:val="h${block.level ?? 1}"/></w:pPr>`);
  const cells = (row: string[]) => row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('');
  return `<w:tbl>${block.table.map((row) => `<w:tr>${cells(row)}</w:tr>`).join('')}</w:tbl>`;
}

function paragraph(text: string, properties = ''): string {
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
}

function sheetXml(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number, place: string) =>
    typeof value === 'number'
      ? `<c r="${place}"><v>${value}</v></c>`
      : `<c r="${place}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  const lines = rows.map((row, index) => {
    const cells = row.map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${index + 1}`));
    return `<row r="${index + 1}">${cells.join('')}</row>`;
  });
  return `${xml}<worksheet xmlns="${sheets}"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function types(overrides: Readonly<Record<string, string>>): string {
  const entries = Object.entries(overrides).map(
    ([part, type]) =>
      `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`,
  );
  const rels = 'application/vnd.openxmlformats-package.relationships+xml';
  return `${xml}<Types xmlns="${packageTypes}"><Default Extension="rels" ContentType="${rels}"/><Default Extension="xml" ContentType="application/xml"/>${entries.join('')}</Types>`;
}

function links(targets: Readonly<Record<string, string>>): string {
  const entries = Object.entries(targets).map(([type, target], index) => relation(`id${index}`, type, target));
  return `${xml}<Relationships xmlns="${packageLinks}">${entries.join('')}</Relationships>`;
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${officeLinks}/${type}" Target="${target}"/>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
