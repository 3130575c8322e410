import type { Locales } from '../infra/locales';
import type { AccessSignal } from '../people/access-signal';
import type { Callers } from './callers';
import type { GraphqlDomain } from './context';

/** What the pages need. */
export interface PagesDeps {
  readonly domain: GraphqlDomain;
  readonly callers: Callers;
  readonly locales: Locales;
  readonly access: AccessSignal;
  readonly chatPages: readonly string[];
}
