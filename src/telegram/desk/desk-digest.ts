import { createHash } from 'node:crypto';

/** A short name of what something shows: the same for the same. */
export function digestOf(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16);
}
