import type { AnswerToolCall } from '../answer';
import type { OfferedTool } from '../chat-request';
import { readQuestion } from '../extractive/question';
import { stemsOf } from '../extractive/stems';
import { argumentsOf, detailOf, fill } from './arguments';

const enoughWords = 2;

/**
 * Of the tools that it knows nothing about, the one whose name and description share the most words with what the user wrote, when there are
 * at least two and everything that it requires stands in the text.
 */
export function similarTool(tools: readonly OfferedTool[], text: string): AnswerToolCall | undefined {
  const strangers = tools.filter((tool) => argumentsOf(tool).every((name) => detailOf(name) === undefined));
  const asked = readQuestion(text).terms.map(({ stem }) => stem);
  const fitting = strangers.flatMap((tool) => {
    const own = new Set(stemsOf(`${tool.name.replaceAll(/[_-]/g, ' ')} ${tool.description ?? ''}`));
    const words = asked.filter((word) => own.has(word)).length;
    const { values, missing } = fill(tool, { details: {}, text });
    return words >= enoughWords && missing.length === 0 ? [{ tool, values, words }] : [];
  });
  const [best] = fitting.toSorted((one, other) => other.words - one.words);
  return best && { name: best.tool.name, arguments: JSON.stringify(best.values) };
}
