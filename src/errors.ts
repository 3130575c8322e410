/**
 * The registry of refusals. A code is a key in locales/<language>/errors.json, an anchor in docs/errors.md and
 * `extensions.code` in GraphQL.
 */
export const refusals = {
  BAD_USER_INPUT: { http: 400 },
  UNAUTHENTICATED: { http: 401 },
  FORBIDDEN: { http: 403 },
  NOT_FOUND: { http: 404 },
  CONFLICT: { http: 409 },
  ALREADY_CLAIMED: { http: 409 },
  DIALOGUE_CLOSED: { http: 409 },
  NOT_YOUR_DIALOGUE: { http: 409 },
  SLOT_TAKEN: { http: 409 },
  CURSOR_EXPIRED: { http: 410 },
  RATE_LIMITED: { http: 429 },
  QUERY_TOO_COMPLEX: { http: 400 },
  IDEMPOTENCY_CONFLICT: { http: 409 },
  UNAVAILABLE: { http: 503 },
  INTERNAL_SERVER_ERROR: { http: 500 },
} as const;

/** A code that clients can rely on. */
export type RefusalCode = keyof typeof refusals;

/** What a refusal may tell beside its code. */
export interface RefusalDetails {
  /** Values for the sentence in locales/<language>/errors.json. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Which inputs are at fault: field → key of errors.json below "fields". */
  readonly fields?: Readonly<Record<string, string>>;
  /** After how many seconds another try makes sense. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** Something that was asked for and is not done, for a reason the asker can understand; its sentence is localised at the edge. */
export class Refusal extends Error {
  readonly params: Readonly<Record<string, string | number>>;
  readonly fields: Readonly<Record<string, string>> | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: RefusalCode,
    details: RefusalDetails = {},
  ) {
    super(code, { cause: details.cause });
    this.name = 'Refusal';
    this.params = details.params ?? {};
    this.fields = details.fields;
    this.retryAfter = details.retryAfter;
  }
}

/** A refusal of inputs: field → key of errors.json below "fields". */
export function badInput(fields: Readonly<Record<string, string>>): Refusal {
  return new Refusal('BAD_USER_INPUT', { fields });
}
