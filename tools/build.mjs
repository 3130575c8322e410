// Makes what is not in git: the database client from prisma/schema.prisma, and dist/ from src/. What is current is left as
// it is, so that `npm start` may always ask. With --generate-only: the client alone, which is all that the tests need.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const dist = path.join(root, 'dist');
const client = 'src/infra/prisma-client';
process.chdir(root);

generateClient();
if (!process.argv.includes('--generate-only')) compile();

function generateClient() {
  const inputs = hashOf(['prisma/schema.prisma', 'node_modules/prisma/package.json'], (file) =>
    readFileSync(file, 'utf8'),
  );
  if (existsSync(`${client}/client.ts`) && isCurrent('client', inputs)) return;
  run('prisma', ['generate', '--no-hints']);
  remember('client', inputs);
}

function compile() {
  const sources = globSync('src/**/*.ts', { exclude: (name) => name === 'prisma-client' });
  const inputs = hashOf(
    [...sources, ...globSync('tsconfig*.json'), 'package-lock.json', 'prisma/schema.prisma'],
    (file) => {
      const { mtimeMs, size } = statSync(file);
      return `${mtimeMs} ${size}`;
    },
  );
  if (existsSync('dist/main.js') && isCurrent('code', inputs)) return;
  run('tsc', ['-p', 'tsconfig.build.json']);
  removeOrphans();
  remember('code', inputs);
}

/** The compiler leaves the output of files that are gone. */
function removeOrphans() {
  for (const file of globSync('dist/**/*.js')) {
    const source = `src/${path.relative('dist', file).slice(0, -'.js'.length)}.ts`;
    if (!existsSync(source)) for (const left of [file, `${file}.map`]) rmSync(left, { force: true });
  }
}

function hashOf(files, describe) {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(`${file}\n${describe(file)}\n`);
  return hash.digest('hex');
}

function isCurrent(part, inputs) {
  const stamp = path.join(dist, `.${part}`);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;
}

function remember(part, inputs) {
  mkdirSync(dist, { recursive: true });
  writeFileSync(path.join(dist, `.${part}`), inputs);
}

/** Runs a program of node_modules; what it says matters only when it fails. */
function run(program, args) {
  const bin = path.join(root, 'node_modules/.bin');
  const { status, stdout, stderr, error } = spawnSync(path.join(bin, program), args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      PRISMA_HIDE_UPDATE_MESSAGE: 'true',
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
  console.error(`The build failed: ${program} ${args.join(' ')}`);
  process.exit(1);
}
