import type { DeskPlace, Operator } from '../../infra/prisma-client/client';

/** A place where a dialogue is shown, and to whom. */
export interface Surface {
  readonly kind: 'group' | 'private';
  readonly place: DeskPlace;
  /** Whose chat it is; null in a group. */
  readonly operator: Operator | null;
  /** The languages of those who look, best first, and whether they want what is in others translated. */
  readonly languages: readonly [string, ...string[]];
  readonly translation: boolean;
  /** What the desk's own words are in. */
  readonly language: string;
  /** Whether what is said is shown there, or the card alone. */
  readonly live: boolean;
  /** Whether what the operator writes there without more ado goes to this dialogue. */
  readonly current: boolean;
}
