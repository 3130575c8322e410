import { badInput } from '../errors';

/** Which part of a list somebody wants, in Relay's words. */
export interface PageRequest {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

/** A part of a list. `total` counts the whole list, and only when somebody asks. */
export interface Page<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly total: () => Promise<number>;
}

/** A page request that was checked: how many, from where, and whether the list is read from its end. */
export interface PagePlan<Key> {
  readonly limit: number;
  readonly backward: boolean;
  readonly from: Key | undefined;
}

const largestPage = 100;
const defaultPage = 50;

/**
 * Checks a page request. `decode` turns a cursor into the list's key, or into undefined when it is not one of its cursors.
 * Throws BAD_USER_INPUT for sizes outside 1..100, for bad cursors, and for both directions at once.
 */
export function planPage<Key>(request: PageRequest, decode: (cursor: string) => Key | undefined): PagePlan<Key> {
  const backward = request.last !== undefined || request.before !== undefined;
  const forward = request.first !== undefined || request.after !== undefined;
  if (backward && forward) throw badInput({ last: 'first_and_last' });
  const limit = (backward ? request.last : request.first) ?? defaultPage;
  if (limit < 1 || limit > largestPage) throw badInput({ [backward ? 'last' : 'first']: 'page_size' });
  return { limit, backward, from: startOf(request, decode) };
}

function startOf<Key>(request: PageRequest, decode: (cursor: string) => Key | undefined): Key | undefined {
  const cursor = request.before ?? request.after;
  if (cursor === undefined) return undefined;
  const from = decode(cursor);
  if (from === undefined) throw badInput({ [request.before === undefined ? 'after' : 'before']: 'bad_cursor' });
  return from;
}

/** Makes a page of rows that were read with one row more than the limit, in reading order. */
export function toPage<Key, T>(
  plan: PagePlan<Key>,
  rows: readonly T[],
  list: { readonly cursor: (row: T) => string; readonly total: () => Promise<number> },
): Page<T> {
  const more = rows.length > plan.limit;
  const taken = rows.slice(0, plan.limit);
  const inOrder = plan.backward ? taken.toReversed() : taken;
  const edges = inOrder.map((node) => ({ node, cursor: list.cursor(node) }));
  const beyond = plan.from !== undefined;
  return plan.backward
    ? { edges, hasNextPage: beyond, hasPreviousPage: more, total: list.total }
    : { edges, hasNextPage: more, hasPreviousPage: beyond, total: list.total };
}

/** An opaque cursor of a few values. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, or undefined when it is not one of `encodeCursor` with so many values. */
export function decodeCursor(cursor: string, length: number): unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(values) && values.length === length ? values : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
