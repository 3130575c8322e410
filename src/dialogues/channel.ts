/** Something to press below a message; the action comes back as a command of the user ("language:ru" → "/language ru"). */
export interface Button {
  readonly text: string;
  readonly action: string;
}

/** Where an answer comes from, as the user sees it; `marker` is the number that the text cites, if it does. */
export interface Source {
  readonly marker: number | null;
  readonly title: string;
}

/** A message on its way to a user, in words that every channel understands. */
export interface OutgoingMessage {
  readonly id: string;
  readonly role: 'BOT' | 'OPERATOR' | 'SYSTEM';
  /** CommonMark. */
  readonly text: string;
  readonly language: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly sources: readonly Source[];
}

/** Whom a channel reaches: a user, on behalf of a bot. */
export interface Address {
  readonly botId: string;
  /** The channel's own id of the user (Telegram: the chat id). */
  readonly externalId: string;
}

/**
 * A way to the user. `send` throws NotNow, Unreachable or Rejected when it knows what became of a part; any other
 * error means that nobody can tell whether the part was taken.
 */
export interface Channel<Part = unknown> {
  /** While a part of the same bot is on its way, the next one begins no sooner than so many milliseconds after it. */
  readonly overlapMs: number;
  /** The pieces that the channel takes one by one; the same message always gives the same pieces. */
  parts(message: OutgoingMessage): readonly Part[];
  /** Sends one piece and answers the channel's id of it. */
  send(address: Address, part: Part): Promise<string>;
  /** Shows the user that somebody is writing; never fails for reasons of the network. */
  showWork(address: Address): Promise<void>;
}

/** The channel did not take the part and says when to come again. */
export class NotNow extends Error {
  constructor(
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(`not now, again in ${retryAfterMs} ms`, options);
    this.name = 'NotNow';
  }
}

/** The user cannot be reached any more: the bot is blocked, or the account is gone. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** The channel will never take this part. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
}
