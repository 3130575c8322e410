import type { Log } from './log';

type Close = () => Promise<void> | void;

/** What must be closed at the end, last opened first; a failure to close one does not keep the others open. */
export class Closers {
  private readonly opened: { name: string; close: Close }[] = [];
  private closing: Promise<void> | undefined;

  constructor(private readonly log: Log) {}

  /** Remembers how to close a thing and hands the thing back. */
  add<T>(name: string, thing: T, close: (thing: T) => Promise<void> | void): T {
    this.opened.push({ name, close: () => close(thing) });
    return thing;
  }

  /** Closes everything once; later calls wait for the first. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (const { name, close } of this.opened.toReversed()) {
      try {
        await close();
      } catch (error) {
        this.log.error({ err: error, part: name }, 'could not be closed');
      }
    }
  }
}
