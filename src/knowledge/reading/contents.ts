import { cleanLine, cleanText } from '../../infra/clean-text';
import { decodedText } from './charset';
import { type GivenFile, type ReadDocument, readingLimits, UnreadableFile } from './given-file';
import { type FileKind, kindOf } from './kinds.rules';
import { tablesAsMarkdown } from './tables.rules';

interface Read {
  readonly markdown: string;
  readonly title?: string | undefined;
  readonly language?: string | undefined;
}

const longestTitle = 200;

// A thread starts for every file and needs one of them: loading all takes longer than most readings.
const html = (): typeof import('./html') => require('./html');
const csv = (): typeof import('./csv') => require('./csv');
const office = (): typeof import('./office') => require('./office');
const pdf = (): typeof import('./pdf') => require('./pdf');

const readers: Readonly<Record<FileKind, (bytes: Buffer, file: GivenFile) => Read | Promise<Read>>> = {
  pdf: (bytes) => pdf().pdfAsMarkdown(bytes),
  office: (bytes) => office().officeAsMarkdown(bytes),
  html: (bytes, file) => {
    const { htmlAsMarkdown, charsetIn, languageIn } = html();
    const page = decodedText(bytes, charsetOf(file.mimeType) ?? charsetIn(bytes));
    return { ...htmlAsMarkdown(page, file.address), language: languageIn(page) };
  },
  markdown: (bytes, file) => ({ markdown: decodedText(bytes, charsetOf(file.mimeType)) }),
  text: (bytes, file) => ({ markdown: decodedText(bytes, charsetOf(file.mimeType)) }),
  table: (bytes, file) => {
    const text = cleanText(decodedText(bytes, charsetOf(file.mimeType)));
    return { markdown: tablesAsMarkdown([csv().csvTable(text)]) };
  },
};

/** Reads a file where it stands, without limits of time or memory: only a thread of its own does that. Throws UnreadableFile. */
export async function contentsOf(file: GivenFile): Promise<ReadDocument> {
  const kind = kindOf(file);
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
  const { markdown: raw, title, language } = await readers[kind](bytes, file);
  const markdown = cleanText(raw).trim();
  if (markdown === '') throw new UnreadableFile(kind === 'html' ? 'no_text' : 'empty');
  if (markdown.length > readingLimits.characters) throw new UnreadableFile('too_long');
  const known = titleOf(file, kind === 'html' ? (title ?? headingIn(markdown)) : (headingIn(markdown) ?? title));
  return { title: known, markdown, ...(language && { language }) };
}

function headingIn(markdown: string): string | undefined {
  return /^# +(.+?)(?: +#+)?$/m.exec(markdown)?.[1];
}

function titleOf({ fileName }: GivenFile, own: string | undefined): string {
  const title = cleanLine(own ?? fileName.replace(/\.[a-z0-9]{1,10}$/i, ''), longestTitle);
  return title === '' ? 'document' : title;
}

function charsetOf(mimeType: string | null): string | undefined {
  return /charset\s*=\s*"?([\w-]+)/i.exec(mimeType ?? '')?.[1];
}
