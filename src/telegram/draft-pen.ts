import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DraftPen, DraftRequest } from '../dialogues/channel';
import type { Log } from '../infra/log';
import type { TelegramBot } from './bots';
import { callSignal } from './call-signal';
import type { DraftWay } from './draft-calls';
import type { DraftPace } from './draft-pace';
import type { ServerAbilities } from './server-abilities';
import { faultOf, type TelegramFault } from './telegram-fault';

/** What a draft of one chat needs. */
export interface TelegramDraftDeps {
  readonly bot: TelegramBot;
  readonly server: ServerAbilities;
  readonly pace: DraftPace;
  /** Best first. */
  readonly ways: readonly DraftWay[];
  readonly log: Log;
  /** Called when it is over. */
  readonly onEnd: () => void;
}

/** Telegram takes a draft off the screen after thirty seconds. */
const keepAliveMs = 20_000;
const callMs = 5_000;
/** How soon it is noticed that there is something new to show. */
const lookAgainMs = 100;
/** How long the message may wait for a piece of its draft that is on its way: one that comes later would stay on the screen. */
const graceMs = 500;

type Verdict = 'shown' | 'later' | 'next way' | 'over';

/**
 * A native draft of the Bot API: nothing of it is stored anywhere, and the message takes its place. Where the server has
 * no drafts nothing is shown: a placeholder that is edited could be left behind by a kill, and would then be there twice.
 */
export class TelegramDraft implements DraftPen {
  readonly id: string;
  /** Whether the user sees it now. */
  isShown = false;
  private readonly draftId = randomInt(1, 2 ** 31 - 1);
  private readonly calls = new AbortController();
  private readonly over = new AbortController();
  private readonly loop: Promise<void>;
  private text = '';
  private shown: string | undefined;
  private latest = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly chatId: number,
    private readonly request: DraftRequest,
    private readonly deps: TelegramDraftDeps,
  ) {
    this.id = String(this.draftId);
    this.loop = this.run().catch((error: unknown) => this.note(faultOf(error)));
  }

  show(text: string): void {
    this.text = text;
  }

  async end(): Promise<void> {
    this.over.abort();
    const patience = new AbortController();
    await Promise.race([this.loop, rest(graceMs, patience.signal)]);
    patience.abort();
    this.calls.abort();
    await this.loop;
    this.deps.onEnd();
  }

  private async run(): Promise<void> {
    const { signal } = this.over;
    while (!signal.aborted) {
      await rest(this.isDue() ? this.deps.pace.restMs(this.latest) : lookAgainMs, signal);
      if (signal.aborted || !this.isDue()) continue;
      if (!(await this.request.stillOurs()) || (await this.showOnce()) === 'over') break;
    }
    this.isShown = false;
  }

  private isDue(): boolean {
    return this.text !== this.shown || performance.now() - this.latest > keepAliveMs;
  }

  private async showOnce(): Promise<Verdict> {
    const { text } = this;
    for (const way of this.deps.ways) {
      if (this.over.signal.aborted || !this.deps.server.has(way.method)) continue;
      this.latest = performance.now();
      const verdict = await this.tryWay(way, text);
      if (verdict === 'shown') this.shown = text;
      if (verdict !== 'next way') return verdict;
    }
    return 'over';
  }

  private async tryWay(way: DraftWay, text: string): Promise<Verdict> {
    const { bot, server, pace } = this.deps;
    const frame = { chatId: this.chatId, draftId: this.draftId, text, language: this.request.language };
    try {
      const signal = AbortSignal.any([this.calls.signal, AbortSignal.timeout(callMs)]);
      // Whatever answers with anything else does not know what it was asked for.
      if ((await way.show(bot, frame, callSignal(signal))) !== true) {
        server.avoid(way.method);
        return 'over';
      }
      pace.taken();
      this.isShown = true;
      return 'shown';
    } catch (error) {
      return this.judge(way, faultOf(error));
    }
  }

  private judge(way: DraftWay, fault: TelegramFault): Verdict {
    const { server, pace, ways } = this.deps;
    this.note(fault);
    if (server.learn(way.method, fault)) return 'next way';
    if (fault.kind === 'refused' && fault.code === 400) {
      // As long as there is another way to call the same method, it is the text that is at fault.
      if (ways.findLast(({ method }) => method === way.method) === way) server.avoid(way.method);
      return 'next way';
    }
    if (fault.kind === 'refused' && fault.code < 429) return 'over';
    pace.tooMuch(fault.kind === 'refused' ? fault.retryAfterMs : null);
    return 'later';
  }

  private note({ reason }: TelegramFault): void {
    this.deps.log.debug({ bot: this.deps.bot.settings.slug, reason }, 'a draft was not shown');
  }
}

/** Waits, or is called off. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
