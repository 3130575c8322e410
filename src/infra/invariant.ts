/** Throws when something that the code itself guarantees does not hold: a fault of ours, never of the input. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${what}`);
}
