/** What an error answer may carry beside its description. */
export interface ErrorParameters {
  retry_after?: number;
  migrate_to_chat_id?: number;
}

/** A refusal of the Bot API: `{ ok: false, error_code, description, parameters }` with the code as HTTP status. */
export class BotApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: ErrorParameters,
  ) {
    super(`${code}: ${description}`);
  }

  /** The body of the answer. */
  body(): Record<string, unknown> {
    const body = { ok: false, error_code: this.code, description: this.description };
    return this.parameters ? { ...body, parameters: this.parameters } : body;
  }
}

/** 400 with the words of the real server after «Bad Request: ». */
export const badRequest = (what: string) => new BotApiError(400, `Bad Request: ${what}`);

/** 403 with the words of the real server after «Forbidden: ». */
export const forbidden = (what: string) => new BotApiError(403, `Forbidden: ${what}`);
