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

/** The tools that a source has for a bot. */
interface Offer {
  readonly source: ToolSource;
  readonly tools: readonly Tool[];
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
    const { own, others } = await this.offers(bot);
    const tools = this.differing(bot, toolsIn([...own, ...others]));
    for (const name of bot.tools.use)
      if (!tools.some((tool) => tool.name === name)) this.warn(bot, name, 'there is none');
    const ours = new Set(toolsIn(own).map(({ name }) => name));
    const foreign = new Set(
      toolsIn(others)
        .map(({ name }) => name)
        .filter((name) => !ours.has(name)),
    );
    const equipping = [...own, ...others].filter((offer) => offer.tools.length > 0);
    const notes = await Promise.all(equipping.map(async ({ source }) => source.noteFor?.(bot, language)));
    return { tools, notes: notes.filter((note) => typeof note === 'string'), foreign };
  }

  /** A tool of a bot by its name; undefined where the bot has none (any more). */
  async find(bot: ToolUser, name: string): Promise<Tool | undefined> {
    const { own, others } = await this.offers(bot);
    return this.differing(bot, toolsIn([...own, ...others])).find((tool) => tool.name === name);
  }

  /** What each source has for a bot: of the product's own what its file names, of other people's all. */
  private async offers(bot: ToolUser): Promise<{ own: Offer[]; others: Offer[] }> {
    const { own, others } = this.deps.sources;
    const used = new Set(bot.tools.use);
    const offer = async (source: ToolSource): Promise<Offer> => ({ source, tools: await source.toolsOf(bot) });
    const [all, foreign] = await Promise.all([Promise.all(own.map(offer)), Promise.all(others.map(offer))]);
    const named = all.map(({ source, tools }) => ({ source, tools: tools.filter((tool) => used.has(tool.name)) }));
    return { own: named, others: foreign };
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

function toolsIn(offers: readonly Offer[]): Tool[] {
  return offers.flatMap(({ tools }) => tools);
}
