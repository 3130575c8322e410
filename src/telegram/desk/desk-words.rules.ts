/** What an operator wrote: something for the user, a note for operators, or a command to the desk. */
export type OperatorWords =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'command'; readonly name: string; readonly argument: string };

const command = /^\/([a-z][a-z0-9_]{0,31})(?:\s+([\s\S]*))?$/i;

/** Reads what an operator wrote. Two slashes make a note, one makes a command. */
export function readOperatorWords(text: string): OperatorWords {
  if (text.startsWith('//')) return { kind: 'note', text: text.slice(2).trim() };
  const [, name, argument = ''] = command.exec(text) ?? [];
  if (name === undefined) return { kind: 'say', text };
  if (name.toLowerCase() === 'note') return { kind: 'note', text: argument.trim() };
  return { kind: 'command', name: name.toLowerCase(), argument: argument.trim() };
}

/** Somebody whom a dialogue can be given to. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** At Telegram, without the @. */
  readonly username: string | undefined;
}

/** Whom a command names, and what is written after that. */
export type Named<C> =
  | { readonly kind: 'one'; readonly colleague: C; readonly rest: string }
  | { readonly kind: 'many' | 'none' };

/** Reads «@user_name …», «name@example.org …» or «Name of some words …»; a first name is enough where only one has it. */
export function readColleague<C extends Colleague>(argument: string, colleagues: readonly C[]): Named<C> {
  const [first = ''] = argument.split(/\s+/, 1);
  const rest = argument.slice(first.length).trim();
  const handle = first.toLowerCase().replace(/[,:;]$/, '');
  const byAddress = colleagues.filter(
    ({ email, username }) =>
      email?.toLowerCase() === handle || (username !== undefined && `@${username.toLowerCase()}` === handle),
  );
  if (byAddress.length > 0) return only(byAddress, rest);
  const whole = colleagues
    .filter(({ name }) => beginsWith(argument, name))
    .toSorted((one, other) => other.name.length - one.name.length);
  const longest = whole.filter(({ name }) => name.length === whole[0]?.name.length);
  if (longest.length > 0) return only(longest, argument.slice(longest[0]?.name.length).replace(/^[\s,:;]+/, ''));
  const byFirstName = colleagues.filter(({ name }) => name.split(/\s+/)[0]?.toLowerCase() === handle);
  return handle === '' ? { kind: 'none' } : only(byFirstName, rest);
}

function only<C>(found: readonly C[], rest: string): Named<C> {
  const [colleague, ...more] = found;
  if (!colleague) return { kind: 'none' };
  return more.length > 0 ? { kind: 'many' } : { kind: 'one', colleague, rest };
}

function beginsWith(text: string, name: string): boolean {
  if (name === '' || !text.toLowerCase().startsWith(name.toLowerCase())) return false;
  return /^(?:[\s,:;]|$)/.test(text.slice(name.length));
}
