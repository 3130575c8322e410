import { badInput, Refusal } from '../errors';
import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import type { ApiClient, Operator } from '../infra/prisma-client/client';
import { AuditStore } from './audit.store';
import type { Idempotency } from './idempotency';
import { detailFaults, type OperatorDetails, refuseFaults } from './operator.rules';
import type { Passwords } from './passwords';
import { PeopleStore } from './people.store';
import { demand, type Viewer } from './viewer';

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

/** What an operator is to be from now on; what is not given stays. */
export interface OperatorChange extends OperatorDetails {
  /** Whom it is about; the operator who asks, when not given. */
  readonly operatorId?: string | null | undefined;
  /** Whether they want what is written in other languages translated, both ways. */
  readonly translation?: boolean | null | undefined;
  readonly role?: Invitation['role'] | null | undefined;
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

  /**
   * Changes an operator and answers the id. Operators change their own name, languages and translation; all else needs
   * `supervise`, a role and whatever concerns an admin needs `admin`. Throws CONFLICT when no admin would be left.
   */
  async change(viewer: Viewer | null, input: OperatorChange): Promise<string> {
    demandChange(viewer, input);
    const operatorId = input.operatorId ?? (viewer.kind === 'operator' ? viewer.id : null);
    if (operatorId === null) throw badInput({ operatorId: 'required' });
    refuseFaults(detailFaults(input));
    const request = { operation: 'updateOperator', input: { ...input } };
    await this.deps.idempotency.once(viewer, request, async (tx) => {
      await this.refuseChange(tx, viewer, { ...input, operatorId });
      await this.store.changeOperatorIn(tx, operatorId, given(input));
      const details = { fields: Object.keys(given(input)).join(' '), ...(input.role && { role: input.role }) };
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'operator changed', subject: operatorId, details });
      return { operatorId };
    });
    return operatorId;
  }

  private async refuseChange(tx: Tx, viewer: Viewer, input: OperatorChange & { operatorId: string }): Promise<void> {
    const { operatorId, role, botIds } = input;
    // Of two who take each other's role away at once, the second one sees what the first has done.
    if (role) await this.store.lockRoles(tx);
    const operator = await this.store.operatorIn(tx, operatorId);
    if (!operator) throw new Refusal('NOT_FOUND');
    if (operator.role === 'ADMIN' && operatorId !== viewer.id) demand(viewer, 'admin');
    if (botIds && !(await this.store.haveBots(tx, botIds))) throw badInput({ botIds: 'bot_unknown' });
    if (operator.role === 'ADMIN' && role && role !== 'ADMIN') await this.refuseLast(tx);
  }

  private async refuseLast(tx: Tx): Promise<void> {
    if ((await this.store.countAdmins(tx)) < 2) throw new Refusal('CONFLICT');
  }
}

function demandChange(viewer: Viewer | null, input: OperatorChange): asserts viewer is Viewer {
  const { operatorId, role, capacity, botIds } = input;
  const own = viewer?.kind === 'operator' && (operatorId ?? viewer.id) === viewer.id;
  const granted = (capacity ?? botIds ?? null) !== null;
  demand(viewer, role ? 'admin' : !own || granted ? 'supervise' : 'dialogues:write');
}

/** The columns that a change gives, without what stays. */
function given(
  input: OperatorChange,
): Partial<Pick<Operator, 'name' | 'languages' | 'capacity' | 'botIds' | 'translation' | 'role'>> {
  const { name, languages, capacity, botIds, translation, role } = input;
  return {
    ...(typeof name === 'string' && { name: name.trim() }),
    ...(languages && { languages: [...new Set(languages)] }),
    ...(typeof capacity === 'number' && { capacity }),
    ...(botIds && { botIds: [...new Set(botIds)] }),
    ...(typeof translation === 'boolean' && { translation }),
    ...(role && { role }),
  };
}

function checked(input: Invitation): { email: string; name: string; role: Invitation['role']; languages: string[] } {
  const email = input.email.trim().toLowerCase();
  const { password } = input;
  refuseFaults({
    ...detailFaults(input),
    ...(!emailShape.test(email) && { email: 'not_an_email' }),
    ...(password && password.length < shortestPassword && { password: 'password_too_short' }),
    ...(password && password.length > longestPassword && { password: 'too_long' }),
  });
  return { email, name: input.name.trim(), role: input.role, languages: [...new Set(input.languages)] };
}
