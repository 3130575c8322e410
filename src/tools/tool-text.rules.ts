import { beginningWithin, countTokens } from '../language-model/tokens';
import type { ToolResult } from './tool';

const fewestTokens = 64;

/** What a tool found, as the model reads it, and the same in plain words. */
export interface ForModel {
  readonly content: string;
  readonly words: string;
}

/** What a tool found as the model reads it: JSON with the words first, within so many tokens. What is too long loses its data, then its end. */
export function resultForModel({ text, data }: ToolResult, tokens: number): ForModel {
  const whole = JSON.stringify({ text, ...data });
  if (countTokens(whole) <= tokens) return { content: whole, words: `${text}\n${JSON.stringify(data)}` };
  const room = Math.max(fewestTokens, tokens);
  for (let kept = room; kept > 0; kept = Math.floor(kept * 0.8)) {
    const words = beginningWithin(text, kept);
    const content = JSON.stringify({ text: words });
    if (countTokens(content) <= room) return { content, words };
  }
  return { content: JSON.stringify({ text: '' }), words: '' };
}

/** Why a call came to nothing, as the model reads it. */
export function errorForModel(error: string): string {
  return JSON.stringify({ error });
}
