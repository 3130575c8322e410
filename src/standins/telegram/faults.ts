import { BotApiError, type ErrorParameters } from './bot-api-error';

/** What can be made to go wrong with a call. */
export type Fault =
  | { readonly kind: 'too_many_requests'; readonly retryAfter: number }
  /** More messages to one group than that within the time are refused; 20 within 60 seconds when nothing is said. */
  | { readonly kind: 'group_limit'; readonly messages?: number; readonly perSeconds?: number }
  | { readonly kind: 'server_error'; readonly code?: number }
  | { readonly kind: 'bad_request'; readonly description: string; readonly parameters?: ErrorParameters }
  /** The server is an older one that does not know the method. */
  | { readonly kind: 'method_not_found' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'unauthorized' }
  /** The call is read and never answered. */
  | { readonly kind: 'hang' }
  /** The call is carried out, and the connection dies before the answer. */
  | { readonly kind: 'accept_then_drop' }
  /** The connection dies before anything is carried out. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly ms: number };

/** A fault with the calls that it is meant for; what is not named matches every call. */
export interface FaultOrder {
  readonly method?: string;
  readonly chatId?: number;
  /** Token, slug or username. */
  readonly bot?: string;
  /** How many calls are hit; without it all of them until the fault is cleared. */
  readonly times?: number;
  readonly fault: Fault;
}

/** An ordered fault, its number, and how often it has struck. */
export interface ActiveFault extends FaultOrder {
  readonly id: number;
  readonly hits: number;
}

/** The call that a fault is looked up for. */
export interface FaultQuery {
  readonly method: string;
  readonly chatId?: number | undefined;
  readonly botNames: readonly string[];
}

/** What of a call counts as writing to a chat. */
const writing =
  /^(send(?!chataction|messagedraft|richmessagedraft)|copymessage|forwardmessage|editmessage|createforumtopic)/i;

/** The faults on order, oldest first. */
export class Faults {
  private readonly orders = new Map<number, FaultOrder & { hits: number }>();
  /** When what was let through of late was written, by limit and group. */
  private readonly written = new Map<string, number[]>();
  private nextId = 1;

  /** Orders a fault; answers its number. */
  add(order: FaultOrder): number {
    const id = this.nextId++;
    this.orders.set(id, { ...order, hits: 0 });
    return id;
  }

  /** Takes back one fault, or all. */
  clear(id?: number): void {
    if (id === undefined) this.orders.clear();
    else this.orders.delete(id);
  }

  /** What is on order; a fault that has struck as often as it should is gone. */
  list(): ActiveFault[] {
    return [...this.orders].map(([id, order]) => ({ ...order, id }));
  }

  /** The fault that strikes this call, counted as struck. */
  strike(query: FaultQuery): Fault | undefined {
    for (const [id, order] of this.orders) {
      if (!matches(order, query)) continue;
      const { fault } = order;
      const struck = fault.kind === 'group_limit' ? this.overLimit({ ...fault, id }, query) : fault;
      if (!struck) continue;
      order.hits += 1;
      if (order.times !== undefined && order.hits >= order.times) this.orders.delete(id);
      return struck;
    }
    return undefined;
  }

  private overLimit(limit: { id: number; messages?: number; perSeconds?: number }, query: FaultQuery) {
    const { chatId, method } = query;
    if (chatId === undefined || chatId >= 0 || !writing.test(method)) return undefined;
    const spanMs = (limit.perSeconds ?? 60) * 1000;
    const now = Date.now();
    const key = `${limit.id}:${chatId}`;
    const recent = (this.written.get(key) ?? []).filter((at) => at > now - spanMs);
    const [oldest] = recent;
    const refused = recent.length >= (limit.messages ?? 20);
    this.written.set(key, refused ? recent : [...recent, now]);
    if (!refused || oldest === undefined) return undefined;
    return { kind: 'too_many_requests' as const, retryAfter: Math.ceil((oldest + spanMs - now) / 1000) };
  }
}

function matches(order: FaultOrder, query: FaultQuery): boolean {
  if (order.method && order.method.toLowerCase() !== query.method.toLowerCase()) return false;
  if (order.chatId !== undefined && order.chatId !== query.chatId) return false;
  return order.bot === undefined || query.botNames.includes(order.bot);
}

/** The refusal that a fault stands for; undefined for those that are no refusals. */
export function refusalOf(fault: Fault): BotApiError | undefined {
  switch (fault.kind) {
    case 'too_many_requests': {
      const after = fault.retryAfter;
      return new BotApiError(429, `Too Many Requests: retry after ${after}`, { retry_after: after });
    }
    case 'server_error':
      return new BotApiError(fault.code ?? 500, fault.code === 502 ? 'Bad Gateway' : 'Internal Server Error');
    case 'bad_request':
      return new BotApiError(400, `Bad Request: ${fault.description}`, fault.parameters);
    case 'method_not_found':
      return new BotApiError(404, 'Not Found: method not found');
    case 'blocked':
      return new BotApiError(403, 'Forbidden: bot was blocked by the user');
    case 'unauthorized':
      return new BotApiError(401, 'Unauthorized');
    default:
      return undefined;
  }
}
