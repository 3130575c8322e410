import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { cleanText } from '../infra/clean-text';
import type { Log } from '../infra/log';
import { contentHash } from './indexed-document';
import { cutIntoPassages } from './passages.rules';
import type { DocumentReader } from './reading/document-reader';
import { readingLimits } from './reading/given-file';

/** One file of a knowledge folder. */
export interface KnowledgeFile {
  /** "folder:<file name>" */
  readonly source: string;
  /** The file name without its endings. */
  readonly name: string;
  readonly language: string;
  /** Tells whether the file changed, without a look at what it says. */
  readonly contentHash: string;
  /** What it says, in Markdown, and its own title where it has one. Throws UnreadableFile. */
  readonly read: () => Promise<{ readonly title: string | undefined; readonly text: string }>;
}

/** What a knowledge folder holds. */
export interface KnowledgeFolder {
  readonly files: readonly KnowledgeFile[];
  /** Sources whose file is there but could not be read: what was known of them stays. */
  readonly unreadable: readonly string[];
}

/** What the source of every document from a folder begins with. */
export const folderSource = 'folder:';

/** What reads the files that are no Markdown. */
export type FileReading = Pick<DocumentReader, 'readDocument'>;

const largestText = 1_048_576;
const fileName = /^(?<name>[^.].*)\.(?<language>[a-z]{2,3})\.(?<ending>md|txt|html|pdf|docx|csv|xlsx)$/u;
const endings = /\.(?:md|txt|html|pdf|docx|csv|xlsx)$/;
/** Raised when the same bytes would be read otherwise than before. */
const reading = 1;

class Unreadable extends Error {}

/** Reads the files `<name>.<language>.<ending>` of a folder; a folder that is not there is empty. */
export async function readKnowledgeFolder(
  options: { folder: string; languages: readonly string[] },
  { log, reader }: { log: Log; reader: FileReading },
): Promise<KnowledgeFolder> {
  const files: KnowledgeFile[] = [];
  const unreadable: string[] = [];
  const root = await realFolder(options.folder);
  if (root === undefined) return { files, unreadable };
  for (const entry of (await readdir(root)).filter((name) => endings.test(name)).toSorted()) {
    const { name, language, ending } = fileName.exec(entry)?.groups ?? {};
    if (!name || !language || !options.languages.includes(language)) {
      log.warn({ file: entry }, 'not read: not named <name>.<language of the bot>.<ending>');
      continue;
    }
    const source = `${folderSource}${entry}`;
    try {
      const file = path.join(root, entry);
      const content = ending === 'md' ? await markdownOf(file, root) : await bytesOf({ file, root, entry }, reader);
      const hash = contentHash({ name, language, text: content.told });
      files.push({ source, name, language, contentHash: hash, read: content.read });
    } catch (error) {
      log.warn({ file: entry, err: error }, 'knowledge not read, what was known of it stays');
      unreadable.push(source);
    }
  }
  return { files, unreadable };
}

/** What tells one content of a file from another, and how to come by what it says. */
type Content = { readonly told: string; readonly read: KnowledgeFile['read'] };

async function markdownOf(file: string, root: string): Promise<Content> {
  const text = await readText(file, root);
  return { told: text, read: async () => ({ title: cutIntoPassages(text).title, text }) };
}

/** Nothing is parsed here: a file that did not change costs no more than the reading of its bytes. */
async function bytesOf(
  { file, root, entry }: { file: string; root: string; entry: string },
  reader: FileReading,
): Promise<Content> {
  const real = await realFile(file, root, readingLimits.fileBytes);
  const digest = createHash('sha256')
    .update(await readFile(real))
    .digest('hex');
  const read = async () => {
    const { title, markdown } = await reader.readDocument({
      fileName: entry.replace(/\.[a-z]{2,3}(?=\.[a-z]+$)/, ''),
      mimeType: null,
      bytes: await readFile(real),
    });
    return { title, text: markdown };
  };
  return { told: `${reading} ${digest}`, read };
}

async function realFolder(folder: string): Promise<string | undefined> {
  try {
    return await realpath(folder);
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    if (code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Links are followed inside the folder (that is how Kubernetes mounts files) and nowhere else. */
async function realFile(file: string, root: string, largest: number): Promise<string> {
  const real = await realpath(file);
  if (!real.startsWith(root + path.sep)) throw new Unreadable('it is a link out of the folder');
  const status = await stat(real);
  if (!status.isFile()) throw new Unreadable('it is not a file');
  if (status.size > largest) throw new Unreadable(`it is larger than ${largest} bytes`);
  return real;
}

async function readText(file: string, root: string): Promise<string> {
  const text = decoded(await readFile(await realFile(file, root, largestText)));
  if (text.includes('\0')) throw new Unreadable('it is not a text');
  return cleanText(text);
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Unreadable('it is not UTF-8', { cause: error });
  }
}
