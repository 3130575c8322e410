import type { Database } from '../../infra/database';
import type { Log } from '../../infra/log';
import type { Sealing } from '../../infra/sealing';
import { StartError } from '../../infra/start-error';
import { hashOf } from '../canonical-json.rules';
import { type OutsideRow, OutsideStore } from './outside.store';
import type { KindRules } from './outside-kind';
import type { OutsideService } from './outside-service';
import { type NamedSecrets, type OpenSecrets, openedSecrets, sealedSecrets } from './tool-secrets';

/** What a registry needs. */
export interface RegistryDeps {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly log: Log;
}

/** The services of others that this process knows, by bot; read again whenever somebody has changed them. */
export class OutsideRegistry<Definition extends { readonly name: string }> {
  readonly store: OutsideStore;
  private byBot: ReadonlyMap<string, readonly OutsideService<Definition>[]> = new Map();

  constructor(
    private readonly deps: RegistryDeps,
    readonly rules: KindRules<Definition>,
  ) {
    this.store = new OutsideStore(deps.database, rules.kind);
  }

  /** The services of a bot that are switched on. */
  of(botId: string): readonly OutsideService<Definition>[] {
    return this.byBot.get(botId) ?? [];
  }

  /** All that are switched on. */
  all(): OutsideService<Definition>[] {
    return [...this.byBot.values()].flat();
  }

  /** Takes up what the database says now. */
  async read(): Promise<void> {
    const services = (await this.store.all()).flatMap((row) => this.serviceOf(row) ?? []);
    this.byBot = Map.groupBy(
      services.filter(({ enabled }) => enabled),
      ({ botId }) => botId,
    );
  }

  /** Takes up what a bot's file says. Throws StartError for a secret that is not set and a name that is taken. */
  async keepFile(
    bot: { id: string; slug: string },
    definitions: readonly Definition[],
    named: NamedSecrets,
  ): Promise<void> {
    const entries = definitions.map((definition) => {
      const secrets = sealedSecrets(this.namedSecrets(bot.slug, definition, named), this.deps.sealing);
      return { name: definition.name, definition, secrets };
    });
    const taken = await this.store.keepFile(bot.id, entries);
    if (taken.length === 0) return;
    throw new StartError(`bots/${bot.slug}/bot.yaml: tools: ${taken.join(', ')} was made over the API under that name`);
  }

  /** A row as a service; null, and a word in the log, for one that cannot be used. */
  serviceOf(row: OutsideRow): OutsideService<Definition> | null {
    const { id, botId, name, origin, enabled } = row;
    try {
      const definition = this.rules.schema.parse(row.definition);
      const secrets = openedSecrets(row.secrets, this.deps.sealing);
      // Whoever can write into the database over an API must not run programs by it.
      if (origin !== 'file' && this.rules.addressOf(definition) === null) return null;
      return { id, botId, name, origin, definition, secrets, enabled, version: hashOf([row.definition, row.secrets]) };
    } catch (error) {
      this.deps.log.error({ err: error, tool: name, botId }, 'a tool cannot be used as it lies in the database');
      return null;
    }
  }

  private namedSecrets(slug: string, definition: Definition, named: NamedSecrets): OpenSecrets {
    const find = (name: string) => {
      if (name !== '') return named(name);
      throw new StartError(`bots/${slug}/bot.yaml: tools: ${definition.name}: the name of its secret is missing`);
    };
    const { header, signature, variables } = this.rules.secretsOf(definition);
    return {
      ...(header !== undefined && { header: find(header) }),
      ...(signature !== undefined && { signature: find(signature) }),
      ...(variables && {
        variables: Object.fromEntries(Object.entries(variables).map(([variable, name]) => [variable, find(name)])),
      }),
    };
  }
}
