import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Log } from '../../src/infra/log';

/** A log whose lines a test can read; nothing is hidden from it, so that a secret that gets there is seen. */
export function logLines(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: pino({ level: 'trace' }, stream), lines };
}
