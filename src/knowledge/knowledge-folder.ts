import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { cleanText } from '../infra/clean-text';
import type { Log } from '../infra/log';

/** One file of a knowledge folder. */
export interface KnowledgeFile {
  /** "folder:<file name>" */
  readonly source: string;
  /** The file name without its endings. */
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

/** What a knowledge folder holds. */
export interface KnowledgeFolder {
  readonly files: readonly KnowledgeFile[];
  /** Sources whose file is there but could not be read: what was known of them stays. */
  readonly unreadable: readonly string[];
}

/** What the source of every document from a folder begins with. */
export const folderSource = 'folder:';

const largestFile = 1_048_576;
const fileName = /^(?<name>[^.].*)\.(?<language>[a-z]{2,3})\.md$/u;

class Unreadable extends Error {}

/** Reads the files `<name>.<language>.md` of a folder; a folder that is not there is empty. */
export async function readKnowledgeFolder(
  options: { folder: string; languages: readonly string[] },
  log: Log,
): Promise<KnowledgeFolder> {
  const files: KnowledgeFile[] = [];
  const unreadable: string[] = [];
  const root = await realFolder(options.folder);
  if (root === undefined) return { files, unreadable };
  for (const entry of (await readdir(root)).filter((name) => name.endsWith('.md')).toSorted()) {
    const { name, language } = fileName.exec(entry)?.groups ?? {};
    if (!name || !language || !options.languages.includes(language)) {
      log.warn({ file: entry }, 'not read: not named <name>.<language of the bot>.md');
      continue;
    }
    const source = `${folderSource}${entry}`;
    try {
      files.push({ source, name, language, text: await readText(path.join(root, entry), root) });
    } catch (error) {
      log.warn({ file: entry, err: error }, 'knowledge not read, what was known of it stays');
      unreadable.push(source);
    }
  }
  return { files, unreadable };
}

/** Tells whether a text changed since it was indexed; `indexing` is the version of how it is cut and indexed. */
export function contentHash(parts: { indexing: number; title: string; language: string; text: string }): string {
  const { indexing, title, language, text } = parts;
  return createHash('sha256')
    .update(JSON.stringify([indexing, title, language, text]))
    .digest('hex');
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
async function readText(file: string, root: string): Promise<string> {
  const real = await realpath(file);
  if (!real.startsWith(root + path.sep)) throw new Unreadable('it is a link out of the folder');
  const status = await stat(real);
  if (!status.isFile()) throw new Unreadable('it is not a file');
  if (status.size > largestFile) throw new Unreadable(`it is larger than ${largestFile} bytes`);
  const text = decoded(await readFile(real));
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
