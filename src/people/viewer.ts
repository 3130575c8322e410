import { Refusal } from '../errors';

/** What a caller may be allowed to do; API keys carry them as scopes, operators have those of their role. */
export const scopes = [
  'dialogues:read',
  'dialogues:write',
  'users:write',
  'knowledge:read',
  'knowledge:write',
  'supervise',
  'admin',
] as const;

/** One permission. */
export type Scope = (typeof scopes)[number];

/** An operator who is signed in. */
export interface OperatorViewer {
  readonly kind: 'operator';
  readonly id: string;
  readonly name: string;
  readonly role: 'OPERATOR' | 'SUPERVISOR' | 'ADMIN';
}

/** An integrating app that shows an API key. */
export interface ClientViewer {
  readonly kind: 'client';
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The bootstrap key: for scripts and migrations, without a rate limit. */
  readonly unlimited: boolean;
}

/** Who is asking. */
export type Viewer = OperatorViewer | ClientViewer;

const operatorScopes: readonly Scope[] = ['dialogues:read', 'dialogues:write', 'knowledge:read'];
const scopesOfRole: Record<OperatorViewer['role'], readonly Scope[]> = {
  OPERATOR: operatorScopes,
  SUPERVISOR: [...operatorScopes, 'users:write', 'knowledge:write', 'supervise'],
  ADMIN: scopes,
};

/** True when the viewer has the permission. */
export function may(viewer: Viewer, scope: Scope): boolean {
  return viewer.kind === 'operator' ? scopesOfRole[viewer.role].includes(scope) : viewer.scopes.includes(scope);
}

/** Throws UNAUTHENTICATED for nobody and FORBIDDEN for somebody who lacks the permission. */
export function demand(viewer: Viewer | null, scope: Scope): asserts viewer is Viewer {
  if (!viewer) throw new Refusal('UNAUTHENTICATED');
  if (!may(viewer, scope)) throw new Refusal('FORBIDDEN', { params: { scope } });
}

/** Throws FORBIDDEN when the viewer is not a person who can answer users. */
export function demandOperator(viewer: Viewer | null): asserts viewer is OperatorViewer {
  demand(viewer, 'dialogues:write');
  if (viewer.kind !== 'operator') throw new Refusal('FORBIDDEN', { params: { scope: 'operator' } });
}
