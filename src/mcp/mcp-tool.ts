import { z } from 'zod';
import { cleanText } from '../infra/clean-text';
import type { Scope, Viewer } from '../people/viewer';

/** Something that an assistant can do here: one use-case of the API under a name. */
export interface McpTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Who may not do it does not see it. */
  readonly scope: Scope;
  readonly writes: boolean;
  readonly input: z.ZodType<Record<string, unknown>>;
  /** Asks as the viewer. Throws Refusal. */
  run(viewer: Viewer, args: unknown): Promise<object>;
}

interface Described<Shape extends z.ZodRawShape> extends Omit<McpTool, 'input' | 'run'> {
  readonly input: Shape;
  run(viewer: Viewer, args: z.output<z.ZodObject<Shape>>): Promise<object>;
}

/** A tool whose arguments are checked before it runs. */
export function mcpTool<Shape extends z.ZodRawShape>({ input, run, ...rest }: Described<Shape>): McpTool {
  const schema = z.strictObject(input);
  return {
    ...rest,
    input: schema,
    // What was parsed by the schema has its shape.
    run: (viewer, args) => run(viewer, cleaned(args) as z.output<z.ZodObject<Shape>>),
  };
}

/** A text of an argument, not longer than this. */
export function text(most: number, description: string): z.ZodString {
  return z.string().max(most).describe(description);
}

/** A number of things to be shown. */
export function howMany(most: number, usual: number): z.ZodDefault<z.ZodNumber> {
  return z.number().int().min(1).max(most).default(usual).describe(`How many at most, 1 to ${most}.`);
}

/** What the database could not hold, and nobody can see, goes. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]));
}
