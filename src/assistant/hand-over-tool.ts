import type { Locales } from '../infra/locales';
import type { ToolCallRequest, ToolDefinition } from '../language-model/language-model';

/** Why the model gives a turn to people: the user wants one, or it cannot answer from what it knows. */
export type HandOverReason = 'user_wants_human' | 'cannot_answer';

const name = 'hand_over';
const reasons: readonly HandOverReason[] = ['user_wants_human', 'cannot_answer'];

/** The tool by which the model says that a person is to answer; whether one does is decided here, not there. */
export function handOverTool(locales: Locales, language: string): ToolDefinition {
  const describe = (key: string) => locales.t(language, `prompts:hand_over.${key}`);
  return {
    name,
    description: describe('description'),
    parameters: {
      type: 'object',
      properties: { reason: { type: 'string', enum: [...reasons], description: describe('reason') } },
      required: ['reason'],
      additionalProperties: false,
    },
  };
}

/** Whether a call is the model's word that a person is to answer. */
export function isHandOver(call: Pick<ToolCallRequest, 'name'>): boolean {
  return call.name === name;
}

/** What the model asks for by this tool, if it does; arguments that cannot be read mean that it cannot answer. */
export function handOverOf(calls: readonly ToolCallRequest[]): HandOverReason | undefined {
  const call = calls.find(isHandOver);
  if (!call) return undefined;
  return reasons.find((reason) => reason === reasonIn(call.arguments)) ?? 'cannot_answer';
}

function reasonIn(json: string): unknown {
  try {
    return (JSON.parse(json) as { reason?: unknown } | null)?.reason;
  } catch {
    return undefined; // not JSON: the model garbled its own call
  }
}
