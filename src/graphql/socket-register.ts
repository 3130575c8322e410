import type { Unsubscribe } from '../infra/bus';
import type { Log } from '../infra/log';
import type { AccessSignal } from '../people/access-signal';
import type { Viewer } from '../people/viewer';
import type { Callers, Shown } from './callers';
import { closeCodes } from './socket-connection';

/** A connection that stays open: a socket, or a stream of events. */
export interface Held {
  /** Null until its caller is known. */
  readonly viewer: Viewer | null;
  readonly ip: string;
  /** What its caller showed, to look at again. */
  readonly credentials: Shown | undefined;
  checkedAt: number;
  /** Asks whether the other side is still there. */
  probe(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

const mostSockets = 5_000;
const mostOfOperator = 10;
// An app that opens all its sockets again at once is not yet known on any of them for a moment.
const mostUnknownOfAddress = 100;
const probeMs = 12_000;
const lookMs = 5_000;
const lookAgainAfterMs = 55_000;
const goodbyeMs = 1_000;

/** The sockets of this process: how many there may be, whether they are alive, and whether their callers still may. */
export class SocketRegister {
  private readonly connections = new Set<Held>();
  private timers: NodeJS.Timeout[] = [];
  private unfollow: Unsubscribe | undefined;
  private looking = false;
  private onEmpty: (() => void) | undefined;
  private closing: Promise<void> | undefined;

  constructor(private readonly deps: { callers: Callers; access: AccessSignal; log: Log }) {}

  async start(): Promise<void> {
    this.unfollow = await this.deps.access.follow((viewerId) => void this.lookAt(viewerId));
    this.timers = [
      setInterval(() => {
        for (const connection of this.connections) connection.probe();
      }, probeMs),
      setInterval(() => void this.lookAtOld(), lookMs),
    ];
  }

  /** Whether no more sockets are taken: there are too many, or the program stops. */
  isFull(): boolean {
    return this.closing !== undefined || this.connections.size >= mostSockets;
  }

  /** Takes a socket in; false when its address has too many that have not said who they are. */
  add(connection: Held): boolean {
    const unknown = [...this.connections].filter(({ viewer, ip }) => viewer === null && ip === connection.ip).length;
    if (unknown >= mostUnknownOfAddress) return false;
    this.connections.add(connection);
    return true;
  }

  /** Whether an operator may have this socket too. */
  admits({ viewer }: Held): boolean {
    if (viewer?.kind !== 'operator') return true;
    return [...this.connections].filter((one) => one.viewer?.id === viewer.id).length <= mostOfOperator;
  }

  remove(connection: Held): void {
    this.connections.delete(connection);
    if (this.connections.size === 0) this.onEmpty?.();
  }

  /** Says goodbye to all, waits a moment, and ends those that have not gone. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.unfollow?.();
    if (this.connections.size === 0) return;
    const gone = new Promise<void>((resolve) => {
      this.onEmpty = resolve;
    });
    for (const connection of this.connections) connection.close(closeCodes.goingAway, 'Going away');
    const timer = setTimeout(() => {
      for (const connection of this.connections) connection.terminate();
    }, goodbyeMs);
    await gone;
    clearTimeout(timer);
  }

  private async lookAt(viewerId: string): Promise<void> {
    for (const connection of this.connections) {
      if (connection.viewer?.id === viewerId) await this.look(connection);
    }
  }

  /** Signals can be lost: everybody is looked at again once a minute. */
  private async lookAtOld(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const before = performance.now() - lookAgainAfterMs;
    for (const connection of this.connections) {
      if (connection.checkedAt < before) await this.look(connection);
    }
    this.looking = false;
  }

  /** Closes the socket of somebody who may no longer do what they might when it was opened. */
  private async look(connection: Held): Promise<void> {
    const { credentials, viewer } = connection;
    if (!credentials) return;
    try {
      const now = await this.deps.callers.identify(credentials);
      connection.checkedAt = performance.now();
      if (rightsOf(now.viewer) !== rightsOf(viewer)) connection.close(closeCodes.forbidden, 'Forbidden');
    } catch (error) {
      this.deps.log.warn({ err: error }, 'the caller of a socket could not be looked at again; it is tried later');
    }
  }
}

/** Who somebody is and what they may do; how they are called is no matter. */
function rightsOf(viewer: Viewer | null): string {
  return JSON.stringify(viewer && { ...viewer, name: '' });
}
