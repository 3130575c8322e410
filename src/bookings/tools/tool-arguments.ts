import { z } from 'zod';
import { cleanLine } from '../../infra/clean-text';
import type { ToolDefinition } from '../../language-model/language-model';

/** What tools of halls are told, word for word as the user said it; what was left out or empty is missing. */
export type SaidArguments = Readonly<Partial<Record<ArgumentName, string>>>;

/** An argument of the tools of halls. */
export type ArgumentName = keyof typeof shapes;

const longest = 200;
const text = z.string().max(longest);

const shapes = {
  hall: text.describe('Name of the hall as the user said it, in any form, spelling or language'),
  date: text.describe('Day as the user said it: 2027-08-14, 14.08, "on Saturday", "tomorrow", in any language'),
  start: text.describe('Beginning as the user said it: 14:00, 14, "2 pm", in any language'),
  end: text.describe('End as the user said it: 17:00, "5 pm", or how long: "for 3 hours", in any language'),
  name: text.describe('Name of the person who comes; never made up'),
  phone: text.describe('Telephone of the person who comes; never made up'),
} as const;

// Models write 14 for "14" and null for nothing; whatever is no word is nothing that the user said.
const said = z
  .union([z.string(), z.number().transform(String)])
  .transform((given) => cleanLine(given, longest))
  .catch('');

/** The JSON schema of a tool's arguments; those with a question mark may be left out. */
export function parametersOf(names: readonly (ArgumentName | `${ArgumentName}?`)[]): ToolDefinition['parameters'] {
  const fields = names.map((name) => {
    const [bare, optional] = [name.replace('?', '') as ArgumentName, name.endsWith('?')];
    return [bare, optional ? shapes[bare].optional() : shapes[bare]] as const;
  });
  const { $schema: _version, ...schema } = z.toJSONSchema(z.object(Object.fromEntries(fields)));
  return schema;
}

/** What was said, of whatever a model gives. */
export function argumentsIn(given: unknown): SaidArguments {
  const fields = z.record(z.string(), z.unknown()).catch({}).parse(given);
  const read = Object.keys(shapes).map((name) => [name, said.parse(fields[name])] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== ''));
}
