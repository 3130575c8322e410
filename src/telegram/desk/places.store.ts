import type { Database } from '../../infra/database';
import type { DeskMessage, DeskPlace, Message, Operator, Prisma } from '../../infra/prisma-client/client';

/** A Telegram message in an operators' chat, and the message of the dialogue that it shows, if it shows one. */
export interface NewDeskMessage {
  readonly botId: string;
  readonly chatId: string;
  readonly telegramId: number;
  readonly dialogueId: string;
  readonly messageId: string | null;
  /** What it shows; null where that never changes. */
  readonly shown: string | null;
}

/** A Telegram message that shows a message of the dialogue which may have changed since. */
export interface ShownMessage {
  readonly telegramId: number;
  readonly shown: string;
  readonly message: Message & { readonly operator: Operator | null };
}

/** What of a place is kept when something was shown there. */
export type PlaceChange = Prisma.DeskPlaceUncheckedUpdateInput;

/** How many messages a new topic repeats of a deleted one. */
const repeatedAtMost = 10;

/** Where dialogues are shown to operators, and which Telegram messages show what, in the database. */
export class PlaceStore {
  constructor(private readonly database: Database) {}

  async ofDialogue(dialogueId: string): Promise<DeskPlace[]> {
    return this.database.prisma.deskPlace.findMany({ where: { dialogueId }, orderBy: { chatId: 'asc' } });
  }

  /** The dialogue of a topic. */
  async ofTopic(topic: { botId: string; chatId: string; threadId: number }): Promise<DeskPlace | null> {
    return this.database.prisma.deskPlace.findFirst({ where: topic });
  }

  /** The place of a dialogue in a chat, made when there is none. */
  async keep(place: { dialogueId: string; botId: string; chatId: string }): Promise<DeskPlace> {
    const { dialogueId, chatId } = place;
    const where = { dialogueId_chatId: { dialogueId, chatId } };
    const known = await this.database.prisma.deskPlace.findUnique({ where });
    if (known) return known;
    await this.database.prisma.deskPlace.createMany({ data: [place], skipDuplicates: true });
    return this.database.prisma.deskPlace.findUniqueOrThrow({ where });
  }

  async change({ dialogueId, chatId }: DeskPlace, change: PlaceChange): Promise<DeskPlace> {
    return this.database.prisma.deskPlace.update({
      where: { dialogueId_chatId: { dialogueId, chatId } },
      data: { ...change, updatedAt: new Date() },
    });
  }

  /** Forgets a topic that is gone with all that was shown in it; the next one begins with the latest messages. */
  async forgetTopic(place: DeskPlace): Promise<DeskPlace> {
    const { dialogueId, chatId } = place;
    await this.database.prisma.deskMessage.deleteMany({ where: { dialogueId, chatId } });
    const shownSeq = Math.max(0, place.shownSeq - repeatedAtMost);
    return this.change(place, { threadId: null, cardId: null, cardShown: null, topicShown: null, shownSeq });
  }

  async record(message: NewDeskMessage): Promise<void> {
    await this.database.prisma.deskMessage.createMany({ data: [message], skipDuplicates: true });
  }

  /** Which dialogue, and which of its messages, a Telegram message is about. */
  async find(of: { botId: string; chatId: string; telegramId: number }): Promise<DeskMessage | null> {
    return this.database.prisma.deskMessage.findUnique({ where: { botId_chatId_telegramId: of } });
  }

  /** The Telegram messages of a chat that show a message of a dialogue, in order. */
  async showing(messageId: string, chatId: string): Promise<number[]> {
    const rows = await this.database.prisma.deskMessage.findMany({
      where: { messageId, chatId },
      orderBy: { telegramId: 'asc' },
    });
    return rows.map((row) => row.telegramId);
  }

  /** What was shown last in a place and may have changed since, in order. */
  async shownLately({ dialogueId, chatId }: DeskPlace, limit: number): Promise<ShownMessage[]> {
    const rows = await this.database.prisma.deskMessage.findMany({
      where: { dialogueId, chatId, messageId: { not: null }, shown: { not: null } },
      orderBy: { telegramId: 'desc' },
      take: limit,
    });
    const ids = rows.flatMap((row) => row.messageId ?? []);
    const messages = await this.database.prisma.message.findMany({
      where: { id: { in: ids } },
      include: { operator: true },
    });
    const byId = new Map(messages.map((message) => [message.id, message]));
    return rows.toReversed().flatMap(({ telegramId, shown, messageId }) => {
      const message = byId.get(messageId ?? '');
      return message && shown !== null ? [{ telegramId, shown, message }] : [];
    });
  }

  /** Notes what the Telegram messages show by now; null: it does not matter any more. */
  async showsNow(
    { botId, chatId }: Pick<DeskPlace, 'botId' | 'chatId'>,
    telegramIds: readonly number[],
    shown: string | null,
  ): Promise<void> {
    await this.database.prisma.deskMessage.updateMany({
      where: { botId, chatId, telegramId: { in: [...telegramIds] } },
      data: { shown },
    });
  }

  async forget({ botId, chatId }: DeskPlace, telegramIds: readonly number[]): Promise<void> {
    await this.database.prisma.deskMessage.deleteMany({
      where: { botId, chatId, telegramId: { in: [...telegramIds] } },
    });
  }
}
