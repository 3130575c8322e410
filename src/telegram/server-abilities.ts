import type { TelegramFault } from './telegram-fault';

// A server is brought up to date now and then; until then every try would cost a call.
const unknownForMs = 600_000;
const refusedForMs = 60_000;

/** What a Bot API server has shown that it cannot do: older ones lack drafts and rich messages. */
export class ServerAbilities {
  private readonly lacking = new Map<string, number>();

  /** Whether a method is worth a try now. */
  has(method: string): boolean {
    return (this.lacking.get(method) ?? 0) <= performance.now();
  }

  /** Learns from a refusal; true when the server does not know the method at all. */
  learn(method: string, fault: TelegramFault): boolean {
    if (fault.kind !== 'refused' || fault.code !== 404) return false;
    this.lacking.set(method, performance.now() + unknownForMs);
    return true;
  }

  /** Leaves a method alone for a while, since it was refused for reasons that will hardly pass within seconds. */
  avoid(method: string): void {
    this.lacking.set(method, performance.now() + refusedForMs);
  }
}
