import { ApiError } from './api-error';
import type { ChatRequest } from './chat-request';

// As OpenAI's cookbook counts: three for each message and one for its role, three for the beginning of the answer.
const messageTokens = 4;
const requestTokens = 3;
const asPlainText = { disallowedSpecial: new Set<string>() };

/** Refuses a request that is too long for the model, in OpenAI's words. */
export function checkLength(request: ChatRequest, contextTokens: number | null): void {
  if (contextTokens === null) return;
  const texts = [...request.messages.map(({ content }) => content), JSON.stringify(request.tools ?? '')];
  const prompt = texts.reduce((sum, text) => sum + countTokens(text), requestTokens + messageTokens * texts.length);
  const answer = request.max_completion_tokens ?? request.max_tokens ?? 0;
  if (prompt + answer <= contextTokens) return;
  throw new ApiError(
    400,
    `This model's maximum context length is ${contextTokens} tokens. However, you requested ${prompt + answer} tokens (${prompt} in the messages, ${answer} in the completion). Please reduce the length of the messages or completion.`,
    { code: 'context_length_exceeded', param: 'messages' },
  );
}

/** The tables are large: only a stand-in with a limit pays for them. */
function countTokens(text: string): number {
  const tokenizer: typeof import('gpt-tokenizer/encoding/o200k_base') = require('gpt-tokenizer/encoding/o200k_base');
  return tokenizer.countTokens(text, asPlainText);
}
