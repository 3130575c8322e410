import { type Logger, pino } from 'pino';

/** Structured log lines (JSON on standard output); child loggers carry a part's name. */
export type Log = Logger;

/**
 * Telegram puts a bot's token into every address it is called at, so addresses in error texts would leak it; what it refuses to be paid
 * with it names, too.
 */
const secrets =
  /\b\d{5,}:(?:TEST|LIVE):[\w:-]+|\b(bot)?\d{5,}:[A-Za-z0-9_-]{20,}|\bbsk_\w+|\bsk-[\w-]{16,}|(?<=\/\/[^/\s:@]*:)[^/\s@]+(?=@)/g;

/** Replaces whatever looks like a bot token, an API key or a password in an address by «[secret]». */
export function withoutSecrets(text: string): string {
  return text.replace(secrets, '[secret]');
}

/** What is told of an error. Drivers hang their whole connection on theirs, so only these parts are taken. */
function toldOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name: type, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return { type, message, ...code, stack, ...(cause === undefined ? {} : { cause: toldOf(cause) }) };
}

/** Opens the log; `level` is one of pino's (trace … fatal, silent). */
export function openLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: toldOf },
    hooks: { streamWrite: withoutSecrets },
    redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token', '*.secret'],
  });
}
