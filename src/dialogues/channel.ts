/** Something to press below a message; the action comes back as a command of the user ("language:ru" → "/language ru"). */
export interface Button {
  readonly text: string;
  readonly action: string;
}

/** Where an answer comes from, as the user sees it; `marker` is the number that the text cites, if it does. */
export interface Source {
  readonly marker: number | null;
  readonly title: string;
  /** What the answer rests on, CommonMark. */
  readonly passage?: string;
}

/** A file that goes along with a message; the id is the channel's own, of a file that it has seen before. */
export interface OutgoingFile {
  readonly kind: string;
  /** What Telegram calls it, if it came from there. */
  readonly telegramKind?: string;
  readonly fileId: string;
}

/** What a user is asked to pay, right where they read it. */
export interface Invoice {
  /** Comes back with the payment; the user does not see it. */
  readonly payload: string;
  readonly title: string;
  readonly description: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
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
  readonly files: readonly OutgoingFile[];
  /** The channel's id of the message that this one answers, if it is known. */
  readonly replyTo: string | null;
  /** The piece of that message that it is about, as the user has it, if it is about a piece. */
  readonly quote?: string | null;
  /** A channel through which can be paid shows it in place of the text, which says the same in words. */
  readonly invoice?: Invoice;
}

/** Whom a channel reaches: a user, on behalf of a bot. */
export interface Address {
  readonly botId: string;
  /** The channel's own id of the user (Telegram: the chat id). */
  readonly externalId: string;
}

/** How a message is shown while it is written. */
export interface DraftRequest {
  readonly language: string;
  /** False when somebody else answers by now; then nothing more is shown. */
  stillOurs(): Promise<boolean>;
}

/** Shows a message while it is written. It is a show only: the message itself comes the usual way, and nothing of the draft stays. */
export interface DraftPen {
  /** The draft's name; a user who stops it says it. */
  readonly id: string;
  /** Takes what is written so far, all of it; it is shown as often as the channel likes, and never fails. */
  show(text: string): void;
  /** Shows nothing more; resolves when nothing is on its way any more. */
  end(): Promise<void>;
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
  /** Changes a piece that was sent, or takes it back (null). Doing it again changes nothing. */
  edit(address: Address, sent: string, part: Part | null): Promise<void>;
  /** Shows the user that somebody is writing; never fails for reasons of the network. */
  showWork(address: Address): Promise<void>;
  /** The bytes of a file that the user sent, `mostBytes` at the most; throws FileUnavailable. A channel without files has no such method. */
  fetchFile?(address: Address, fileId: string, mostBytes: number): Promise<Uint8Array>;
  /** Begins to show a message that is being written; a channel that cannot do it has no such method. */
  draft?(address: Address, request: DraftRequest): DraftPen;
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

/** A file of a user that cannot be had: larger than wanted, not there (any more), or not now. */
export class FileUnavailable extends Error {
  constructor(readonly reason: 'too_large' | 'gone' | 'away') {
    super(`the file cannot be had: ${reason}`);
    this.name = 'FileUnavailable';
  }
}
