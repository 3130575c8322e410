// Makes .env for docker compose: .env.example with a random value on every line that has to be secret. An existing .env is
// never touched; with its secrets gone, nobody could open what is sealed in the database.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const target = path.join(root, '.env');
if (existsSync(target)) {
  console.error('.env is there already and stays as it is.');
  process.exit(1);
}
const example = readFileSync(path.join(root, '.env.example'), 'utf8');
const filled = example
  .replace(/^# The settings[^]*?\n\n/, '')
  .replace(/^(\w+)=$/gm, (_line, name) => `${name}=${randomBytes(24).toString('hex')}`);
writeFileSync(target, filled, { mode: 0o600, flag: 'wx' });
console.log('.env is made. Now: docker compose up --wait');
console.log('The first admin and their password are in it: ADMIN_EMAIL, ADMIN_PASSWORD.');
