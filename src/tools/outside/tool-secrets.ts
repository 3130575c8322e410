import { z } from 'zod';
import type { Sealing } from '../../infra/sealing';
import { StartError } from '../../infra/start-error';

/** The secrets of a service, ready to be used. */
export interface OpenSecrets {
  /** The value of its secret header. */
  readonly header?: string | undefined;
  /** The key of its signatures. */
  readonly signature?: string | undefined;
  /** Variables of the environment of a program. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

const shape = z.object({
  header: z.string().optional(),
  signature: z.string().optional(),
  variables: z.record(z.string(), z.string()).optional(),
});

/** The secrets of a bot's file by their names there; the environment has them as TOOL_SECRET_<SLUG>_<NAME>. */
export type NamedSecrets = (name: string) => string;

/** Finds secrets that a bot's file names. Throws StartError that names the variable. */
export function namedSecrets(slug: string, set: Readonly<Record<string, string>>): NamedSecrets {
  const bot = slug.toUpperCase().replaceAll('-', '_');
  return (name) => {
    const value = set[`${bot}_${name}`];
    if (value !== undefined) return value;
    throw new StartError(`TOOL_SECRET_${bot}_${name}: is needed, bots/${slug}/bot.yaml names it`);
  };
}

/** Secrets as they lie in the database; null: there are none. */
export function sealedSecrets(secrets: OpenSecrets, sealing: Sealing): string | null {
  const set = Object.values(secrets).some((value) => value !== undefined);
  return set ? sealing.seal(JSON.stringify(secrets)) : null;
}

/** The secrets of a row. */
export function openedSecrets(sealed: string | null, sealing: Sealing): OpenSecrets {
  return sealed === null ? {} : shape.parse(JSON.parse(sealing.open(sealed)));
}
