import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { contentsOf } from './contents';
import {
  type CutDocument,
  type GivenFile,
  type ReadDocument,
  UnreadableFile,
  type UnreadableReason,
} from './given-file';

/** What the thread is started for. */
export interface ThreadTask {
  readonly file: GivenFile;
  /** Whether the passages are wanted, too. */
  readonly cut: boolean;
  /** The title that somebody gave the document. */
  readonly title?: string | undefined;
}

/** What the thread answers, once. */
export type ThreadAnswer =
  | { readonly document: ReadDocument | CutDocument }
  | { readonly reason: UnreadableReason; readonly details: string };

// Only some readings are cut.
const indexing = (): typeof import('../indexed-document') => require('../indexed-document');

async function answerTo({ file, cut, title }: ThreadTask): Promise<ThreadAnswer> {
  try {
    const read = await contentsOf(file);
    if (!cut) return { document: read };
    const document = { ...read, title: title ?? read.title };
    const passages = indexing().indexedPassages({ title: document.title, text: document.markdown });
    if (passages.length === 0) throw new UnreadableFile('empty');
    return { document: { ...document, passages } };
  } catch (error) {
    // What a parser throws at a file that it cannot read is as good as any other word for it.
    const reason = error instanceof UnreadableFile ? error.reason : 'damaged';
    return { reason, details: detailsOf(error instanceof UnreadableFile ? (error.cause ?? error) : error) };
  }
}

function detailsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

enableCompileCache();
void answerTo(workerData as ThreadTask).then((answer) => parentPort?.postMessage(answer, []));
