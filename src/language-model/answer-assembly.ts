import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { type Fault, NotWhole } from './attempt-fault';
import type { Completion, ToolCallRequest } from './language-model';

type ToolCallPiece = NonNullable<ChatCompletionChunk.Choice.Delta['tool_calls']>[number];

// 100 KB answers have been seen from models that run in circles; nothing longer is an answer to a person.
const maxCharacters = 200_000;

/** Puts the chunks of one streamed answer together and decides whether it is whole. */
export class AnswerAssembly {
  private text = '';
  private refusal = '';
  private finishReason: string | null = null;
  private model = '';
  private usage: Completion['usage'] = null;
  private readonly calls = new Map<number, { id: string; name: string; arguments: string }>();

  /** Takes the next chunk; answers the piece of text in it and whether it carried anything of the answer. */
  take(chunk: ChatCompletionChunk): { piece: string; alive: boolean } {
    this.model = chunk.model || this.model;
    if (chunk.usage) {
      this.usage = { inputTokens: chunk.usage.prompt_tokens, outputTokens: chunk.usage.completion_tokens };
    }
    const choice = chunk.choices?.[0];
    return choice ? this.takeChoice(choice) : { piece: '', alive: false };
  }

  /** The whole answer; throws NotWhole when it is half, empty, cut by length or refused. */
  finish(): Completion {
    if (this.finishReason === 'content_filter')
      throw new NotWhole(fault('a content filter stopped the answer', 'refused'));
    if (this.refusal !== '') throw new NotWhole(fault('the model refused to answer', 'refused'));
    if (this.finishReason === 'length') throw new NotWhole(fault('the answer was cut by its length limit', 'give up'));
    if (this.finishReason !== 'stop' && this.finishReason !== 'tool_calls') {
      throw new NotWhole({ why: 'the answer was cut in the middle', next: 'retry', health: 'unwell' });
    }
    const toolCalls = this.toolCalls();
    if (this.text.trim() === '' && toolCalls.length === 0) throw new NotWhole(fault('the answer was empty', 'retry'));
    return { text: this.text, toolCalls, usage: this.usage, model: this.model };
  }

  private takeChoice({ delta, finish_reason }: ChatCompletionChunk.Choice): { piece: string; alive: boolean } {
    this.finishReason = finish_reason ?? this.finishReason;
    this.refusal += delta.refusal ?? '';
    for (const call of delta.tool_calls ?? []) this.takeToolCall(call);
    const piece = delta.content ?? '';
    this.text += piece;
    if (this.text.length > maxCharacters) throw new NotWhole(fault('the answer does not end', 'give up'));
    // Some services stream thoughts in fields of their own: they are signs of life as well.
    const alive = Object.entries(delta).some(([name, value]) => name !== 'role' && Boolean(value));
    return { piece, alive };
  }

  private takeToolCall(piece: ToolCallPiece): void {
    const index = piece.index ?? 0;
    const call = this.calls.get(index) ?? { id: '', name: '', arguments: '' };
    call.id ||= piece.id ?? '';
    call.name += piece.function?.name ?? '';
    call.arguments += piece.function?.arguments ?? '';
    this.calls.set(index, call);
  }

  private toolCalls(): ToolCallRequest[] {
    const calls = [...this.calls].toSorted(([a], [b]) => a - b);
    if (calls.some(([, call]) => call.name === '')) throw new NotWhole(fault('a call of a tool has no name', 'retry'));
    return calls.map(([index, call]) => ({ ...call, id: call.id || `call_${index}` }));
  }
}

function fault(why: string, next: Fault['next']): Fault {
  return { why, next, health: 'well' };
}
