import { countChatCompletionTokens } from 'gpt-tokenizer/model/gpt-4o';

/** What is counted of a request: what the client sends, or what a stand-in has recorded of it. */
export interface CountedRequest {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly tools: readonly { readonly name: string; readonly description?: string; readonly parameters?: object }[];
}

/** How many tokens the model's own tokenizer finds in a request, with what the chat format adds. */
export function requestTokens({ messages, tools }: CountedRequest): number {
  const counted = countChatCompletionTokens?.({
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(tools.length > 0 ? { functions: tools } : {}),
  } as Parameters<typeof countChatCompletionTokens>[0]);
  if (counted === undefined) throw new Error('the tokenizer counts no chats');
  return counted;
}
