/** A call of a tool that the model asks for; the arguments are the model's raw JSON text, unchecked. */
export interface ToolCallRequest {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** A tool that the model may ask for; `parameters` is a JSON schema of an object. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** One message of what the model reads. */
export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** The calls that an assistant's message asked for. */
  readonly toolCalls?: readonly ToolCallRequest[];
  /** Which call a tool's message answers. */
  readonly toolCallId?: string;
}

/** What the model is asked to complete. */
export interface CompletionRequest {
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ToolDefinition[];
  readonly maxOutputTokens?: number;
  /** Hears the text while it is written; the pieces are a preview, the truth is the completion's text. */
  readonly onText?: (piece: string) => void;
  readonly signal?: AbortSignal;
}

/** A whole answer of the model: a half one is never a completion. */
export interface Completion {
  readonly text: string;
  readonly toolCalls: readonly ToolCallRequest[];
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  readonly model: string;
}

/** A model that completes a dialogue; throws ModelAway, ModelRefused or the AbortError of the caller's signal. */
export interface LanguageModel {
  complete(request: CompletionRequest): Promise<Completion>;
}

/** The model could not be reached, or gave no whole answer within its budget of time; asking later may help. */
export class ModelAway extends Error {
  constructor(why: string, options: { cause?: unknown } = {}) {
    super(why, options);
    this.name = 'ModelAway';
  }
}

/** The model will not answer this, however often it is asked. */
export class ModelRefused extends Error {
  constructor(why: string, options: { cause?: unknown } = {}) {
    super(why, options);
    this.name = 'ModelRefused';
  }
}
