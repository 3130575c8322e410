import { getDocumentProxy } from 'unpdf';
import { readingLimits, UnreadableFile } from './given-file';
import { type PageLine, pagesAsMarkdown } from './pdf-lines.rules';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** A piece of text as the page's content holds it. */
interface Piece {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

/** The Markdown of a PDF, its pages in order. Throws UnreadableFile. */
export async function pdfAsMarkdown(bytes: Buffer): Promise<{ markdown: string }> {
  const pdf = await opened(bytes);
  if (pdf.numPages > readingLimits.pages) throw new UnreadableFile('too_long');
  const pages: PageLine[][] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const lines = linesOf(await piecesOn(pdf, number));
    characters += lines.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > readingLimits.characters) throw new UnreadableFile('too_long');
    pages.push(lines);
  }
  // Pages are there, and not a letter on them: pictures of a scanner.
  if (characters === 0) throw new UnreadableFile('no_text');
  return { markdown: pagesAsMarkdown(pages) };
}

async function opened(bytes: Buffer): Promise<Pdf> {
  try {
    // No code of the document is compiled, and nothing is fetched.
    return await getDocumentProxy(new Uint8Array(bytes), { isEvalSupported: false, stopAtErrors: false, verbosity: 0 });
  } catch (error) {
    const { name } = Object(error) as { name?: unknown };
    throw new UnreadableFile(name === 'PasswordException' ? 'encrypted' : 'damaged', error);
  }
}

async function piecesOn(pdf: Pdf, number: number): Promise<Piece[]> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.filter((item): item is typeof item & Piece => 'str' in item);
}

function linesOf(pieces: readonly Piece[]): PageLine[] {
  const lines: PageLine[] = [];
  let open: Piece[] = [];
  const close = () => {
    const line = lineOf(open);
    if (line) lines.push(line);
    open = [];
  };
  for (const piece of pieces) {
    const last = open.at(-1);
    if (last && !onOneLine(last, piece)) close();
    if (piece.str !== '') open.push(piece);
    if (piece.hasEOL) close();
  }
  close();
  return lines;
}

function onOneLine(left: Piece, right: Piece): boolean {
  return Math.abs((left.transform[5] ?? 0) - (right.transform[5] ?? 0)) <= Math.max(left.height, right.height, 1) / 2;
}

function lineOf(pieces: readonly Piece[]): PageLine | undefined {
  const text = pieces
    .map(({ str }) => str)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [first] = pieces;
  if (text === '' || !first) return undefined;
  const longest = pieces.reduce((a, b) => (b.str.length > a.str.length ? b : a));
  const [x = 0, y = 0] = first.transform.slice(4);
  return { text, size: longest.height || Math.abs(longest.transform[3] ?? 0), x, y };
}
