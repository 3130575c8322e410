// Compiles and restarts the program at every change of src/ until Ctrl-C.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const inherit = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };

const build = spawnSync(process.execPath, ['tools/build.mjs'], inherit);
if (build.status !== 0) process.exit(build.status ?? 1);

const compiler = spawn(
  path.join(root, 'node_modules/.bin/tsc'),
  ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  inherit,
);
const program = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'dist/main.js'], inherit);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => compiler.kill() && program.kill());
program.on('exit', () => compiler.kill());
