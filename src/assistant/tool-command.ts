import type { Bots } from '../dialogues/bots';
import { nearestLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { Tool } from '../tools/tool';
import type { ToolBox } from '../tools/tool-box';
import type { ToolCalls } from '../tools/tool-calls';
import type { CommandOutcome, Order } from './command-outcome';

/** What commands that ask a tool need. */
export interface ToolCommandDeps {
  readonly bots: Bots;
  readonly locales: Locales;
  readonly tools: { readonly box: ToolBox; readonly calls: ToolCalls };
}

/** Commands that ask a tool of the bot without arguments, and say what it answers: no model is asked. Nothing can be changed so. */
export class ToolCommand {
  constructor(private readonly deps: ToolCommandDeps) {}

  /** What the tool answers, or why it does not. */
  async run(order: Order, name: string): Promise<CommandOutcome> {
    const { dialogue } = order;
    const { bots, locales, tools } = this.deps;
    const tool = await tools.box.find(bots.get(dialogue.botId), name);
    if (tool?.effect !== 'read') return { say: locales.t(dialogue.language, 'replies:tools.no_answer') };
    const { outcome } = await this.ask(order, tool);
    if (outcome.status === 'DONE') return { say: outcome.result.text };
    return { say: 'error' in outcome ? outcome.error : locales.t(dialogue.language, 'replies:tools.no_answer') };
  }

  private ask({ dialogue, message, signal }: Order, tool: Extract<Tool, { effect: 'read' }>) {
    const { id: dialogueId, botId, userId } = dialogue;
    const language = nearestLanguage(dialogue.language);
    return this.deps.tools.calls.make({
      place: { dialogueId, turnSeq: message.seq, number: 0 },
      name: tool.name,
      arguments: {},
      mayRepeat: true,
      signal,
      failed: this.deps.locales.t(dialogue.language, 'replies:tools.no_answer'),
      work: async (limited) => {
        const context = { botId, dialogueId, userId, language, signal: limited };
        return { status: 'DONE', result: await tool.run(tool.parse({}, context) as never, context) };
      },
    });
  }
}
