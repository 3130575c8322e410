// Runs the tests. What fails in the crowd is tried once more on its own: with real servers, sockets and killed processes on a
// small machine one run in many loses a race for a port or a second of time. What fails twice has failed, and what did not
// is named, so that nobody has to find out.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const { plainLine, recordFile } = createRequire(import.meta.url)('../test/kit/plain-line-reporter.js');
const jest = (args) =>
  spawnSync(process.execPath, [path.join(root, 'node_modules/jest/bin/jest.js'), ...args], {
    cwd: root,
    stdio: 'inherit',
  }).status ?? 1;
const record = () => JSON.parse(readFileSync(recordFile, 'utf8'));

const args = process.argv.slice(2);
const status = jest(args);
// Whoever asks for some tests wants to see them as they are.
if (status === 0 || args.some((arg) => !arg.startsWith('--'))) process.exit(status);

const first = record();
const failed = first.filter((file) => file.failed > 0);
if (failed.length === 0) process.exit(status);
console.log(`\nOnce more, one after the other: ${failed.map((file) => path.relative(root, file.path)).join(', ')}\n`);
const again = jest([...args, '--runInBand', '--runTestsByPath', ...failed.map((file) => file.path)]);
const second = record();
const saved = second.filter((file) => file.failed === 0).map((file) => path.relative(root, file.path));
if (saved.length > 0) console.log(`Failed at first, passed at the second try: ${saved.join(', ')}`);
console.log(plainLine([...first.filter((file) => file.failed === 0), ...second]));
process.exit(again);
