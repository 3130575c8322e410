import { cleanLine } from '../../infra/clean-text';
import { type GivenFile, readingLimits, UnreadableFile } from './given-file';

/** What a file is, by its content; an office file is a container that must be opened to tell more. */
export type FileKind = 'pdf' | 'office' | 'html' | 'markdown' | 'text' | 'table';

/** The endings of files that can be read. */
export const readableEndings: readonly string[] =
  'md markdown txt text log html htm xhtml pdf docx docm dotx xlsx xlsm csv tsv'.split(' ');

const textKinds: Readonly<Record<string, FileKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  csv: 'table',
  tsv: 'table',
};
const mimeKinds: Readonly<Record<string, FileKind>> = {
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/csv': 'table',
  'application/csv': 'table',
  'text/tab-separated-values': 'table',
  'text/plain': 'text',
};

const longestName = 150;
const headBytes = 4_096;
const highBytes: ReadonlySet<number> = new Set([
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1e, 0x20, 0x21, 0x22, 0x25, 0x26,
]);
const pdfWithin = 1_024;
/** Of a text at most every twentieth byte is a control character. */
const mostControls = 0.05;

/** What kind a file is. Its content counts, its name only tells texts apart. Throws UnreadableFile. */
export function kindOf({ fileName, mimeType, bytes }: GivenFile): FileKind {
  if (bytes.length > readingLimits.fileBytes) throw new UnreadableFile('too_large');
  if (bytes.length === 0) throw new UnreadableFile('empty');
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const known = binaryKind(content);
  if (known) return known;
  const wide = wideCharset(content);
  const head = content.subarray(0, headBytes);
  if (!wide && isBinary(head)) throw new UnreadableFile('unsupported');
  return (
    markedKind(wide ? new TextDecoder(wide).decode(head) : head.toString('latin1')) ?? namedKind(fileName, mimeType)
  );
}

/** The UTF-16 or UTF-32 that a text is written in, by its first bytes or by the places of its zeros. */
export function wideCharset(content: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (content.length >= 2 && content[0] === 0xff && content[1] === 0xfe) return 'utf-16le';
  if (content.length >= 2 && content[0] === 0xfe && content[1] === 0xff) return 'utf-16be';
  const head = content.subarray(0, headBytes);
  if (isWide(head, 1)) return 'utf-16le';
  return isWide(head, 0) ? 'utf-16be' : undefined;
}

/** Whether each second byte, from `high` on, is that of Latin, Greek, Cyrillic or of general signs, and some are zero. */
function isWide(head: Buffer, high: 0 | 1): boolean {
  let zeros = 0;
  let odd = 0;
  for (const [index, byte] of head.entries()) {
    const isHigh = index % 2 === high;
    if (isHigh && byte === 0) zeros += 1;
    if (isHigh ? !highBytes.has(byte) : byte === 0) odd += 1;
  }
  // Spaces and line ends have a zero even where no letter has.
  return zeros > head.length / 40 && odd === 0;
}

function binaryKind(content: Buffer): FileKind | undefined {
  if (startsWith(content, 'PK\x03\x04') || startsWith(content, 'PK\x05\x06')) return 'office';
  if (startsWith(content, '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1')) {
    // The container of Office before 2007, and of an encrypted file of any later one.
    const isEncrypted = content.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new UnreadableFile(isEncrypted ? 'encrypted' : 'old_office');
  }
  if (content.subarray(0, pdfWithin).includes('%PDF-')) return 'pdf';
  if (startsWith(content, '{\\rtf') || startsWith(content, '%!PS')) throw new UnreadableFile('unsupported');
  return undefined;
}

function startsWith(content: Buffer, signature: string): boolean {
  return content.subarray(0, signature.length).equals(Buffer.from(signature, 'latin1'));
}

function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte)) controls += 1;
  }
  return controls > head.length * mostControls;
}

/** The kind of a text that says itself what it is. */
function markedKind(head: string): FileKind | undefined {
  const start = head.replace(/^(?:\xEF\xBB\xBF|\uFEFF)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*/, '').toLowerCase();
  if (/^<!doctype\s+html|^<html[\s>]/.test(start)) return 'html';
  if (/^<!doctype\s+svg|^<svg[\s>]/.test(start) || /^(?:\xEF\xBB\xBF|\uFEFF)?\s*<\?xml/.test(head)) {
    throw new UnreadableFile('unsupported');
  }
  return undefined;
}

function namedKind(fileName: string, mimeType: string | null): FileKind {
  const ending = endingOf(fileName);
  const named = ending === undefined ? undefined : textKinds[ending];
  if (named) return named;
  const type = mimeType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const told = mimeKinds[type];
  if (told) return told;
  // A name that promises something else, and a text inside: it is read as what it is.
  if (ending === undefined || readableEndings.includes(ending) || type.startsWith('text/')) return 'text';
  throw new UnreadableFile('unsupported');
}

/** The ending of a file's name in lower case, without the dot. */
export function endingOf(fileName: string): string | undefined {
  return /\.([a-z0-9]{1,10})$/i.exec(fileName)?.[1]?.toLowerCase();
}

/** The name of a file without folders, control characters and what hides at its ends; at most 150 characters. */
export function cleanFileName(name: string): string {
  const last = name.replaceAll('\0', '').split(/[/\\]/).at(-1) ?? '';
  const clean = cleanLine(last, 1_000)
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (clean.length <= longestName) return clean === '' ? 'document' : clean;
  const ending = endingOf(clean);
  const kept = ending === undefined ? '' : `.${ending}`;
  return cleanLine(clean, longestName - kept.length) + kept;
}
