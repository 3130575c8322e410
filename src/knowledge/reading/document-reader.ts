import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { invariant } from '../../infra/invariant';
import { type CutDocument, type GivenFile, type ReadDocument, readingLimits, UnreadableFile } from './given-file';
import { kindOf } from './kinds.rules';
import type { ThreadAnswer, ThreadTask } from './reading-thread';

/** What a reader may use of the process. */
export interface ReaderLimits {
  /** Of the processor's time: on a machine that is busy with other things a reading may last longer. */
  readonly ms: number;
  /** How much larger the process may become while a file is read. */
  readonly growthBytes: number;
  /** How large it may be then; what is left for a file beside all else is less where that is much. */
  readonly processBytes: number;
}

type Answered = ReadDocument | CutDocument;

const megabyte = 1_024 * 1_024;
const usual: ReaderLimits = { ms: readingLimits.ms, growthBytes: 240 * megabyte, processBytes: 460 * megabyte };
/** Without so much no file can be read at all. */
const leastGrowth = 80 * megabyte;
const heapMegabytes = 160;
const youngMegabytes = 16;
const watchEveryMs = 25;
/** However busy the machine is. */
const longestMs = 10 * 60_000;
// Compiled or not, the thread's program lies beside this file.
const program = path.join(__dirname, `reading-thread${path.extname(__filename)}`);

/**
 * Reads files into Markdown, one at a time, in a thread with limits of time and memory: whatever a file does to its
 * parser, the process lives.
 */
export class DocumentReader {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly limits: ReaderLimits = usual) {}

  /** What a file holds. Throws UnreadableFile, and the signal's reason when that is aborted. */
  readDocument(file: GivenFile, signal?: AbortSignal): Promise<ReadDocument> {
    return this.inTurn({ file, cut: false }, signal);
  }

  /**
   * What a file holds, cut into passages under the title that is given or its own: cutting a book takes seconds, too.
   * Throws UnreadableFile, and the signal's reason when that is aborted.
   */
  async readPassages(file: GivenFile, title?: string, signal?: AbortSignal): Promise<CutDocument> {
    const document = await this.inTurn({ file, cut: true, title }, signal);
    invariant('passages' in document, 'a thread that was asked for passages gives them');
    return document;
  }

  private async inTurn(task: ThreadTask, signal: AbortSignal | undefined): Promise<Answered> {
    kindOf(task.file); // what can be refused at once needs no thread and no turn
    const turn = this.last.then(() => this.inThread(task, signal));
    this.last = turn.catch(() => undefined); // the one who asked hears of it
    return turn;
  }

  private async inThread({ file, ...task }: ThreadTask, signal: AbortSignal | undefined): Promise<Answered> {
    signal?.throwIfAborted();
    const { fileName, mimeType, bytes, address } = file;
    const copy = { fileName, mimeType, bytes: new Uint8Array(bytes), ...(address && { address }) };
    const thread = new Worker(program, {
      workerData: { ...task, file: copy } satisfies ThreadTask,
      transferList: [copy.bytes.buffer],
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
      // A parser needs nothing of our surroundings, and nobody reads what it prints.
      env: {},
      stdin: false,
      stdout: true,
      stderr: true,
    });
    try {
      return await this.answerOf(thread, signal);
    } finally {
      await thread.terminate();
    }
  }

  private answerOf(thread: Worker, signal: AbortSignal | undefined): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const end = this.watch((reason) => reject(new UnreadableFile(reason)));
      const abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      thread.once('message', (answer: ThreadAnswer) => {
        if ('document' in answer) resolve(answer.document);
        else reject(new UnreadableFile(answer.reason, answer.details));
      });
      thread.once('error', (error) => {
        reject(new UnreadableFile(isOutOfMemory(error) ? 'too_complex' : 'damaged', error));
      });
      thread.once('exit', () => {
        end();
        signal?.removeEventListener('abort', abort);
        reject(new UnreadableFile('reading_failed'));
      });
    });
  }

  /** Says when the time is over, or when the process grows too much: the parsers' buffers are in no heap's limit. */
  private watch(stop: (reason: 'too_slow' | 'too_complex') => void): () => void {
    const [memory, start, used] = [process.memoryUsage.rss(), performance.now(), process.cpuUsage()];
    const { growthBytes, processBytes } = this.limits;
    const growth = Math.min(growthBytes, Math.max(leastGrowth, processBytes - memory));
    const timer = setInterval(() => {
      if (process.memoryUsage.rss() - memory > growth) stop('too_complex');
      const lasted = performance.now() - start;
      const { user, system } = process.cpuUsage(used);
      // All threads of the process together: where the others work hard, too, the reading has a part of it.
      const worked = Math.min(lasted, (user + system) / 1_000);
      if (worked > this.limits.ms || lasted > longestMs) stop('too_slow');
    }, watchEveryMs);
    return () => clearInterval(timer);
  }
}

function isOutOfMemory(error: unknown): boolean {
  return (Object(error) as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
