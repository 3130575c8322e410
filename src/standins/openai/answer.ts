/** A call of a tool as the stand-in's model asks for it. */
export interface AnswerToolCall {
  readonly name: string;
  readonly arguments: string;
}

/** What the stand-in is going to say, in the pieces it is streamed in. */
export interface Answer {
  readonly pieces: readonly { readonly text: string; readonly delayMs?: number | undefined }[];
  readonly toolCalls: readonly AnswerToolCall[];
  /** Why the model does not do what it is asked; then there is no text. */
  readonly refusal?: string;
  readonly finishReason: 'stop' | 'tool_calls' | 'length' | 'content_filter';
}

/** An answer of plain text, in pieces of a word each. */
export function textAnswer(text: string): Answer {
  return { pieces: words(text), toolCalls: [], finishReason: 'stop' };
}

/** An answer that calls tools. */
export function toolAnswer(toolCalls: readonly AnswerToolCall[], text = ''): Answer {
  return { pieces: words(text), toolCalls, finishReason: 'tool_calls' };
}

/** No answer, and why. */
export function refusalAnswer(refusal: string): Answer {
  return { pieces: [], toolCalls: [], refusal, finishReason: 'stop' };
}

/** The whole text of an answer. */
export function wholeText(answer: Answer): string {
  return answer.pieces.map((piece) => piece.text).join('');
}

function words(text: string): { text: string }[] {
  return (text.match(/\s*\S+\s*$|\s*\S+/g) ?? []).map((word) => ({ text: word }));
}
