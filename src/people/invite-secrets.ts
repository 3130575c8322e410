import { createHash, randomBytes } from 'node:crypto';

/** A kind of invitation: what its secrets begin with in a link, and what stands for them wherever anything is kept. */
interface InviteKind {
  readonly prefix: string;
  readonly mark: string;
  /** Commands are read in small letters, so that what stands in one has to be. */
  readonly encoding: 'base64url' | 'hex';
}

const kinds = {
  /** Makes an operator. */
  operator: { prefix: 'op_', mark: 'op#', encoding: 'base64url' },
  /** Lets a user in. */
  access: { prefix: 'acc_', mark: 'acc#', encoding: 'hex' },
} as const satisfies Record<string, InviteKind>;

/** What invitations there are. */
export type InviteName = keyof typeof kinds;

const secretShape = '([\\w-]{43})(?![\\w-])';
const hashShapes = {
  base64url: /^[\w-]{43}$/,
  hex: /^[0-9a-f]{64}$/,
} as const;

/** A new secret as it stands in a link, and its hash, which alone is kept. */
export function newInviteSecret(name: InviteName): { code: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { code: kinds[name].prefix + secret, hash: hashOf(secret, kinds[name]) };
}

/**
 * The text without secrets of invitations: each is replaced by its hash. A hash that somebody has typed is taken apart, so that it opens
 * nothing to whoever has read one.
 */
export function withoutInviteSecrets(text: string): string {
  return Object.values(kinds).reduce((current, kind) => {
    const { prefix, mark } = kind;
    const typed = current.includes(mark) ? current.replaceAll(mark, mark.replace('#', ' #')) : current;
    if (!typed.includes(prefix)) return typed;
    const secrets = new RegExp(`\\b${prefix}${secretShape}`, 'g');
    return typed.replaceAll(secrets, (_, secret) => mark + hashOf(String(secret), kind));
  }, text);
}

/** The hash of the invitation that the argument of /start stands for; undefined when it is another one. */
export function inviteHashIn(argument: string, name: InviteName): string | undefined {
  const { mark, encoding } = kinds[name];
  const hash = argument.startsWith(mark) ? argument.slice(mark.length) : '';
  return hashShapes[encoding].test(hash) ? hash : undefined;
}

function hashOf(secret: string, { encoding }: InviteKind): string {
  return createHash('sha256').update(secret).digest(encoding);
}
