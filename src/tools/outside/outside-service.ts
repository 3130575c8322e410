import type { OpenSecrets } from './tool-secrets';

/** Which kind of other people's tools. */
export type OutsideKind = 'http' | 'mcp';

/** A service of others as a bot may use it. */
export interface OutsideService<Definition> {
  readonly id: string;
  readonly botId: string;
  readonly name: string;
  /** "file": bot.yaml says it; "api": it came over GraphQL. */
  readonly origin: string;
  readonly definition: Definition;
  readonly secrets: OpenSecrets;
  readonly enabled: boolean;
  /** Changes whenever anything of it does. */
  readonly version: string;
}
