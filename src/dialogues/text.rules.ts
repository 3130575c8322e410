import { badInput } from '../errors';
import { cleanText } from '../infra/clean-text';

// Some four screens of Telegram messages; more than anybody writes by hand.
const longestText = 16_000;

/** A text as it may be stored: cleaned of what cannot be seen. Throws BAD_USER_INPUT when nothing is left, or too much. */
export function checkedText(text: string, field: string): string {
  const cleaned = cleanText(text).trim();
  if (!cleaned) throw badInput({ [field]: text ? 'blank' : 'required' });
  if (cleaned.length > longestText) throw badInput({ [field]: 'too_long' });
  return cleaned;
}

// One word behind a command is a name or a value ("/mode da"); what stands behind /start comes from a link.
const tellsNothing = /^\s*\/(?:start(?![a-z0-9_])[^]*|\w+(?:@\w+)?\s+\S+\s*)$/i;

/** What of a user's text tells their language. */
export function spokenIn(text: string): string {
  return tellsNothing.test(text) ? '' : text;
}
