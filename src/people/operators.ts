import { badInput, Refusal } from '../errors';
import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import type { ApiClient, Operator } from '../infra/prisma-client/client';
import { AuditStore } from './audit.store';
import type { Idempotency } from './idempotency';
import type { Passwords } from './passwords';
import { PeopleStore } from './people.store';
import { demand, demandOperator, type Viewer } from './viewer';

const emailShape = /^[^\s@]{1,64}@[^\s@]{1,189}$/;
const shortestPassword = 8;
const longestPassword = 256;

/** What makes somebody an operator. */
export interface Invitation {
  readonly email: string;
  readonly name: string;
  readonly role: 'OPERATOR' | 'SUPERVISOR' | 'ADMIN';
  readonly languages: readonly string[];
  /** With a password they can sign in at once. */
  readonly password?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** The people who answer instead of the bots. */
export class Operators {
  private readonly store: PeopleStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency; passwords: Passwords }) {
    this.store = new PeopleStore(deps.database);
  }

  /** Makes an operator and answers the id. Throws CONFLICT when the address is taken. Needs `admin`. */
  async invite(viewer: Viewer | null, input: Invitation): Promise<string> {
    demand(viewer, 'admin');
    const operator = checked(input);
    const passwordHash = input.password ? await this.deps.passwords.hash(input.password) : null;
    const { operatorId } = await this.deps.idempotency.once(
      viewer,
      { operation: 'inviteOperator', input: { ...input } },
      async (tx) => {
        const id = newId('operator');
        if (!(await this.store.addOperator(tx, { id, ...operator, passwordHash }))) {
          throw new Refusal('CONFLICT', { params: { what: 'email' } });
        }
        await AuditStore.addIn(tx, { actor: viewer.id, action: 'operator invited', subject: id });
        return { operatorId: id };
      },
    );
    return operatorId;
  }

  /** Makes the first admin, if there is no admin yet; answers true when one was made. */
  async ensureAdmin(admin: { email: string; password: string }): Promise<boolean> {
    const email = admin.email.toLowerCase();
    if ((await this.store.countAdmins()) > 0) return false;
    const passwordHash = await this.deps.passwords.hash(admin.password);
    return this.deps.database.transaction((tx) =>
      this.store.addOperator(tx, {
        id: newId('operator'),
        name: email.split('@')[0] ?? email,
        email,
        passwordHash,
        role: 'ADMIN',
        languages: ['ru', 'en'],
      }),
    );
  }

  /** Everybody who can answer. Needs `dialogues:read`. */
  all(viewer: Viewer | null): Promise<Operator[]> {
    demand(viewer, 'dialogues:read');
    return this.store.operators();
  }

  byIds(ids: readonly string[]): Promise<Operator[]> {
    return this.store.operatorsByIds(ids);
  }

  clientsByIds(ids: readonly string[]): Promise<ApiClient[]> {
    return this.store.clientsByIds(ids);
  }

  /** Says whether the operator who asks is there. */
  setPresence(viewer: Viewer | null, presence: Operator['presence']): Promise<Operator> {
    demandOperator(viewer);
    return this.store.changeOperator(viewer.id, { presence });
  }
}

function checked(input: Invitation): { email: string; name: string; role: Invitation['role']; languages: string[] } {
  const email = input.email.trim().toLowerCase();
  const name = input.name.trim();
  const fields: Record<string, string> = {};
  if (!emailShape.test(email)) fields['email'] = 'not_an_email';
  if (!name) fields['name'] = 'required';
  if (name.length > 200) fields['name'] = 'too_long';
  if (input.password && input.password.length < shortestPassword) fields['password'] = 'password_too_short';
  if (input.password && input.password.length > longestPassword) fields['password'] = 'too_long';
  if (input.languages.some((language) => !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language))) {
    fields['languages'] = 'language_unknown';
  }
  if (Object.keys(fields).length > 0) throw badInput(fields);
  return { email, name, role: input.role, languages: [...new Set(input.languages)] };
}
