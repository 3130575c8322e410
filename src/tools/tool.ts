import type { TextLanguage } from '../infra/languages';
import type { ToolDefinition } from '../language-model/language-model';
import type { ToolSettings } from './tool-settings';

/** Where and for whom a tool is called: all of it from the dialogue, nothing of it from the model. */
export interface ToolContext {
  readonly botId: string;
  /** Null: outside of any dialogue (answer tests), where only reading is possible. */
  readonly dialogueId: string | null;
  readonly userId: string | null;
  readonly language: TextLanguage;
  readonly signal: AbortSignal;
}

/** What a tool found or did. */
export interface ToolResult {
  /** The same in words, CommonMark in the language of the dialogue: every sum and time in it was reckoned by code. */
  readonly text: string;
  /** For the model and for integrating apps; JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What would be done, word for word, once the user agrees. */
export interface Proposed {
  /** JSON that says all that `commit` needs; the button stands for its hash. */
  readonly content: Readonly<Record<string, unknown>>;
  /** What the user checks before they agree: CommonMark in the language of the dialogue. */
  readonly preview: string;
}

/** What the user gets for their agreement. */
export interface Committed extends ToolResult {
  /** Something to press below it; the actions are commands. */
  readonly buttons?: readonly (readonly { readonly text: string; readonly action: string }[])[];
}

interface Described {
  /** As the model calls it: Latin letters, digits, _ and -, 64 at the most. */
  readonly name: string;
  readonly description: Readonly<Record<TextLanguage, string>>;
  /** JSON schema of an object. */
  readonly parameters: ToolDefinition['parameters'];
}

/** A tool that changes nothing. */
export interface ReadTool<Input = never> extends Described {
  readonly effect: 'read';
  /** Checks the model's arguments: throws ToolRefused with what is wrong with them. */
  parse(given: unknown, context: ToolContext): Input;
  /** Throws ToolRefused for what the user may hear; whatever else it throws is a fault. */
  run(input: Input, context: ToolContext): Promise<ToolResult>;
}

/** A tool that changes something, in two steps: the model may only propose, and the user's button commits. */
export interface WriteTool<Input = never> extends Described {
  readonly effect: 'write';
  parse(given: unknown, context: ToolContext): Input;
  /** Reckons what would be done and checks that it can be. Throws ToolRefused. */
  propose(input: Input, context: ToolContext): Promise<Proposed>;
  /** Does what was agreed to, once: a repeat with the same `key` answers what the first one did. Throws ToolRefused. */
  commit(content: Proposed['content'], context: ToolContext & { readonly key: string }): Promise<Committed>;
}

/** A thing that a bot can do by function calling. */
// biome-ignore lint/suspicious/noExplicitAny: each tool has its own input, which only its own `parse` makes
// oxlint-disable-next-line no-explicit-any
export type Tool = ReadTool<any> | WriteTool<any>;

/** What a tool has against a call, in words of the dialogue's language: for the model, and for the user. */
export class ToolRefused extends Error {
  constructor(
    readonly text: string,
    options?: ErrorOptions,
  ) {
    super(`refused: ${text}`, options);
    this.name = 'ToolRefused';
  }
}

/** A bot as tools know it: its own settings are whatever its file and its owners say. */
export interface ToolUser {
  readonly id: string;
  readonly slug: string;
  readonly tools: ToolSettings;
}

/** Something that has tools for bots: a part of the product, HTTP services, MCP servers. */
export interface ToolSource {
  /** The tools of a bot; empty when it has none from here. Never throws: a server that is away has none. */
  toolsOf(bot: ToolUser): Promise<readonly Tool[]>;
  /** What the model has to know to use them (the day and the time), in the language of the dialogue; null: nothing. */
  noteFor?(bot: ToolUser, language: TextLanguage): Promise<string | null>;
}
