import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Refusal, type RefusalCode, refusals } from '../errors';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import { isAway } from '../infra/store-errors';
import { may } from '../people/viewer';
import type { Caller } from './context';

/** To whom an error is told. */
export type Reader = Pick<Caller, 'language' | 'viewer'>;

const suggestion = / ?Did you mean .+\?$/s;
const awaySeconds = 5;

/** Turns whatever went wrong into what a caller may read, on every transport alike. */
export class Reporter {
  constructor(private readonly deps: { locales: Locales; log: Log }) {}

  /** The error as the caller reads it: refusals in their language, faults of ours masked under an id. */
  report(error: GraphQLError, reader: Reader): GraphQLFormattedError {
    const refusal = this.refusalOf(error);
    if (refusal) return this.localised(refusal, error, reader);
    const { locations, path } = error;
    const message = seesSchema(reader) ? error.message : error.message.replace(suggestion, '');
    const where = { ...(locations && { locations }), ...(path && { path }) };
    return { message, ...where, extensions: { code: error.extensions['code'] } };
  }

  reportAll(errors: readonly GraphQLError[], reader: Reader): GraphQLFormattedError[] {
    return errors.map((error) => this.report(error, reader));
  }

  /** The refusal that an error comes to; undefined for those that the GraphQL server itself words. */
  private refusalOf(error: GraphQLError): Refusal | undefined {
    const cause = error.originalError ?? undefined;
    if (cause instanceof Refusal) return cause;
    if (!cause && typeof error.extensions['code'] === 'string') return undefined;
    if (isAway(cause)) {
      this.deps.log.warn({ err: cause }, 'a request failed because the database is away');
      return new Refusal('UNAVAILABLE', { retryAfter: awaySeconds });
    }
    const errorId = randomUUID();
    this.deps.log.error({ err: cause ?? error, errorId, path: error.path }, 'a request failed');
    return new Refusal('INTERNAL_SERVER_ERROR', { params: { errorId } });
  }

  private localised(refusal: Refusal, error: GraphQLError, { language }: Reader): GraphQLFormattedError {
    const { code, fields, retryAfter, params } = refusal;
    const { locales } = this.deps;
    const { locations, path } = error;
    const sentences = Object.entries(fields ?? {}).map(([field, key]) => [
      field,
      locales.t(language, `errors:fields.${key}`, params),
    ]);
    return {
      message: locales.t(language, `errors:${code}`),
      ...(locations && { locations }),
      ...(path && { path }),
      extensions: {
        code,
        ...(fields && { fields: Object.fromEntries(sentences) }),
        ...(retryAfter !== undefined && { retryAfter }),
        ...(code === 'INTERNAL_SERVER_ERROR' && { errorId: params['errorId'] }),
      },
    };
  }
}

/** Whether somebody may see how the schema looks. */
export function seesSchema({ viewer }: Pick<Caller, 'viewer'>): boolean {
  return viewer !== null && may(viewer, 'admin');
}

// Only what concerns the request as a whole changes the status; other refusals are answers like others.
const telling = new Set<RefusalCode>(['UNAUTHENTICATED', 'RATE_LIMITED', 'QUERY_TOO_COMPLEX', 'UNAVAILABLE']);
const requestFaults = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** The HTTP status and headers of an answer that is nothing but errors; undefined where 200 is right. */
export function httpOf(errors: readonly GraphQLFormattedError[]): { status: number; retryAfter?: string } | undefined {
  const codes = errors.map(({ extensions }) => extensions?.['code']);
  if (codes.some((code) => requestFaults.has(String(code)))) return { status: 400 };
  const index = codes.findIndex((code) => telling.has(code as RefusalCode));
  if (index < 0) return undefined;
  const retryAfter = errors[index]?.extensions?.['retryAfter'] as number | undefined;
  const { http } = refusals[codes[index] as RefusalCode];
  return { status: http, ...(retryAfter !== undefined && { retryAfter: String(retryAfter) }) };
}

/** The HTTP status and headers for a request that was not executed at all. */
export function httpOfRefused(errors: readonly GraphQLFormattedError[]): { status: number; retryAfter?: string } {
  const code = errors[0]?.extensions?.['code'] as RefusalCode;
  return httpOf(errors) ?? { status: refusals[code]?.http ?? 400 };
}
