import type { Address, DraftPen } from '../dialogues/channel';
import type { Channels } from '../dialogues/deliveries';
import type { WhoAnswers } from '../handoff/who-answers';
import type { Bus } from '../infra/bus';
import type { Log } from '../infra/log';
import type { Dialogue } from '../infra/prisma-client/client';
import type { Users } from '../people/users';
import { LateDraft } from './late-draft';
import { ReplyStream } from './reply-stream';

/** How an answer is made while it is shown: hears the text, and ends early when the signal says so. */
export interface Showing {
  readonly onText: (piece: string) => void;
  readonly signal: AbortSignal;
  /** Takes back what was shown in the user's chat: the answer is written once more. */
  readonly afresh: () => void;
}

/** The user wants to hear no more of an answer; the reason of the signal that ends it. */
export class StoppedByUser extends Error {
  override readonly name = 'StoppedByUser';

  constructor(
    /** What was written until then. */
    readonly text: string,
  ) {
    super('the user stopped the answer');
  }
}

/** A user's wish that a draft is not written any further; told on the bus, for the worker that writes it may be anywhere. */
export interface StopWish extends Address {
  /** The name of the draft, as its pen has it. */
  readonly draft: string;
}

/** The topic on which wishes to stop are told. */
export const stopTopic = 'stop';

/** What showing answers needs. */
export interface ShownAnswersDeps {
  readonly bus: Bus;
  readonly whoAnswers: WhoAnswers;
  readonly users: Pick<Users, 'byIds'>;
  readonly channels: Channels;
  readonly log: Log;
}

/** Shows answers to whoever watches while they are written: over the API piece by piece, in the user's chat as a draft. */
export class ShownAnswers {
  /** What ends each answer that can be stopped now. */
  private readonly stops = new Map<string, () => void>();
  private listening: Promise<unknown> | undefined;

  constructor(private readonly deps: ShownAnswersDeps) {}

  /** Does the work while its text is shown; the show is over when the work is. The signal's reason is StoppedByUser when the user stops it. */
  async during<T>(dialogue: Dialogue, signal: AbortSignal, work: (showing: Showing) => Promise<T>): Promise<T> {
    const stopped = new AbortController();
    const stillOurs = async () => (await this.deps.whoAnswers.of(dialogue.id)).epoch <= dialogue.epoch;
    const stream = new ReplyStream(this.deps.bus, dialogue.id, stillOurs);
    let stopKey: string | undefined;
    const draft: LateDraft = new LateDraft(async () => {
      const opened = await this.openDraft(dialogue, stillOurs);
      if (!opened) return undefined;
      stopKey = keyOf({ ...opened.address, draft: opened.pen.id });
      this.stops.set(stopKey, () => stopped.abort(new StoppedByUser(draft.written)));
      return opened.pen;
    });
    const onText = (piece: string) => {
      stream.write(piece);
      draft.write(piece);
    };
    try {
      const afresh = () => draft.clear();
      return await work({ onText, afresh, signal: AbortSignal.any([signal, stopped.signal]) });
    } finally {
      await Promise.all([stream.end(), draft.end()]);
      if (stopKey !== undefined) this.stops.delete(stopKey);
    }
  }

  /** A show only: that it cannot begin is no reason to give no answer. */
  private async openDraft(
    dialogue: Dialogue,
    stillOurs: () => Promise<boolean>,
  ): Promise<{ pen: DraftPen; address: Address } | undefined> {
    try {
      const [user] = await this.deps.users.byIds([dialogue.userId]);
      const channel = user && this.deps.channels[user.channel];
      if (!user || !channel?.draft) return undefined;
      this.listening ??= this.deps.bus.subscribe(stopTopic, (wish) => this.stop(wish as StopWish));
      await this.listening;
      const address = { botId: dialogue.botId, externalId: user.externalId };
      return { address, pen: channel.draft(address, { language: dialogue.language, stillOurs }) };
    } catch (error) {
      this.deps.log.warn({ err: error, dialogueId: dialogue.id }, 'an answer is not shown while it is written');
      return undefined;
    }
  }

  private stop(wish: StopWish): void {
    this.stops.get(keyOf(wish))?.();
  }
}

function keyOf({ botId, externalId, draft }: StopWish): string {
  return `${botId} ${externalId} ${draft}`;
}
