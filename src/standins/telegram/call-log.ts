import type { Fault } from './faults';

/** One call of a bot, as it came and as it was answered. */
export interface CallRecord {
  readonly number: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly at: number;
  answeredAt?: number;
  readonly bot: string;
  readonly method: string;
  readonly chatId?: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly fault?: Fault['kind'];
  /** 200, the error code, or 0 while there is no answer. */
  status: number;
  error?: string;
  result?: unknown;
}

/** Which calls to list. */
export interface CallFilter {
  readonly bot?: string | undefined;
  readonly method?: string | undefined;
  readonly chatId?: number | undefined;
}

const longest = 50_000;

/** The latest calls of all bots, in the order in which they came. */
export class CallLog {
  private records: CallRecord[] = [];
  private next = 1;

  /** Notes a call that has just come. */
  open(
    call: Pick<CallRecord, 'bot' | 'method' | 'params'> & Partial<Pick<CallRecord, 'chatId' | 'fault'>>,
  ): CallRecord {
    const record: CallRecord = {
      number: this.next++,
      at: performance.timeOrigin + performance.now(),
      status: 0,
      ...call,
    };
    this.records.push(record);
    if (this.records.length > longest * 1.2) this.records = this.records.slice(-longest);
    return record;
  }

  /** Notes how a call was answered. */
  answered(record: CallRecord, status: number, outcome: { error?: string; result?: unknown }): void {
    record.answeredAt = performance.timeOrigin + performance.now();
    record.status = status;
    Object.assign(record, outcome);
  }

  /** The calls that match, oldest first. */
  list(filter: CallFilter = {}): CallRecord[] {
    const method = filter.method?.toLowerCase();
    return this.records.filter(
      (record) =>
        (filter.bot === undefined || record.bot === filter.bot) &&
        (method === undefined || record.method.toLowerCase() === method) &&
        (filter.chatId === undefined || record.chatId === filter.chatId),
    );
  }

  /** Forgets all calls. */
  clear(): void {
    this.records = [];
  }
}
