/** A command of a user: "/language ru" has the name "language" and the argument "ru". */
export interface Command {
  readonly name: string;
  readonly argument: string;
}

const shape = /^\/([a-z][a-z0-9_]{0,31})(?:@\w+)?(?:\s+([\s\S]*))?$/i;

/** The command that a text is, or undefined when it is none. */
export function commandOf(text: string): Command | undefined {
  const [, name, argument = ''] = shape.exec(text.trim()) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), argument: argument.trim().toLowerCase() };
}

/** The messages up to the first command: together they are one question. */
export function burstOf<M extends { readonly text: string }>(pending: readonly M[]): M[] {
  const command = pending.findIndex((message) => commandOf(message.text));
  return pending.slice(0, command === -1 ? undefined : command);
}
