import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { StartError } from './start-error';

/** Who PostgreSQL runs as: another user, or ourselves behind a command that goes before every one. */
export interface PostgresUser {
  readonly before: readonly string[];
  readonly identity: { uid?: number; gid?: number };
}

const ourselves: PostgresUser = { before: [], identity: {} };
const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

/**
 * PostgreSQL refuses to run as root. Whoever owns the data runs it; new data go to a user namespace where root is somebody
 * else (no user and no change of owner needed), or else to the user postgres or nobody.
 */
export function choosePostgresUser(data: string): PostgresUser {
  if (process.getuid?.() !== 0) return ourselves;
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { before: [], identity: { uid, gid } };
  }
  const [command = '', ...args] = namespace;
  if (spawnSync(command, [...args, 'true']).status === 0) return { before: namespace, identity: {} };
  return { before: [], identity: firstOf(['postgres', 'nobody']) };
}

function firstOf(names: readonly string[]): { uid: number; gid: number } {
  for (const name of names) {
    const uid = idOf(name, '-u');
    const gid = idOf(name, '-g');
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new StartError(
    'The embedded PostgreSQL does not run as root, and there is neither a user namespace nor a user postgres or nobody: ' +
      'start as another user, or set DATABASE_URL.',
  );
}

function idOf(name: string, flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return undefined; // `id` ends with a failure when there is no such user
  }
}
