// Builds and restarts the program at every change of src/, prisma/, locales/ and bots/, until Ctrl-C.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import path from 'node:path';

process.chdir(path.dirname(import.meta.dirname));

let program;
let waiting;
let restarting = Promise.resolve();

await restart();
for (const folder of ['src', 'prisma', 'locales', 'bots'].filter((each) => existsSync(each))) {
  watch(folder, { recursive: true }, (_kind, file) => {
    if (file?.includes('prisma-client')) return; // made by the build itself
    clearTimeout(waiting);
    waiting = setTimeout(restartInTurn, 150); // editors write more than once
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit()));

function restartInTurn() {
  restarting = restarting.then(restart);
}

async function restart() {
  // A build that fails leaves the program running as it is.
  const { status } = spawnSync(process.execPath, ['tools/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) return;
  await stop();
  program = spawn(process.execPath, ['dist/main.js'], { stdio: 'inherit' });
}

/** Lets the program finish what it is doing. */
async function stop() {
  if (program === undefined || program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await ended;
}
