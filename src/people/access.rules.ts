import { z } from 'zod';

// YAML reads an id without quotes as a number.
const userName = z.union([z.int().positive().transform(String), z.string().trim().min(1)]);
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a domain such as example.org');

/** The section `access` of bot.yaml: who may write to the bot. */
export const accessSettings = z
  .strictObject({
    /** Everyone who finds the bot, or only those who are named below, were let in over the API, or came by an invitation. */
    mode: z.enum(['everyone', 'invited']).default('everyone'),
    /** '@name' at Telegram, or the user's id in Telegram or in the app they come from. */
    users: z.array(userName).default([]),
    /** Users of integrating apps whose own id is an e-mail address of one of these domains. */
    domains: z.array(domain).default([]),
  })
  .prefault({});

/** Who may write to a bot, as its folder says. */
export type AccessSettings = z.infer<typeof accessSettings>;

/** Somebody on a bot's list; the value is kept in the form that `accessValue` gives it. */
export interface AccessRule {
  readonly kind: 'USER' | 'USERNAME' | 'DOMAIN';
  readonly value: string;
}

/** What of a user decides whether they may write. */
export interface Applicant {
  readonly channel: string;
  readonly externalId: string;
  readonly username: string | null;
}

const shapes: Readonly<Record<AccessRule['kind'], RegExp>> = {
  USER: /^\S(?:.{0,198}\S)?$/,
  USERNAME: /^[a-z][a-z0-9_]{3,31}$/,
  DOMAIN: /^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/,
};

/** A value as the list keeps it: names without @ and domains in lower case; undefined when it cannot be one of its kind. */
export function accessValue({ kind, value }: AccessRule): string | undefined {
  const plain = value.trim().replace(kind === 'USER' ? /^$/ : /^@/, '');
  const kept = kind === 'USER' ? plain : plain.toLowerCase();
  return shapes[kind].test(kept) ? kept : undefined;
}

/** The rules that the folder of a bot lays down. */
export function rulesOf({ users, domains }: AccessSettings): AccessRule[] {
  const named = users.map(
    (user): AccessRule =>
      user.startsWith('@') ? { kind: 'USERNAME', value: user.slice(1).toLowerCase() } : { kind: 'USER', value: user },
  );
  return [...named, ...domains.map((value): AccessRule => ({ kind: 'DOMAIN', value }))];
}

/** What a rule must say to let somebody in: their id, their name at Telegram, the domain of the address that their app knows them by. */
export function rulesThatLetIn({ channel, externalId, username }: Applicant): AccessRule[] {
  const ofTelegram = channel === 'TELEGRAM';
  const domain = ofTelegram ? undefined : /^[^@\s]+@([^@\s]+)$/.exec(externalId)?.[1];
  return [
    { kind: 'USER', value: externalId },
    ...(ofTelegram && username ? [{ kind: 'USERNAME', value: username.toLowerCase() } as const] : []),
    ...(domain ? [{ kind: 'DOMAIN', value: domain.toLowerCase() } as const] : []),
  ];
}

/** True when one of the rules lets them in. */
export function letsIn(rules: readonly AccessRule[], applicant: Applicant): boolean {
  const keys = rulesThatLetIn(applicant);
  return rules.some((rule) => keys.some((key) => key.kind === rule.kind && key.value === rule.value));
}
