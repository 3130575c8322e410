import type { Bots } from '../dialogues/bots';
import { badInput, Refusal } from '../errors';
import { cleanLine, cleanText } from '../infra/clean-text';
import type { Database } from '../infra/database';
import type { PromptVersion } from '../infra/prisma-client/client';
import { AuditStore } from '../people/audit.store';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import type { PersonaTexts } from './persona-texts';
import { PromptVersionStore } from './prompt-versions.store';

/** What a persona is to be told. */
export interface NewPrompt {
  readonly botId: string;
  readonly persona: string;
  readonly ru?: string | null | undefined;
  readonly en?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Which version is to be in force; without an id what the bot's folder says. */
export interface PromptPublication {
  readonly botId: string;
  readonly persona: string;
  readonly promptId?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** What versions of prompts need. */
export interface PromptVersionsDeps {
  readonly database: Database;
  readonly idempotency: Idempotency;
  readonly bots: Bots;
  readonly personaTexts: PersonaTexts;
}

const longestPrompt = 8_000;
const longestNote = 200;

/** What personas are told, in versions: written, tried by tests of answers, published, and taken back with one call. */
export class PromptVersions {
  private readonly store: PromptVersionStore;

  constructor(private readonly deps: PromptVersionsDeps) {
    this.store = new PromptVersionStore(deps.database);
  }

  /** The versions of a bot's prompts, newest first. Needs `knowledge:read`. */
  async list(viewer: Viewer | null, botId: string): Promise<PromptVersion[]> {
    demand(viewer, 'knowledge:read');
    return this.store.ofBot(botId);
  }

  /** Keeps a version; nobody is told it before it is published. Throws BAD_USER_INPUT, NOT_FOUND. Needs `supervise`. */
  async add(viewer: Viewer | null, prompt: NewPrompt): Promise<PromptVersion> {
    demand(viewer, 'supervise');
    const { botId, persona } = prompt;
    this.checkPersona(botId, persona);
    const texts = textsOf(prompt);
    const note = cleanLine(prompt.note ?? '', longestNote) || null;
    const { id } = await this.deps.idempotency.once(
      viewer,
      { operation: 'addPromptVersion', input: { ...prompt } },
      async (tx) => ({
        id: (await PromptVersionStore.add(tx, { botId, persona, texts, note, createdBy: viewer.id })).id,
      }),
    );
    return this.known(id);
  }

  /** Puts a version into force, in every process; also one from before. Throws NOT_FOUND. Needs `supervise`. */
  async publish(viewer: Viewer | null, publication: PromptPublication): Promise<PromptVersion | null> {
    demand(viewer, 'supervise');
    const { botId, persona, promptId = null } = publication;
    this.checkPersona(botId, persona);
    const version = promptId === null ? null : await this.known(promptId);
    if (version && (version.botId !== botId || version.persona !== persona)) throw new Refusal('NOT_FOUND');
    const once = { operation: 'publishPrompt', input: { ...publication } };
    await this.deps.idempotency.once(viewer, once, async (tx) => {
      await PromptVersionStore.activate(tx, { botId, persona }, promptId);
      const details = { persona, version: version?.number ?? 0 };
      await AuditStore.addIn(tx, { actor: viewer.id, action: 'prompt published', subject: botId, details });
      return {};
    });
    await this.deps.personaTexts.changed();
    return promptId === null ? null : this.known(promptId);
  }

  private checkPersona(botId: string, persona: string): void {
    const { personas } = this.deps.bots.get(botId);
    if (!personas.some(({ slug }) => slug === persona)) throw badInput({ persona: 'persona_unknown' });
  }

  private async known(id: string): Promise<PromptVersion> {
    const version = await this.store.find(id);
    if (!version) throw new Refusal('NOT_FOUND');
    return version;
  }
}

function textsOf({ ru, en }: NewPrompt): Record<string, string> {
  const given = Object.entries({ ru, en }).flatMap(([language, text]): [string, string][] => {
    const clean = cleanText(text ?? '').trim();
    return clean === '' ? [] : [[language, clean]];
  });
  const tooLong = given.find(([, text]) => text.length > longestPrompt);
  if (tooLong) throw badInput({ [tooLong[0]]: 'too_long' });
  if (given.length === 0) throw badInput({ ru: 'blank' });
  return Object.fromEntries(given);
}
