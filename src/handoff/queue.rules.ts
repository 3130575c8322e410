import type { HandoffSettings } from '../dialogues/handoff-settings';
import { baseLanguage } from '../knowledge/search-text.rules';
import { afterOpenMinutes } from './hours.rules';

/** An operator, as far as the queue has to know them. */
export interface Candidate {
  readonly id: string;
  readonly languages: readonly string[];
  /** The bots that they serve; none named are all. */
  readonly botIds: readonly string[];
  readonly presence: 'ONLINE' | 'AWAY' | 'OFFLINE';
  /** How many dialogues they can hold at once, and how many they hold. */
  readonly capacity: number;
  readonly active: number;
  /** When the queue last gave them a dialogue. */
  readonly lastGivenAt: Date | null;
}

/** What a waiting dialogue needs of an operator. */
export interface Need {
  readonly language: string;
  readonly botId: string;
  /** Operators who had it and let it go. */
  readonly passedOver: readonly string[];
  /** Whether an operator can be helped out with a translation. */
  readonly translation: boolean;
}

/** How far the waiting of a user has come. */
export interface Wait {
  readonly waitingSince: Date;
  /** How many reminders were given. */
  readonly reminders: number;
  readonly offeredAt: Date | null;
  readonly leftMessageAt: Date | null;
}

/** What a bot's owner says about waiting. */
export type WaitSettings = Pick<HandoffSettings, 'hours' | 'reminders' | 'offerAfter' | 'giveUpAfter'>;

/** What is to be done about a waiting user: remind the operators for the nth time; offer the user another way; give up. */
export type Due =
  | { readonly kind: 'remind'; readonly number: number }
  | { readonly kind: 'offer' }
  | { readonly kind: 'give up' };

/**
 * The operator to give a waiting dialogue to: one who is there, serves the bot and has room; a speaker of the language before one who needs
 * a translation; then the least busy; then the one who was given nothing for the longest time.
 */
export function chooseOperator(candidates: readonly Candidate[], need: Need): string | undefined {
  const speaks = (candidate: Candidate) =>
    candidate.languages.some((language) => baseLanguage(language) === baseLanguage(need.language));
  const able = candidates.filter((candidate) => isFree(candidate, need) && (need.translation || speaks(candidate)));
  const ranked = able.toSorted(
    (a, b) =>
      Number(speaks(b)) - Number(speaks(a)) ||
      a.active / a.capacity - b.active / b.capacity ||
      a.active - b.active ||
      (a.lastGivenAt?.getTime() ?? 0) - (b.lastGivenAt?.getTime() ?? 0) ||
      (a.id < b.id ? -1 : 1),
  );
  return ranked[0]?.id;
}

function isFree(candidate: Candidate, need: Need): boolean {
  return (
    candidate.presence === 'ONLINE' &&
    candidate.active < candidate.capacity &&
    (candidate.botIds.length === 0 || candidate.botIds.includes(need.botId)) &&
    !need.passedOver.includes(candidate.id)
  );
}

/**
 * What is due for a waiting user, and when the next thing will be, once that is done. The clock stands still while nobody is there: all waiting
 * is counted in minutes of business hours, and nothing is due outside of them. Reminders that were missed are one reminder, the last.
 * Who has left a message waits for the answer to it, undisturbed.
 */
export function nextDue(wait: Wait, settings: WaitSettings, now: Date): { due: Due[]; next: Date | null } {
  if (wait.leftMessageAt) return { due: [], next: null };
  const planned = plan(wait, settings, now);
  const ready = planned.filter(({ at }) => at !== null && at <= now).map(({ due }) => due);
  const due = mostUrgent(ready);
  if (due.some(({ kind }) => kind === 'give up')) return { due, next: null };
  const reminders = Math.max(wait.reminders, ...due.map((each) => (each.kind === 'remind' ? each.number : 0)));
  const offeredAt = due.some(({ kind }) => kind === 'offer') ? now : wait.offeredAt;
  const next = plan({ ...wait, reminders, offeredAt }, settings, now)
    .map(({ at }) => at)
    .filter((at) => at !== null)
    .toSorted((a, b) => a.getTime() - b.getTime());
  return { due, next: next[0] ?? null };
}

/** Everything that is still to be done for a waiting user; null is never. */
function plan(wait: Wait, settings: WaitSettings, now: Date): { due: Due; at: Date | null }[] {
  const moment = (since: Date, minutes: number) => {
    const at = afterOpenMinutes(settings.hours, since, { minutes });
    // The last minute of a day may be over at closing time, or be noticed only after it.
    return at && afterOpenMinutes(settings.hours, at < now ? now : at, { minutes: 0 });
  };
  const reminders = settings.reminders.map((minutes, index): { due: Due; at: Date | null } => ({
    due: { kind: 'remind', number: index + 1 },
    at: moment(wait.waitingSince, minutes),
  }));
  const ending: { due: Due; at: Date | null } =
    wait.offeredAt === null
      ? { due: { kind: 'offer' }, at: moment(wait.waitingSince, settings.offerAfter) }
      : { due: { kind: 'give up' }, at: moment(wait.offeredAt, settings.giveUpAfter) };
  return [...reminders.slice(wait.reminders), ending];
}

function mostUrgent(ready: readonly Due[]): Due[] {
  const others = ready.filter(({ kind }) => kind !== 'remind');
  if (others.some(({ kind }) => kind === 'give up')) return others;
  return [...ready.filter(({ kind }) => kind === 'remind').slice(-1), ...others];
}
