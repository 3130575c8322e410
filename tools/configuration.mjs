// Writes docs/configuration.md from the variables that the program reads; with --check: fails when the page is not current.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const file = path.join(root, 'docs/configuration.md');
const { variables, botVariables, secretVariables } = createRequire(import.meta.url)('../dist/config-variables.js');

const cell = (text) => text.replaceAll('|', '\\|');
const row = (name, { meaning, unset }) => `| \`${name}\` | ${cell(meaning)} | ${cell(unset)} |`;
const page = `# Configuration

Everything is set by environment variables; with none of them the whole product runs on embedded defaults. All faults are named at
once, by variable and never by value, and the program ends with exit code 78. An empty variable counts as not set.

| variable | meaning | when it is not set |
| --- | --- | --- |
${Object.entries(variables)
  .map(([name, variable]) => row(name, variable))
  .join('\n')}

For each bot, with its slug in capitals and underscores for hyphens (\`TELEGRAM_TOKEN_HELPDESK\`):

| variable | meaning | when it is not set |
| --- | --- | --- |
${Object.entries(botVariables)
  .map(([name, variable]) => row(`${name}<SLUG>`, variable))
  .join('\n')}
${Object.entries(secretVariables)
  .map(([name, variable]) => row(`${name}<SLUG>_<NAME>`, variable))
  .join('\n')}

This page is written by \`npm run docs\` from src/config-variables.ts.
`;

if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/configuration.md is not current: npm run docs');
  process.exit(1);
}
