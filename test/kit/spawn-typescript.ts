import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A program of the tests in a process of its own, so that it can be killed. */
export interface SpawnedProgram {
  /** The first line it printed. */
  readonly firstLine: string;
  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts test/kit/<program>.ts and waits for its first line. */
export async function spawnTypescript(program: string, args: readonly string[]): Promise<SpawnedProgram> {
  const hook = path.join(__dirname, 'typescript-hook.cjs');
  const file = path.join(__dirname, `${program}.ts`);
  const child = spawn(process.execPath, ['-r', hook, file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`${program} ended before it said anything`);
  return { firstLine: String(first[0]), kill: (signal) => killAndWait(child, signal, ended) };
}

async function killAndWait(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<unknown>): Promise<void> {
  child.kill(signal);
  await ended;
}
