import type { Bots } from '../dialogues/bots';
import type { Dialogues } from '../dialogues/dialogues';
import type { Handoff } from '../handoff/handoff';
import type { OperatorSpeech } from '../handoff/operator-speech';
import type { Locales } from '../infra/locales';
import type { Log } from '../infra/log';
import type { KnowledgeDeskDeps } from '../knowledge/knowledge-desk';
import type { ApiKeys } from '../people/api-keys';
import type { Users } from '../people/users';

/** The use-cases that assistants reach. */
export interface McpDomain extends KnowledgeDeskDeps {
  readonly apiKeys: ApiKeys;
  readonly bots: Bots;
  readonly dialogues: Dialogues;
  readonly users: Users;
  readonly handoff: Handoff;
  readonly speech: OperatorSpeech;
}

/** What the MCP edge needs. */
export interface McpDeps {
  readonly domain: McpDomain;
  readonly locales: Locales;
  readonly log: Log;
  readonly publicUrl: string;
}
