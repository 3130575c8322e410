import { z } from 'zod';
import { ApiError } from './api-error';
import { commentOfImage } from './image-comment';

const part = z.object({
  type: z.string(),
  text: z.string().optional(),
  image_url: z.object({ url: z.string() }).optional(),
});

const content = z
  .union([z.string(), z.array(part), z.null()])
  .optional()
  .transform((given) => (Array.isArray(given) ? given.map(wordsOf).join('\n') : (given ?? '')));

const toolCall = z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) });

const message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content,
  tool_calls: z.array(toolCall).optional(),
  tool_call_id: z.string().optional(),
});

const tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(/^[\w-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});

const body = z.object({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  tools: z.array(tool).optional(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
    ])
    .optional(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
});

/** A message as the stand-in reads it: plain text, whatever parts it came in. */
export type ChatMessage = z.infer<typeof message>;

/** A tool that the request offers. */
export type OfferedTool = z.infer<typeof tool>['function'];

/** A checked body of POST /v1/chat/completions. */
export type ChatRequest = z.infer<typeof body>;

/** Checks a body; throws the 400 that OpenAI would answer. */
export function readChatRequest(given: unknown): ChatRequest {
  const read = body.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const param = issue?.path.map(String).join('.') ?? '';
  throw new ApiError(400, `Invalid value for '${param}': ${issue?.message ?? 'not understood'}`, { param });
}

/** The stand-in cannot see: of a picture it reads the comment tag, which is how tests and samples say what it shows. */
function wordsOf({ text, image_url: image }: z.infer<typeof part>): string {
  if (!image) return text ?? '';
  const [, data = ''] = /^data:image\/[a-z]+;base64,(.*)$/s.exec(image.url) ?? [];
  return `<picture>${commentOfImage(Buffer.from(data, 'base64')) ?? ''}</picture>`;
}

/** What the user wrote since the last answer, burst included. */
export function newUserText(messages: readonly ChatMessage[]): string {
  const answered = messages.findLastIndex((message) => message.role === 'assistant' && !message.tool_calls?.length);
  const texts = messages.slice(answered + 1).filter((message) => message.role === 'user');
  return texts.map((message) => message.content).join('\n');
}
