import { z } from 'zod';

const words = z.string().trim().min(1).max(1_000).optional();

/** A text in both languages; where there is one only, it serves for both. */
export const localised = z
  .strictObject({ ru: words, en: words })
  .refine(({ ru, en }) => ru !== undefined || en !== undefined, 'must have a text in ru or en')
  .transform(({ ru, en }) => ({ ru: ru ?? en ?? '', en: en ?? ru ?? '' }));

/** As the model calls a tool. */
export const toolName = z
  .string()
  .regex(/^[a-z][\w-]{0,63}$/i, 'must be 1 to 64 Latin letters, digits, _ and -, and begin with a letter')
  .refine((name) => name !== 'hand_over', 'is a tool that every bot has');

/** By which name a secret is set in the environment: TOOL_SECRET_<SLUG>_<NAME>. */
export const secretName = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'must be capital letters, digits and _');

// They say where a request goes and where it ends, or are set here.
const notForOthers =
  /^(?:host|connection|content-.*|transfer-encoding|expect|upgrade|te|trailer|keep-alive|accept.*|user-agent|cookie|proxy-.*|mcp-.*|besedka-.*|idempotency-key)$/i;

/** The name of a header that carries a secret. */
export const secretHeaderName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/i, 'must be the name of a header')
  .refine((name) => !notForOthers.test(name), 'is a header that cannot carry a secret');

/** What a header can hold. */
export const secretValue = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/, 'must be printable Latin characters');
