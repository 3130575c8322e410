import { badInput, Refusal } from '../../errors';
import type { Tx } from '../../infra/database';
import { type FetchPolicy, publicHosts } from '../../infra/safe-fetch';
import type { Sealing } from '../../infra/sealing';
import type { SharedState } from '../../infra/shared-state';
import { AuditStore } from '../../people/audit.store';
import type { Idempotency } from '../../people/idempotency';
import { demand, type Viewer } from '../../people/viewer';
import { addressFault, isInClear } from '../http/url-template.rules';
import { secretValue } from './definition-parts';
import { type OutsideRow, OutsideStore } from './outside.store';
import type { OutsideRegistry } from './outside-registry';
import { type OpenSecrets, openedSecrets, sealedSecrets } from './tool-secrets';

/** What the use-cases of other people's tools need. */
export interface OutsideToolsDeps {
  readonly idempotency: Idempotency;
  readonly sealing: Sealing;
  readonly changes: SharedState;
  /** Throws NOT_FOUND for a bot that is not there. */
  readonly demandBot: (botId: string) => unknown;
  readonly policy?: FetchPolicy | undefined;
}

/** A secret that is given: undefined leaves what is there, null takes it away. */
type GivenSecret = string | null | undefined;

interface Repeatable {
  readonly idempotencyKey?: string | null | undefined;
}

/** A service as an owner describes it over the API. */
export interface OutsideDraft extends Repeatable {
  readonly definition: Readonly<Record<string, unknown>>;
  readonly headerValue?: GivenSecret;
  readonly signingKey?: GivenSecret;
}

const mostOfBot = 50;

/** Other people's tools as their owners administer them over the API; those of bot.yaml are switched on and off here and changed there. */
export class OutsideTools<Definition extends { readonly name: string }> {
  constructor(
    private readonly deps: OutsideToolsDeps,
    private readonly registry: OutsideRegistry<Definition>,
  ) {}

  /** A bot's services, by name. Needs `supervise`. */
  async list(viewer: Viewer | null, botId: string): Promise<OutsideRow[]> {
    demand(viewer, 'supervise');
    this.deps.demandBot(botId);
    return this.registry.store.ofBot(botId);
  }

  /** A service; throws NOT_FOUND. Needs `supervise`. */
  async get(viewer: Viewer | null, id: string): Promise<OutsideRow> {
    demand(viewer, 'supervise');
    const row = await this.registry.store.find(id);
    if (!row) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** A service that the caller has just dealt with; throws NOT_FOUND. Needs `admin`. */
  async present(viewer: Viewer | null, id: string): Promise<OutsideRow> {
    demand(viewer, 'admin');
    const row = await this.registry.store.find(id);
    if (!row) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** What a row says of its service. */
  definitionOf({ definition }: Pick<OutsideRow, 'definition'>): Definition {
    return this.registry.rules.schema.parse(definition);
  }

  /** Adds a service and answers its id. Throws BAD_USER_INPUT. Needs `admin`: it gives the bot a way out of the house. */
  async add(viewer: Viewer | null, draft: OutsideDraft & { readonly botId: string }): Promise<string> {
    demand(viewer, 'admin');
    const { botId } = draft;
    this.deps.demandBot(botId);
    const { definition, written } = this.checked(draft.definition);
    const secrets = this.sealed({}, draft);
    const { id } = await this.once(viewer, { operation: 'add', input: draft }, async (tx) => {
      if ((await OutsideStore.countOf(tx, this.kind, botId)) >= mostOfBot) throw badInput({ botId: 'list_too_long' });
      const by = { origin: 'api', createdBy: viewer.id };
      const row = { botId, name: definition.name, definition: written, secrets, ...by };
      const made = await OutsideStore.add(tx, this.kind, row);
      if (made === null) throw badInput({ name: 'taken' });
      return { id: made, name: definition.name };
    });
    return id;
  }

  /** Changes a service as a whole; secrets that are not given stay. Throws NOT_FOUND, BAD_USER_INPUT. Needs `admin`. */
  async change(viewer: Viewer | null, draft: OutsideDraft & { readonly id: string }): Promise<string> {
    demand(viewer, 'admin');
    const { id } = draft;
    const { definition, written } = this.checked(draft.definition);
    await this.once(viewer, { operation: 'change', input: draft }, async (tx) => {
      const row = await OutsideStore.lock(tx, this.kind, id);
      if (!row) throw new Refusal('NOT_FOUND');
      if (row.origin !== 'api') throw badInput({ id: 'tool_of_file' });
      if (row.name !== definition.name) throw badInput({ name: 'tool_renamed' });
      const kept = openedSecrets(row.secrets, this.deps.sealing);
      // A secret that was given for one host is not sent to another one unseen.
      if (this.hostOf(row.definition) !== this.hostOf(written) && holds(kept) && !givesAll(kept, draft)) {
        throw badInput({ url: 'tool_secret_again' });
      }
      await OutsideStore.change(tx, this.kind, { id, definition: written, secrets: this.sealed(kept, draft) });
      return { id, name: row.name };
    });
    return id;
  }

  /** Switches a service on or off, also one of bot.yaml. Throws NOT_FOUND. Needs `admin`. */
  async enable(
    viewer: Viewer | null,
    input: Repeatable & { readonly id: string; readonly enabled: boolean },
  ): Promise<string> {
    demand(viewer, 'admin');
    const { id, enabled } = input;
    await this.once(viewer, { operation: enabled ? 'enable' : 'disable', input }, async (tx) => {
      const row = await OutsideStore.lock(tx, this.kind, id);
      if (!row) throw new Refusal('NOT_FOUND');
      await OutsideStore.change(tx, this.kind, { id, enabled });
      return { id, name: row.name };
    });
    return id;
  }

  /** Forgets a service with its secrets. Throws NOT_FOUND; one of bot.yaml is refused. Needs `admin`. */
  async remove(viewer: Viewer | null, input: Repeatable & { readonly id: string }): Promise<void> {
    demand(viewer, 'admin');
    const { id } = input;
    await this.once(viewer, { operation: 'remove', input }, async (tx) => {
      const row = await OutsideStore.lock(tx, this.kind, id);
      if (!row) throw new Refusal('NOT_FOUND');
      if (row.origin !== 'api') throw badInput({ id: 'tool_of_file' });
      await OutsideStore.remove(tx, this.kind, id);
      return { id, name: row.name };
    });
  }

  private get kind() {
    return this.registry.rules.kind;
  }

  private async once(
    viewer: Viewer,
    { operation, input }: { operation: string; input: Repeatable },
    work: (tx: Tx) => Promise<{ id: string; name: string }>,
  ): Promise<{ id: string }> {
    const what = this.kind === 'http' ? 'HTTP tool' : 'MCP server';
    const request = { operation: `${operation} ${what}`, input: { ...input } };
    const done = await this.deps.idempotency.once(viewer, request, async (tx) => {
      const { id, name } = await work(tx);
      const details = { name };
      await AuditStore.addIn(tx, { actor: viewer.id, action: `${operation} ${what}`, subject: id, details });
      return { id };
    });
    await this.deps.changes.changed();
    return done;
  }

  /** The definition, and as it is written down. */
  private checked(given: Readonly<Record<string, unknown>>): { definition: Definition; written: object } {
    const read = this.registry.rules.schema.safeParse(given);
    if (!read.success) {
      const faults = read.error.issues.map(({ path, message }) => [String(path[0] ?? 'definition'), message] as const);
      const why = [...new Map(faults)].map(([field, message]) => `${field}: ${message}`).join('; ');
      const fields = Object.fromEntries(faults.map(([field]) => [field, 'tool_definition']));
      throw new Refusal('BAD_USER_INPUT', { fields, params: { why } });
    }
    const address = this.registry.rules.addressOf(read.data);
    const { policy = publicHosts } = this.deps;
    if (address === null || addressFault(address, policy) !== undefined) throw badInput({ url: 'address_forbidden' });
    if (isInClear(address, policy)) throw badInput({ url: 'https_needed' });
    return { definition: read.data, written: { ...given } };
  }

  private hostOf(definition: unknown): string | null {
    const read = this.registry.rules.schema.safeParse(definition);
    const address = read.success ? this.registry.rules.addressOf(read.data) : null;
    return address === null ? null : new URL(address).origin;
  }

  private sealed(kept: OpenSecrets, { headerValue, signingKey }: OutsideDraft): string | null {
    const header = given(kept.header, headerValue, 'headerValue');
    const signature = given(kept.signature, signingKey, 'signingKey');
    const secrets = { ...(header !== undefined && { header }), ...(signature !== undefined && { signature }) };
    return sealedSecrets(secrets, this.deps.sealing);
  }
}

function given(kept: string | undefined, value: GivenSecret, field: string): string | undefined {
  if (value === undefined) return kept;
  if (value === null) return undefined;
  if (!secretValue.safeParse(value).success) throw badInput({ [field]: 'tool_secret' });
  return value;
}

function holds({ header, signature }: OpenSecrets): boolean {
  return header !== undefined || signature !== undefined;
}

function givesAll({ header, signature }: OpenSecrets, { headerValue, signingKey }: OutsideDraft): boolean {
  const isGiven = (kept: string | undefined, value: GivenSecret) => kept === undefined || value !== undefined;
  return isGiven(header, headerValue) && isGiven(signature, signingKey);
}
