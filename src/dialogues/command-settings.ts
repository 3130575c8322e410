import { z } from 'zod';

/** The commands that every bot has and users can see, in the order in which they are offered; a bot's own come after the first. */
export const commonCommands = ['operator', 'mode', 'help', 'language', 'reset', 'delete_my_data', 'start'] as const;

// Buttons send these; nobody types them.
const buttonCommands = ['about', 'bot', 'message', 'rate', 'feedback', 'erase', 'keep', 'confirm', 'change'];
const taken: ReadonlySet<string> = new Set([...commonCommands, ...buttonCommands]);

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'must be 1 to 32 small Latin letters, digits and _, as Telegram wants it')
  .refine((one) => !taken.has(one), 'is a command that every bot has');

// Telegram's longest description.
const description = z.record(z.enum(['ru', 'en']), z.string().trim().min(1).max(256));

/** What each kind of command names: a persona, a prompt of the bot's locales, a text, or a tool that is asked without arguments. */
const kinds = {
  persona: z.string().min(1),
  prompt: z.string().min(1),
  say: z.string().min(1),
  tool: z.string().regex(/^[\w-]{1,64}$/),
} as const;

/** A kind of command that a bot can have of its own. */
export type CommandKind = keyof typeof kinds;

const kindNames = Object.keys(kinds) as CommandKind[];

const ownCommand = z
  .strictObject({
    name,
    description: description.optional(),
    persona: kinds.persona.optional(),
    prompt: kinds.prompt.optional(),
    say: kinds.say.optional(),
    tool: kinds.tool.optional(),
  })
  .refine((command) => kindNames.filter((kind) => command[kind] !== undefined).length === 1, {
    error: `must have exactly one of ${kindNames.join(', ')}`,
  })
  .refine((command) => command.persona !== undefined || command.description !== undefined, {
    error: 'must have a description in ru and en',
  })
  .transform(({ name, description, ...rest }) => {
    const kind = kindNames.find((one) => rest[one] !== undefined) ?? 'say';
    return { name, kind, target: rest[kind] ?? '', ...(description && { description }) };
  });

/**
 * A command that a bot has beside the common ones: its kind, and the persona, prompt, text or tool that it is about. One that chooses a persona
 * may be described by that.
 */
export type OwnCommand = z.infer<typeof ownCommand>;

/** The section `commands` of bot.yaml: what a bot does at a word beside what every bot does. */
export const commandSettings = z
  .array(ownCommand)
  .max(50)
  .refine((all) => new Set(all.map((one) => one.name)).size === all.length, 'must have different names')
  .default([]);
