import { beginningWithin, countTokens } from '../language-model/tokens';
import type { ToolResult } from './tool';

const fewestTokens = 64;

/** What a tool found as the model reads it: JSON with the words first, within so many tokens. What is too long loses its data, then its end. */
export function resultForModel({ text, data }: ToolResult, tokens: number): string {
  const whole = JSON.stringify({ text, ...data });
  if (countTokens(whole) <= tokens) return whole;
  const room = Math.max(fewestTokens, tokens);
  for (let kept = room; kept > 0; kept = Math.floor(kept * 0.8)) {
    const cut = JSON.stringify({ text: beginningWithin(text, kept) });
    if (countTokens(cut) <= room) return cut;
  }
  return JSON.stringify({ text: '' });
}

/** Why a call came to nothing, as the model reads it. */
export function errorForModel(error: string): string {
  return JSON.stringify({ error });
}
