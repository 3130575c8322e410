import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { StartError } from '../infra/start-error';

const fact = z.union([
  z
    .string()
    .min(1)
    .transform((one) => [one]),
  z.array(z.string().min(1)).min(1),
]);

/** What a test says, wherever it comes from. */
export const answerTest = z.strictObject({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  language: z.enum(['ru', 'en']),
  persona: z.string().optional(),
  question: z.string().min(1).max(2_000),
  facts: z.array(fact).max(20).default([]),
  documents: z.array(z.string().min(1)).max(20).default([]),
  outcome: z.enum(['answer', 'unsure']).default('answer'),
});

/** A question with what a right answer holds. */
export type AnswerTestDraft = z.infer<typeof answerTest>;

const testFile = z.strictObject({ tests: z.array(answerTest) });

/** Reads a bot's tests.yaml; none is no tests. Throws StartError that names the file and the fault. */
export async function readTestFile(file: string): Promise<AnswerTestDraft[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return [];
  const read = testFile.safeParse(parse(text));
  if (!read.success) throw new StartError(`${file}: ${z.prettifyError(read.error)}`);
  const keys = read.data.tests.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new StartError(`${file}: two tests are called ${twice}`);
  return read.data.tests;
}
