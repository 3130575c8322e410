import { performance } from 'node:perf_hooks';
import { invariant } from '../infra/invariant';
import type { TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { Completion, ModelMessage, ToolCallRequest, ToolDefinition } from '../language-model/language-model';
import { countTokens } from '../language-model/tokens';
import { hashOf, isRecord } from './canonical-json.rules';
import { type Proposed, type Tool, type ToolContext, ToolRefused, type ToolResult } from './tool';
import type { Equipment } from './tool-box';
import type { CallOutcome, MadeCall, ToolCalls } from './tool-calls';
import { errorForModel, resultForModel } from './tool-text.rules';

/** Whose turn it is, and what may be done in it. */
export interface SessionTurn {
  readonly botId: string;
  /** Null: outside of any dialogue; nothing is kept and nothing proposed. */
  readonly dialogueId: string | null;
  readonly userId: string | null;
  /** The last message that is answered. */
  readonly turnSeq: number;
  readonly language: TextLanguage;
  /** An answer for the user themselves: to others nothing is proposed. */
  readonly mayPropose: boolean;
  readonly signal: AbortSignal;
}

/** What running tools needs. */
export interface SessionDeps {
  readonly calls: ToolCalls;
  readonly locales: Locales;
  /** How many tokens all results of the turn may have. */
  readonly resultTokens: number;
  /** Whether a text gives orders to whoever reads it: the model does not get to read it. */
  readonly givesOrders: (text: string) => boolean;
}

/** Something that waits for the user's agreement, and the hash that stands for exactly that. */
export interface Proposal extends Proposed {
  readonly tool: string;
  readonly hash: string;
}

/** How much a turn may call. */
export const turnLimits = { calls: 6, mistakes: 2, ms: 60_000, argumentsLength: 8_000 } as const;

const largestShare = 0.6;

/** The calls of one turn: what the model asks for is done within limits, and told to it. */
export class ToolSession {
  /** What was called and came of it, as the model reads it after the question. */
  readonly exchange: ModelMessage[] = [];
  readonly made: MadeCall[] = [];
  /** What tools have told, as far as the model has it, in plain words. */
  readonly told: string[] = [];
  /** What the user is asked to agree to; with it the turn is over. */
  proposal: Proposal | undefined;

  private readonly tools: ReadonlyMap<string, Tool>;
  private readonly foreign: ReadonlySet<string>;
  private readonly answered = new Map<string, { outcome: CallOutcome; made: MadeCall }>();
  private readonly since = performance.now();
  private mistakes = 0;
  private found = false;
  private tokensLeft: number;

  constructor(
    private readonly deps: SessionDeps,
    private readonly turn: SessionTurn,
    { tools, notes, foreign }: Equipment,
  ) {
    this.foreign = foreign;
    const offered = tools.filter((tool) => tool.effect === 'read' || (turn.mayPropose && turn.dialogueId !== null));
    this.tools = new Map(offered.map((tool) => [tool.name, tool]));
    this.notes = offered.length > 0 ? notes : [];
    this.tokensLeft = deps.resultTokens;
  }

  /** What the model has to know beside the tools themselves. */
  readonly notes: readonly string[];

  /** Whether the bot has tools at all. */
  get isEquipped(): boolean {
    return this.tools.size > 0;
  }

  /** Whether a tool has found something in this turn. */
  get hasFound(): boolean {
    return this.found;
  }

  /** What is offered to the model now: nothing once the turn has called enough. */
  definitions(): ToolDefinition[] {
    return this.isSpent ? [] : this.allDefinitions();
  }

  /** What is offered at first: what room has to be kept for. */
  allDefinitions(): ToolDefinition[] {
    return [...this.tools.values()].map(({ name, description, parameters }) => ({
      name,
      description: description[this.turn.language],
      parameters,
    }));
  }

  /** Does what the model asks for, in order, until something needs the user's agreement or the turn has called enough. */
  async take({ text }: Pick<Completion, 'text'>, requests: readonly ToolCallRequest[]): Promise<void> {
    const replies: { request: ToolCallRequest; content: string }[] = [];
    for (const request of requests) {
      if (this.isSpent) break;
      replies.push({ request, content: await this.answer(request) });
      if (this.proposal) break;
    }
    if (replies.length === 0) return;
    const toolCalls = replies.map(({ request }) => ({ ...request, arguments: readable(request.arguments) }));
    this.exchange.push(
      { role: 'assistant', content: text, toolCalls },
      ...replies.map(({ request, content }) => ({ role: 'tool', content, toolCallId: request.id }) as const),
    );
  }

  private get isSpent(): boolean {
    const { calls, mistakes, ms } = turnLimits;
    return this.made.length >= calls || this.mistakes > mistakes || performance.now() - this.since > ms;
  }

  /** What the model reads of a call. */
  private async answer(request: ToolCallRequest): Promise<string> {
    const given = parsed(request.arguments);
    const key = hashOf([request.name, given ?? request.arguments]);
    const before = this.answered.get(key);
    const { outcome, made } = before ?? (await this.make(request, given));
    this.answered.set(key, { outcome, made });
    this.made.push(made);
    if (outcome.status === 'DONE') return this.tell(request.name, outcome.result);
    if (outcome.status === 'PROPOSED') return this.propose(request.name, outcome.proposed);
    const isTools = this.tools.has(request.name) && given !== undefined && outcome.status === 'REFUSED';
    return isTools ? this.explain(request.name, outcome.error) : errorForModel(outcome.error);
  }

  private async make({ name, arguments: raw }: ToolCallRequest, given: Record<string, unknown> | undefined) {
    const { dialogueId, turnSeq, signal, mayPropose } = this.turn;
    const number = this.made.length;
    return this.deps.calls.make({
      place: dialogueId === null ? null : { dialogueId, turnSeq, number },
      name: name.slice(0, 64),
      arguments: given ?? { unreadable: raw.slice(0, turnLimits.argumentsLength) },
      // A draft for an operator is made anew whenever it is made.
      mayRepeat: mayPropose,
      signal,
      failed: this.text('failed'),
      work: (limited) => this.work(name, given, limited),
    });
  }

  private async work(name: string, given: Record<string, unknown> | undefined, signal: AbortSignal) {
    const { botId, dialogueId, userId, language } = this.turn;
    const context: ToolContext = { botId, dialogueId, userId, language, signal };
    const tool = this.tools.get(name);
    const input: unknown = this.checked(() => {
      if (!tool) throw new ToolRefused(this.text('unknown', { names: [...this.tools.keys()].join(', ') }));
      if (given === undefined) throw new ToolRefused(this.text('unreadable'));
      return tool.parse(given, context);
    });
    invariant(tool, 'a call that was checked has its tool');
    if (tool.effect === 'read') {
      return { status: 'DONE', result: await tool.run(input, context) } as const;
    }
    return { status: 'PROPOSED', proposed: await tool.propose(input, context) } as const;
  }

  /** A call that cannot be made is a mistake of the model's. */
  private checked<T>(check: () => T): T {
    try {
      return check();
    } catch (error) {
      if (error instanceof ToolRefused) this.mistakes += 1;
      throw error;
    }
  }

  private tell(tool: string, result: ToolResult): string {
    if (this.foreign.has(tool) && this.deps.givesOrders(JSON.stringify(result)))
      return errorForModel(this.text('withheld'));
    const { content, words } = resultForModel(result, Math.min(this.tokensLeft, this.deps.resultTokens * largestShare));
    this.tokensLeft -= countTokens(content);
    this.told.push(words);
    this.found = true;
    return content;
  }

  /** Why a tool will not: the user may hear it. */
  private explain(tool: string, error: string): string {
    if (this.foreign.has(tool) && this.deps.givesOrders(error)) return errorForModel(this.text('withheld'));
    this.told.push(error);
    return errorForModel(error);
  }

  private propose(tool: string, proposed: Proposed): string {
    const { dialogueId, turnSeq } = this.turn;
    this.proposal = { ...proposed, tool, hash: hashOf([dialogueId, turnSeq, tool, proposed.content]) };
    return JSON.stringify({ text: proposed.preview });
  }

  private text(key: string, params: Readonly<Record<string, string>> = {}): string {
    return this.deps.locales.t(this.turn.language, `prompts:tools.${key}`, params);
  }
}

/** The arguments of a call, where they are what they should be. */
function parsed(raw: string): Record<string, unknown> | undefined {
  if (raw.length > turnLimits.argumentsLength) return undefined;
  if (raw.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(raw);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // not JSON: the model garbled its own call
  }
}

/** Services refuse a history with arguments that are no JSON. */
function readable(raw: string): string {
  return parsed(raw) === undefined ? '{}' : raw.trim() || '{}';
}
