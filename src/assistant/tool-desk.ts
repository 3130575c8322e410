import type { Bot } from '../dialogues/bots';
import { nearestLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { ToolBox } from '../tools/tool-box';
import type { ToolCalls } from '../tools/tool-calls';
import { ToolSession } from '../tools/tool-session';
import { toolResultTokens } from './memory/budget.rules';
import { givesOrders } from './orders.rules';

/** Where tools are called. */
export interface ToolPlace {
  readonly dialogueId: string;
  readonly userId: string;
  /** The last message that is answered. */
  readonly turnSeq: number;
}

/** Whose tools are wanted, and for what. */
export interface ToolNeed {
  readonly bot: Bot;
  readonly language: string;
  /** It is for an operator: nothing is proposed to the user. */
  readonly draft: boolean;
  /** None: outside of any dialogue, where tools can only be read. */
  readonly callsIn?: ToolPlace | undefined;
  readonly signal: AbortSignal;
}

/** What handing out tools needs. */
export interface ToolDeskDeps {
  readonly box: ToolBox;
  readonly calls: ToolCalls;
  readonly locales: Locales;
  readonly contextTokens: number;
}

/** Hands out the tools of a turn. */
export class ToolDesk {
  constructor(private readonly deps: ToolDeskDeps) {}

  async open({ bot, language: tag, draft, callsIn, signal }: ToolNeed): Promise<ToolSession> {
    const { box, calls, locales, contextTokens } = this.deps;
    const language = nearestLanguage(tag);
    const place = callsIn ?? { dialogueId: null, userId: null, turnSeq: 0 };
    const turn = { ...place, botId: bot.id, language, mayPropose: !draft && callsIn !== undefined, signal };
    const resultTokens = toolResultTokens(contextTokens);
    return new ToolSession({ calls, locales, resultTokens, givesOrders }, turn, await box.of(bot, language));
  }
}
