import type { AnswerToolCall } from './answer';
import { type ChatRequest, newUserText, type OfferedTool } from './chat-request';

type Schema = Readonly<Record<string, unknown>>;

/** The call that a request forces with its `tool_choice`, or undefined: by itself the stand-in calls nothing. */
export function forcedToolCall(request: ChatRequest): AnswerToolCall | undefined {
  const tool = forcedTool(request);
  if (!tool) return undefined;
  const text = newUserText(request.messages);
  return { name: tool.name, arguments: JSON.stringify(argumentsFor(tool.parameters ?? {}, text)) };
}

function forcedTool({ tool_choice: choice, tools = [] }: ChatRequest): OfferedTool | undefined {
  if (choice === 'required') return tools[0]?.function;
  if (typeof choice !== 'object') return undefined;
  return tools.find((tool) => tool.function.name === choice.function.name)?.function;
}

/** Fills the required properties: strings with what the user wrote, numbers with the first number in it. */
function argumentsFor(parameters: Schema, text: string): Record<string, unknown> {
  const properties = asSchema(parameters['properties']);
  const required = Array.isArray(parameters['required']) ? parameters['required'].map(String) : [];
  return Object.fromEntries(required.map((name) => [name, valueFor(asSchema(properties[name]), text)]));
}

function valueFor(schema: Schema, text: string): unknown {
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return Number(/-?\d+/.exec(text)?.[0] ?? 0);
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return argumentsFor(schema, text);
    default:
      return text;
  }
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
