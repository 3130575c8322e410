const conflictCodes = new Set(['P2034', '40001', '40P01']);
const repeatCodes = new Set(['P2002', '23505', 'UniqueConstraintViolation']);
const overlapCodes = new Set(['23P01']);

// Not reachable, timed out, connection closed, no connection free.
const awayInPrisma = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'];

const awayOnNetwork = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EPIPE'];

// Ended by its owner, crashed, starting or stopping, out of sessions.
const awayOnServer = ['57P01', '57P02', '57P03', '53300'];

// Prisma's adapter names these itself.
const awayInAdapter = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];

const awayCodes = new Set([...awayInPrisma, ...awayInAdapter, ...awayOnNetwork, ...awayOnServer]);

// These come without a code.
const awayTexts = [
  /timeout exceeded when trying to connect/,
  /Connection terminated/,
  /Query read timeout/,
  /Client has encountered a connection error and is not queryable/,
  /Unable to start a transaction in the given time/,
];

/** True when the transaction lost against others and the same work may well succeed if it is begun anew. */
export function isConflict(error: unknown): boolean {
  return hasCode(error, conflictCodes);
}

/** True when the error means that the database cannot be reached now: later it may well be there. */
export function isAway(error: unknown): boolean {
  return withCauses(error).some(
    (each) =>
      codesOf(each).some((code) => awayCodes.has(code) || code.startsWith('08')) ||
      awayTexts.some((text) => text.test(String(Object(each).message))),
  );
}

/** True when a row was refused because there is one with the same key already. */
export function isRepeat(error: unknown): boolean {
  return hasCode(error, repeatCodes);
}

/** True when a row was refused because it overlaps another one. */
export function isOverlap(error: unknown): boolean {
  return hasCode(error, overlapCodes);
}

function hasCode(error: unknown, wanted: ReadonlySet<string>): boolean {
  return withCauses(error).some((each) => codesOf(each).some((code) => wanted.has(code)));
}

/** The error and what it was made of: Prisma wraps the driver's error, the driver may wrap one for each address. */
function withCauses(error: unknown, depth = 0): unknown[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { cause, meta, errors } = error as {
    cause?: unknown;
    meta?: { driverAdapterError?: unknown };
    errors?: unknown;
  };
  const parts: unknown[] = [cause, meta?.driverAdapterError, ...(Array.isArray(errors) ? errors : [])];
  return [error, ...parts.flatMap((part) => withCauses(part, depth + 1))];
}

function codesOf(error: unknown): string[] {
  const { code, originalCode, kind } = Object(error) as { code?: unknown; originalCode?: unknown; kind?: unknown };
  return [code, originalCode, kind].filter((each) => typeof each === 'string');
}
