import type { TextLanguage } from '../infra/languages';
import type { Log } from '../infra/log';
import type { Tool, ToolSource, ToolUser } from './tool';

/** Where tools come from. */
export interface ToolSources {
  /** The product's own: a bot has those of their tools that bot.yaml names in `tools.use`. */
  readonly own: readonly ToolSource[];
  /** Other people's: a bot has what was declared for it. */
  readonly others: readonly ToolSource[];
}

/** What a bot may call, and what a model has to know for that. */
export interface Equipment {
  readonly tools: readonly Tool[];
  readonly notes: readonly string[];
  /** The names of other people's tools: what they tell is words of strangers. */
  readonly foreign: ReadonlySet<string>;
}

const fitName = /^[\w-]{1,64}$/;
// The model's word that a person is to answer.
const taken = ['hand_over'];

/** All tools of all bots. */
export class ToolBox {
  private readonly warned = new Set<string>();

  constructor(private readonly deps: { sources: ToolSources; log: Log }) {}

  /** What a bot may call; of two tools with one name the first. */
  async of(bot: ToolUser, language: TextLanguage): Promise<Equipment> {
    const { own, others } = this.deps.sources;
    const used = new Set(bot.tools.use);
    const sets = await Promise.all([
      ...own.map((source) => this.equip(source, bot, { language, only: used })),
      ...others.map((source) => this.equip(source, bot, { language, only: null })),
    ]);
    const tools = this.differing(
      bot,
      sets.flatMap((set) => set.tools),
    );
    for (const name of used) if (!tools.some((tool) => tool.name === name)) this.warn(bot, name, 'there is none');
    const foreign = new Set(sets.slice(own.length).flatMap((set) => set.tools.map((tool) => tool.name)));
    for (const set of sets.slice(0, own.length)) for (const tool of set.tools) foreign.delete(tool.name);
    return { tools, notes: sets.flatMap((set) => set.notes), foreign };
  }

  /** A tool of a bot by its name; undefined where the bot has none (any more). */
  async find(bot: ToolUser, name: string): Promise<Tool | undefined> {
    return (await this.of(bot, 'en')).tools.find((tool) => tool.name === name);
  }

  private async equip(
    source: ToolSource,
    bot: ToolUser,
    { language, only }: { language: TextLanguage; only: ReadonlySet<string> | null },
  ): Promise<Pick<Equipment, 'tools' | 'notes'>> {
    const all = await source.toolsOf(bot);
    const tools = only ? all.filter((tool) => only.has(tool.name)) : all;
    const note = tools.length > 0 ? await source.noteFor?.(bot, language) : undefined;
    return { tools, notes: note ? [note] : [] };
  }

  private differing(bot: ToolUser, tools: readonly Tool[]): Tool[] {
    const byName = new Map<string, Tool>();
    for (const tool of tools) {
      if (!fitName.test(tool.name) || taken.includes(tool.name)) this.warn(bot, tool.name, 'the name will not do');
      else if (byName.has(tool.name)) this.warn(bot, tool.name, 'another tool has that name');
      else byName.set(tool.name, tool);
    }
    return [...byName.values()];
  }

  /** Once for each tool: this is looked at in every turn. */
  private warn({ slug }: ToolUser, tool: string, why: string): void {
    const key = `${slug} ${tool} ${why}`;
    if (this.warned.has(key)) return;
    this.warned.add(key);
    this.deps.log.warn({ bot: slug, tool }, `a tool is not offered: ${why}`);
  }
}
