import type { Bot } from '../dialogues/bots';
import type { Operator } from '../infra/prisma-client/client';
import { languageOfTag } from '../translation/translator';

/** The languages of those who read a dialogue as operators, best first: of the one who has it, or that of the bot's desk. */
export function readersOf(
  { operator }: { readonly operator: Operator | null },
  { defaultLanguage }: Bot,
): readonly [string, ...string[]] {
  const [first = defaultLanguage, ...others] = operator?.languages.map(languageOfTag) ?? [];
  return [first, ...others];
}
