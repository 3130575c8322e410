import { NotNow } from '../../dialogues/channel';
import type { LaneOutcome, Lease } from '../../infra/lanes';
import type { Log } from '../../infra/log';
import type { TelegramDesk } from '../../infra/prisma-client/client';
import { stageOf } from './cards';
import { ChatLost } from './desk-api';
import type { Surface } from './desk-surface';
import type { DeskView, DeskViewStore } from './desk-view.store';
import type { DeskStore } from './desks.store';
import type { PlaceMirror } from './place-mirror';
import { groupPauseMs, type Surfaces } from './surfaces';

/** What mirroring dialogues into Telegram needs. */
export interface DeskMirrorDeps {
  readonly views: DeskViewStore;
  readonly desks: DeskStore;
  readonly surfaces: Surfaces;
  readonly places: PlaceMirror;
  readonly log: Log;
}

/** When a dialogue is to be looked at again, and what went wrong so far. */
interface Looking {
  dueInMs: number[];
  putOffMs: number[];
  failures: unknown[];
}

// Places in the queue move, and operators come, without a word to this dialogue.
const whileWaitingMs = 30_000;
// What an operator said last is still on its way when they close the dialogue.
const whilePendingMs = 5_000;
const pendingAtMostMs = 600_000;

/**
 * Shows dialogues with people to the operators in Telegram: in the group of the bot, and in private. It reads what is and does what is not
 * done yet, so that it may be called at any time, and again after a crash; one line may be there twice then.
 */
export class DeskMirror {
  constructor(private readonly deps: DeskMirrorDeps) {}

  /** Brings all places of a dialogue up to date. */
  async work(lease: Lease): Promise<LaneOutcome> {
    const view = await this.deps.views.of(lease.lane);
    if (!view) return { again: false };
    const looking: Looking = { dueInMs: [], putOffMs: [], failures: [] };
    const { surfaces } = this.deps;
    const desk = await surfaces.group(view.dialogue.botId);
    const groupWorks = desk !== null && (await this.showInGroup(view, desk, looking));
    for (const surface of await surfaces.inPrivate(view, groupWorks)) await this.showInPrivate(view, surface, looking);
    if (!groupWorks && (await this.deps.desks.of(view.dialogue.botId))) looking.dueInMs.push(groupPauseMs);
    return this.outcome(view, looking);
  }

  /** False when the group cannot be written to: then operators are served in private. */
  private async showInGroup(view: DeskView, desk: TelegramDesk, looking: Looking): Promise<boolean> {
    const { surfaces, places, desks, log } = this.deps;
    const { botId, chatId } = desk;
    try {
      const surface = await surfaces.inGroup(view, desk);
      if (!surface) return true;
      await places.show({ view, surface });
      if (desk.brokenAt && (await desks.markWhole(botId, chatId)))
        log.info({ botId }, 'the desk in Telegram works again');
      return true;
    } catch (error) {
      if (!(error instanceof ChatLost)) {
        note(looking, error);
        return true;
      }
      if (await desks.markBroken(desk, error.message)) {
        log.warn(
          { botId, reason: error.message },
          'the desk in Telegram cannot be written to; operators are served in private',
        );
      }
      return false;
    }
  }

  private async showInPrivate(view: DeskView, surface: Surface, looking: Looking): Promise<void> {
    try {
      await this.deps.places.show({ view, surface });
    } catch (error) {
      if (!(error instanceof ChatLost)) return note(looking, error);
      this.deps.log.debug({ operator: surface.operator?.id, reason: error.message }, 'an operator cannot be reached');
    }
  }

  private async outcome(view: DeskView, { dueInMs, putOffMs, failures }: Looking): Promise<LaneOutcome> {
    if (failures.length > 0) throw failures[0];
    if (putOffMs.length > 0) return { retryAfterMs: Math.max(...putOffMs) };
    const stage = stageOf(view);
    if (stage === 'waiting') dueInMs.push(whileWaitingMs);
    const { endedAt } = view.handoff;
    const ended = endedAt !== null && Date.now() - endedAt.getTime() < pendingAtMostMs;
    if (ended && (await this.deps.views.isSending(view.dialogue.id))) dueInMs.push(whilePendingMs);
    return dueInMs.length > 0 ? { dueInMs: Math.min(...dueInMs) } : { again: false };
  }
}

function note(looking: Looking, error: unknown): void {
  if (error instanceof NotNow) looking.putOffMs.push(error.retryAfterMs);
  else looking.failures.push(error);
}
