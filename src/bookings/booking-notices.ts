import { DialogueStore } from '../dialogues/dialogues.store';
import { say } from '../dialogues/speech';
import type { Tell } from '../events/event-log';
import type { Tx } from '../infra/database';
import { nearestLanguage, type TextLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { Booking } from '../infra/prisma-client/client';
import { type BookingFollower, type ChangedBooking, quoteOf, totalOf } from './booking';
import type { BookingTexts } from './booking-texts';
import type { Hall } from './hall';
import { HallStore } from './halls.store';
import { formatMoney } from './money.rules';

type Notice = 'made' | 'corrected' | 'corrected_unpaid' | 'cancelled' | 'cancelled_paid' | 'expired' | 'reminder';

/** What users are told of their bookings, in the dialogue in which they were made; a booking without one has nobody to tell. */
export class BookingNotices {
  constructor(private readonly deps: { locales: Locales; texts: BookingTexts; publicUrl: string }) {}

  /** Tells the user of changes that others have made: what they did in the dialogue itself is answered there. */
  readonly onChange: BookingFollower = async (tx, tell, changed) => {
    const notice = noticeOf(changed);
    if (notice) await this.say(tx, tell, { booking: changed.booking, notice });
  };

  /** Reminds the user that a booking is not paid yet. */
  remind(tx: Tx, tell: Tell, booking: Booking): Promise<void> {
    return this.say(tx, tell, { booking, notice: 'reminder' });
  }

  private async say(tx: Tx, tell: Tell, { booking, notice }: { booking: Booking; notice: Notice }): Promise<void> {
    const dialogue = booking.dialogueId === null ? null : await DialogueStore.findIn(tx, booking.dialogueId);
    const hall = dialogue && (await HallStore.findIn(tx, booking.hallId));
    if (!dialogue || !hall) return;
    const language = nearestLanguage(dialogue.language);
    const text = this.deps.locales.t(language, `bookings:notices.${notice}`, this.paramsOf(booking, hall, language));
    await say(tx, tell, { utterance: { dialogueId: dialogue.id, role: 'SYSTEM', text, language } });
  }

  private paramsOf(booking: Booking, hall: Hall, language: TextLanguage): Record<string, string> {
    const { texts, publicUrl } = this.deps;
    const quote = quoteOf(booking, hall);
    return {
      table: texts.table(quote, language),
      booking: texts.line(quote, language),
      total: formatMoney(totalOf(booking), language),
      until: texts.moment(booking.expiresAt, hall, language),
      url: `${publicUrl}/pay/${booking.key}`,
    };
  }
}

function noticeOf({ change, by, before, booking }: ChangedBooking): Notice | null {
  const isOwn = by !== null && by === booking.userId;
  if (change === 'expired') return 'expired';
  if (isOwn || change === 'paid') return null;
  if (change === 'made') return 'made';
  if (change === 'cancelled') return before?.status === 'PAID' ? 'cancelled_paid' : 'cancelled';
  return booking.status === 'PAID' ? 'corrected' : 'corrected_unpaid';
}
