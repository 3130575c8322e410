import { FileUnavailable } from '../../dialogues/channel';
import type { Channels } from '../../dialogues/deliveries';
import type { Attachment } from '../../dialogues/dialogues';
import type { Readings } from '../../dialogues/readings';
import type { Log } from '../../infra/log';
import type { Dialogue, Message, User } from '../../infra/prisma-client/client';
import type { Users } from '../../people/users';
import { attachmentsOf } from './attachment-text.rules';
import { type FileReader, Unread } from './file-readers';

/** What reading attachments needs. */
export interface AttachmentReaderDeps {
  readonly readings: Readings;
  readonly users: Users;
  readonly channels: Channels;
  /** The reader of an attachment; undefined where nothing can be read. */
  readonly readerOf: (attachment: Attachment) => FileReader | undefined;
  readonly log: Log;
}

// The Bot API gives no larger file to a bot.
const largestFile = 20 * 1024 * 1024;
const longestRecordingSeconds = 600;

/** Reads what users send: voice, pictures, documents become words. */
export class AttachmentReader {
  constructor(private readonly deps: AttachmentReaderDeps) {}

  /** The messages as they read after all that is new in them was read; the same list when nothing is new. A file that cannot be read says why. Rejects with the signal's reason. */
  async read(dialogue: Dialogue, burst: readonly Message[], signal: AbortSignal): Promise<readonly Message[]> {
    if (!burst.some((message) => attachmentsOf(message).some((one) => this.isNew(one)))) return burst;
    const [user] = await this.deps.users.byIds([dialogue.userId]);
    const read: Message[] = [];
    for (const message of burst) read.push(user ? await this.readOne({ dialogue, user, signal }, message) : message);
    return read;
  }

  private isNew(attachment: Attachment): boolean {
    const { fileId, transcript, unread } = attachment;
    return (
      fileId !== undefined &&
      transcript === undefined &&
      unread === undefined &&
      this.deps.readerOf(attachment) !== undefined
    );
  }

  private async readOne(place: Place, message: Message): Promise<Message> {
    const attachments = attachmentsOf(message);
    if (!attachments.some((one) => this.isNew(one))) return message;
    const read: Attachment[] = [];
    for (const one of attachments) read.push(this.isNew(one) ? await this.words(place, one) : one);
    const spoken =
      read.find(({ kind, transcript }) => kind === 'VOICE' && transcript !== undefined)?.transcript ?? null;
    return this.deps.readings.note(place.dialogue, message, { attachments: read, spoken });
  }

  private async words(place: Place, attachment: Attachment): Promise<Attachment> {
    try {
      const bytes = await this.fetched(place, attachment);
      const read = this.deps.readerOf(attachment);
      const file = { attachment, bytes, language: place.dialogue.language };
      const transcript = (await read?.(file, place.signal))?.trim();
      if (!transcript) throw new Unread('empty');
      return { ...attachment, transcript };
    } catch (error) {
      place.signal.throwIfAborted();
      if (!(error instanceof Unread || error instanceof FileUnavailable)) throw error;
      this.deps.log.warn({ dialogueId: place.dialogue.id, reason: error.reason }, 'a file of a user was not read');
      return { ...attachment, unread: error.reason };
    }
  }

  private async fetched({ dialogue, user }: Place, attachment: Attachment): Promise<Uint8Array> {
    const { fileId = '', size = 0, duration = 0 } = attachment;
    const channel = this.deps.channels[user.channel];
    if (!channel.fetchFile) throw new Unread('unsupported');
    if (size > largestFile) throw new Unread('too_large');
    if (duration > longestRecordingSeconds) throw new Unread('voice_too_long');
    const address = { botId: dialogue.botId, externalId: user.externalId };
    const bytes = await channel.fetchFile(address, fileId, largestFile);
    if (bytes.length === 0) throw new Unread('empty');
    return bytes;
  }
}

interface Place {
  readonly dialogue: Dialogue;
  readonly user: User;
  readonly signal: AbortSignal;
}
