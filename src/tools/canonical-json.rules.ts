import { createHash } from 'node:crypto';

const hashDigits = 40;

/**
 * A value as JSON in one way only: the keys of objects in order, no spaces, nothing that JSON does not know. Two values that say the same
 * have the same text.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner)) ?? 'null';
}

/** A short name for exactly this value: hexadecimal digits, the same for whoever reckons it. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, hashDigits);
}

/** A value that the database can keep: strings without NUL and lone surrogates, as PostgreSQL has it; moments as JSON writes them. */
export function storable(value: unknown): unknown {
  if (value instanceof Date) return value.toJSON();
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '');
  if (Array.isArray(value)) return value.map(storable);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storable(inner)]));
}

/** Whether a value is an object of JSON. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
