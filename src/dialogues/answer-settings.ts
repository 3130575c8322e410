import { z } from 'zod';

// A domain that links may lead to, with all below it: shop.example, docs.shop.example.
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]+$/u,
    'must be a domain such as shop.example',
  );

/** The section `answers` of bot.yaml: when the bot may answer, and where its answers may lead. */
export const answerSettings = z
  .strictObject({
    /** From this score of the best passage on the bot answers; below it, down to `clarify`, it asks what is meant. */
    evidence: z.number().min(0).max(1).default(0.3),
    /** Passages with a lower score are not looked at: without better ones the bot says that it does not know. */
    clarify: z.number().min(0).max(1).default(0.18),
    /** Domains that answers may link to beside those links that stand in the knowledge. */
    links: z.array(domain).default([]),
    /** Whether users are asked under an answer from the knowledge whether it helped. */
    feedback: z.boolean().default(true),
  })
  .refine(({ evidence, clarify }) => clarify <= evidence, { path: ['clarify'], message: 'must not be above evidence' })
  .prefault({});

/** How a bot answers. */
export type AnswerSettings = z.infer<typeof answerSettings>;
