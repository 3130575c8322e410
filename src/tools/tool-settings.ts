import { z } from 'zod';

/** The section `tools` of bot.yaml: what of the product's own tools the bot may call, and whose others. */
export const toolSettings = z
  .strictObject({
    /** Names of the product's own tools. */
    use: z.array(z.string().regex(/^[\w-]{1,64}$/)).default([]),
  })
  .prefault({});

/** What a bot may call, as its folder says. */
export type ToolSettings = z.infer<typeof toolSettings>;
