import type { Deed, DialogueEntry, HandoffEntry, MessageEntry } from './diary';
import { endingOf, isOperator, type Standing, waits } from './law';
import type { Stage } from './stage';

// What a turn of the bot comes to says of itself when it was begun.
const turn = /^Begun in epoch (?<epoch>\d+), settles (?<settles>\d+)$/;
// The clocks of the program and of the database are not one.
const leewayMs = 1_000;

/** What is known of a dialogue from the deeds so far; it finds fault with every deed that should not have been. */
export class Ledger {
  standing: Standing = { status: 'BOT', holder: null };
  epoch = 1;
  lastSeq = 1;
  handoff: HandoffEntry | null = null;
  private answered = 0;
  private unanswered = true;
  private faults: string[] = [];

  constructor(private readonly operators: Stage['operators']) {}

  /** Takes a deed down and says what is wrong with it. */
  take(deed: Deed): string[] {
    this.faults = [];
    const before = this.standing;
    if (deed.passages.length > 1) this.fault('changes who answers more than once');
    for (const passage of deed.passages) this.pass(deed, passage);
    this.demandHandoffs(deed, before);
    for (const message of deed.messages) this.hear(deed, message);
    return this.faults;
  }

  /** Says what is wrong with the dialogue as it is stored now. */
  compare(stored: DialogueEntry, open: HandoffEntry | null): string[] {
    this.faults = [];
    const { status, holder } = this.standing;
    this.demand(stored.status === status, `is stored as ${stored.status}, not ${status}`);
    this.demand(this.holderOf(stored.operator_id) === holder, 'has another holder than the deeds say');
    this.demand(stored.epoch === this.epoch, 'has another epoch than the deeds say');
    this.demand(stored.next_seq === this.lastSeq + 1, 'has another next number than the messages say');
    this.demand(
      (status === 'OPERATOR') === (holder !== null),
      'is held without an operator, or by one beside its status',
    );
    const people = status === 'WAITING' || status === 'OPERATOR';
    this.demand(people === (open !== null), people ? 'is with people without a handoff' : 'has an open handoff');
    if (open) this.demand(open.operator_id === stored.operator_id, 'and its handoff name different operators');
    return this.faults;
  }

  private pass({ by }: Deed, { from, to }: { from: DialogueEntry; to: DialogueEntry }): void {
    const [before, after] = [this.standingOf(from), this.standingOf(to)];
    const same = (one: Standing, other: Standing) => one.status === other.status && one.holder === other.holder;
    this.demand(same(before, this.standing) && from.epoch === this.epoch, 'does not follow from the deed before');
    this.demand(endingOf(by, before, after) !== undefined, `is a passage that ${by} may not make`);
    this.demand(!same(before, after), 'begins an epoch though nobody else answers');
    this.demand(to.epoch === from.epoch + 1, 'does not begin the next epoch');
    const reopened = before.status === 'CLOSED';
    this.demand(
      reopened || to.settled_seq === to.next_seq - 1,
      'leaves messages to the bot that others have dealt with',
    );
    if (by === 'clock' && before.status === 'OPERATOR') {
      this.demand(this.unanswered, 'takes a dialogue from an operator who has answered');
    }
    this.standing = after;
    this.epoch = to.epoch;
    if (after.holder !== null) this.unanswered = true;
  }

  private demandHandoffs(deed: Deed, before: Standing): void {
    const after = this.standing;
    const ending = deed.passages.length > 0 ? endingOf(deed.by, before, after) : 'none';
    const people = (standing: Standing) => standing.status === 'WAITING' || standing.status === 'OPERATOR';
    const begun = deed.handoffs.filter((one) => one.before === null);
    const ended = deed.handoffs.filter((one) => one.after.ended_at !== null && one.before?.ended_at === null);
    this.demand(begun.length === (!people(before) && people(after) ? 1 : 0), 'begins a handoff out of time');
    this.demand(ended.length === (ending === 'none' || ending === undefined ? 0 : 1), 'ends a handoff out of time');
    for (const one of ended) this.demand(one.after.outcome === ending, `ends a handoff otherwise than as ${ending}`);
    for (const one of deed.handoffs) this.change(deed, one);
    const last = deed.handoffs.at(-1)?.after;
    if (deed.passages.length > 0 && last) this.demandPassed(deed, before, last);
  }

  /** One change of a handoff, whatever goes with it. */
  private change(deed: Deed, { before, after }: Deed['handoffs'][number]): void {
    this.demand(
      (after.ended_at === null) === (after.outcome === null),
      'leaves an end without an outcome, or the reverse',
    );
    if (before?.ended_at) {
      const { rating } = after;
      this.demand(JSON.stringify({ ...before, rating }) === JSON.stringify(after), 'changes a handoff that is over');
      this.demand(after.accepted_at !== null, 'rates a handoff in which nobody was there');
      return;
    }
    const begun = turn.exec(after.last_question ?? '')?.groups;
    if (before === null && deed.by === 'bot') {
      this.demand(Number(begun?.['epoch']) === this.epoch - 1, 'hands over a dialogue that has changed hands since');
    }
    this.demand(before === null || before.id === this.handoff?.id, 'changes a handoff that is not the open one');
    if (before) this.demand(before.requested_at === after.requested_at, 'moves a place in the queue');
    if (before && deed.by === 'clock') this.demandDue(deed, before, after);
    if (!before?.left_message_at && after.left_message_at) {
      this.demand(this.standing.status === 'WAITING', 'notes a message that is left by somebody who does not wait');
    }
    this.handoff = after.ended_at === null ? after : null;
  }

  /** What the clock does is due, and only to those who wait. */
  private demandDue({ at, passages }: Deed, before: HandoffEntry, after: HandoffEntry): void {
    const { status } = this.standing;
    const passed = (since: string | null, ms: number | undefined) =>
      since !== null && ms !== undefined && at.getTime() - Date.parse(since) + leewayMs >= ms;
    if (after.reminders > before.reminders) {
      this.demand(status === 'WAITING', 'reminds of somebody who does not wait');
      this.demand(passed(before.waiting_since, waits.reminders[after.reminders - 1]), 'reminds too early');
    }
    if (after.offered_at && !before.offered_at) {
      this.demand(status === 'WAITING', 'offers another way to somebody who does not wait');
      this.demand(passed(before.waiting_since, waits.offerAfter), 'offers another way too early');
    }
    if (after.outcome === 'TIMED_OUT') {
      this.demand(passed(before.offered_at, waits.giveUpAfter), 'gives up too early');
      this.demand(before.left_message_at === null, 'gives up on somebody who has left a message');
    }
    if (passages.length > 0 && status === 'WAITING') {
      this.demand(passed(before.given_at, waits.answerWithin), 'takes a dialogue back too early');
    }
  }

  /** What a passage leaves in the handoff. */
  private demandPassed({ by }: Deed, from: Standing, handoff: HandoffEntry): void {
    const { status, holder } = this.standing;
    if (status === 'OPERATOR') {
      this.demand(this.holderOf(handoff.operator_id) === holder, 'gives the handoff to another than the dialogue');
      this.demand(handoff.assigned === (by === 'clock'), 'does not say whether the queue has given it');
      this.demand(handoff.accepted_at !== null && handoff.given_at !== null, 'does not say when it was given');
    }
    if (status === 'WAITING') this.demand(handoff.operator_id === null, 'lets somebody wait who has an operator');
    if (from.status === 'OPERATOR' && status === 'WAITING' && from.holder !== null) {
      const { id } = this.operators[from.holder];
      this.demand(handoff.passed_over.includes(id), 'forgets who has let it go');
    }
  }

  private hear(deed: Deed, message: MessageEntry): void {
    const { status, holder } = this.standing;
    this.demand(message.seq === this.lastSeq + 1, 'leaves a gap between the numbers');
    this.lastSeq = message.seq;
    if (message.role === 'USER') this.unanswered = true;
    if (message.role === 'BOT') this.demandBot(deed, message);
    if (message.role === 'OPERATOR') {
      const own = status === 'OPERATOR' && holder === deed.by && this.holderOf(message.operator_id) === holder;
      this.demand(own, 'lets an operator speak who does not have the dialogue');
      this.unanswered = false;
    }
    if (message.role === 'SYSTEM' && deed.passages.length === 0) {
      const waiting = deed.handoffs.length > 0 && status === 'WAITING';
      const told = deed.by === 'user' && deed.handoffs.length === 0 && status === 'OPERATOR';
      this.demand(waiting || told, 'says a phrase about something that is not so');
    }
  }

  private demandBot({ by }: Deed, message: MessageEntry): void {
    const { status } = this.standing;
    this.demand(status !== 'OPERATOR', 'lets the bot speak in the epoch of an operator');
    if (by === 'bot') this.demand(status === 'BOT', 'lets the bot answer where it does not answer');
    const begun = turn.exec(message.text)?.groups;
    if (!begun) return;
    this.demand(Number(begun['epoch']) === this.epoch, 'says an answer that was begun in another epoch');
    this.demand(Number(begun['settles']) > this.answered, 'answers twice');
    this.answered = Number(begun['settles']);
  }

  private standingOf(entry: DialogueEntry): Standing {
    return { status: entry.status, holder: this.holderOf(entry.operator_id) };
  }

  private holderOf(id: string | null): Standing['holder'] {
    const name = Object.values(this.operators).find((operator) => operator.id === id)?.name ?? '';
    return isOperator(name) ? name : null;
  }

  private demand(holds: boolean, fault: string): void {
    if (!holds) this.fault(fault);
  }

  private fault(fault: string): void {
    this.faults.push(fault);
  }
}
