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

/** A picture that the model looks at. */
export interface ModelImage {
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** One message of what the model reads. */
export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** Pictures that go along with a user's message. */
  readonly images?: readonly ModelImage[];
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
  /** Another model of the same service than the deployment's own. */
  readonly model?: string;
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

/** Gives texts their places in a space of meaning. */
export interface Embedder {
  /** Places of different models have nothing to do with each other. */
  readonly model: string;
  /** A vector of length one for each text, in their order. Throws as `LanguageModel.complete` does. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** A recording of speech. */
export interface Recording {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mimeType: string;
}

/** Writes down what is said in a recording. */
export interface Transcriber {
  /** The words; empty when nobody speaks. `language` is a hint. Throws as `LanguageModel.complete` does. */
  transcribe(recording: Recording, options: { language?: string; signal?: AbortSignal }): Promise<string>;
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

/** The model takes less than it was given; asked with less it may answer. */
export class PromptTooLong extends ModelRefused {
  constructor(why: string, options: { cause?: unknown } = {}) {
    super(why, options);
    this.name = 'PromptTooLong';
  }
}
