import type { Handoff, Message } from '../infra/prisma-client/client';
import { detectLanguage } from '../people/detect-language';

/**
 * Whether a handoff is to be summed up (again): nobody has yet, or only without the model; the operator who has it came after the user
 * had written more, or does not read the language of the summary. What is written while they are there they read themselves.
 */
export function isSummaryDue(
  { summary, summarySeq, givenAt }: Handoff,
  { said, languages }: { readonly said: readonly Message[]; readonly languages: readonly [string, ...string[]] },
): boolean {
  if (summary === null) return true;
  if (summarySeq === 0) return said.length > 0;
  if (givenAt === null) return false;
  const isNews = ({ role, seq, createdAt }: Message) => role === 'USER' && seq > summarySeq && createdAt <= givenAt;
  const language = detectLanguage(summary, ['ru', 'en']);
  return said.some(isNews) || (language !== undefined && !languages.includes(language));
}
