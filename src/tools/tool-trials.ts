import { badInput } from '../errors';
import type { TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import { demand, type Viewer } from '../people/viewer';
import { type ToolContext, type ToolUser } from './tool';
import type { ToolBox } from './tool-box';
import type { ToolCalls } from './tool-calls';

/** A call of a tool by its owner. */
export interface ToolTrial {
  readonly bot: string;
  readonly name: string;
  readonly arguments?: unknown;
  readonly language: TextLanguage;
}

/** What a try came to. */
export interface TrialOutcome {
  readonly text: string | null;
  readonly data: unknown;
  /** What a user would be asked to agree to; nothing was done. */
  readonly preview: string | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** What tries need. */
export interface ToolTrialsDeps {
  readonly box: ToolBox;
  readonly calls: ToolCalls;
  readonly botOf: (botId: string) => ToolUser;
  readonly locales: Locales;
}

/** Tools tried by their owners, as nobody's user: what would change something is only previewed. */
export class ToolTrials {
  constructor(private readonly deps: ToolTrialsDeps) {}

  /** Calls a tool. Throws NOT_FOUND, BAD_USER_INPUT. Needs `admin`: services are called with their secrets. */
  async make(viewer: Viewer | null, trial: ToolTrial): Promise<TrialOutcome> {
    demand(viewer, 'admin');
    const { name, language } = trial;
    const bot = this.deps.botOf(trial.bot);
    const tool = await this.deps.box.find(bot, name);
    if (!tool) throw badInput({ name: 'tool_unknown' });
    const { signal } = new AbortController();
    const context: ToolContext = { botId: bot.id, dialogueId: null, userId: null, language, signal };
    const { outcome, made } = await this.deps.calls.make({
      place: null,
      name,
      arguments: trial.arguments ?? {},
      mayRepeat: false,
      signal,
      failed: this.deps.locales.t(language, 'outside-tools:failed'),
      work: async (limited) => {
        const here = { ...context, signal: limited };
        const input: unknown = tool.parse(trial.arguments ?? {}, here);
        if (tool.effect === 'read') return { status: 'DONE', result: await tool.run(input, here) };
        return { status: 'PROPOSED', proposed: await tool.propose(input, here) };
      },
    });
    return {
      text: outcome.status === 'DONE' ? outcome.result.text : null,
      data: outcome.status === 'DONE' ? outcome.result.data : null,
      preview: outcome.status === 'PROPOSED' ? outcome.proposed.preview : null,
      error: made.error,
      durationMs: made.durationMs,
    };
  }
}
