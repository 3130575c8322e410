import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../../infra/log';
import type { SavedBot } from './bot-account';

interface SavedState {
  readonly version: 1;
  /** False while the stand-in runs: the last ids of a killed process may be missing. */
  readonly closed: boolean;
  readonly bots: readonly SavedBot[];
}

const saveDelayMs = 100;

/** Keeps the chats in a file: written shortly after a change, whole or not at all. */
export class StateFile {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly collect: () => SavedBot[],
    private readonly log: Log,
  ) {}

  /** What an earlier process left; a file that cannot be read is put aside, not overwritten. */
  load(): SavedState | undefined {
    mkdirSync(dirname(this.path), { recursive: true });
    try {
      const state = JSON.parse(readFileSync(this.path, 'utf8')) as SavedState;
      return state.version === 1 ? state : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      this.log.error({ err: error, file: this.path }, 'saved chats cannot be read and are put aside');
      renameSync(this.path, `${this.path}.unreadable`);
      return undefined;
    }
  }

  /** Notes that there is something to save. */
  changed(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.write(false);
    }, saveDelayMs);
  }

  /** Saves for the last time. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.write(true);
  }

  private write(closed: boolean): Promise<void> {
    this.writing = this.writing.then(async () => {
      const state: SavedState = { version: 1, closed, bots: this.collect() };
      try {
        await writeFile(`${this.path}.new`, JSON.stringify(state), { mode: 0o600 });
        await rename(`${this.path}.new`, this.path);
      } catch (error) {
        this.log.error({ err: error, file: this.path }, 'chats could not be saved');
      }
    });
    return this.writing;
  }
}
