import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = path.join(__dirname, '../..');
const dist = path.join(root, 'dist');
const lock = path.join(dist, '.building');
const staleAfterMs = 180_000;
let built: Promise<string> | undefined;

/** The program as it is shipped, compiled when it is not current; answers the file to start. */
export function builtProgram(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  await takeLock();
  try {
    const child = spawn(process.execPath, [path.join(root, 'tools/build.mjs')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the program could not be built: exit code ${code}`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return path.join(dist, 'main.js');
}

/** Test files run side by side, and two compilers must not write the same files at once. */
async function takeLock(): Promise<void> {
  mkdirSync(dist, { recursive: true });
  while (!isTaken()) await pause(100);
}

function isTaken(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > staleAfterMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
