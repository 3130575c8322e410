const schemes = new Set(['http:', 'https:', 'tg:', 'mailto:']);

/** Telegram shows longer addresses as text anyway. */
const longestAddress = 2_048;

/** The address in the form that is handed to Telegram, or undefined when a link must not lead there. */
export function safeAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return schemes.has(protocol) && href.length <= longestAddress ? href : undefined;
}

/** The address as people write it down: without scheme and closing slash. */
export function bareAddress(address: string): string {
  return address.replace(/^[a-z][a-z0-9+.-]*:(\/\/)?/i, '').replace(/\/$/, '');
}
