import { invariant } from '../../infra/invariant';
import type { Log } from '../../infra/log';
import { BotAccount, type BotRegistration } from './bot-account';
import { BotApiError } from './bot-api-error';
import { StateFile } from './state-file';

const tokenShape = /^[1-9]\d{0,15}:[^/\s]+$/;

/** How far ids jump when the last ones of a killed process may not have been saved. */
const gapAfterKill = 1000;

/** The bots of the server and what is kept of them. */
export class Bots {
  private readonly byToken = new Map<string, BotAccount>();
  private readonly file: StateFile | undefined;

  constructor(stateFile: string | undefined, log: Log) {
    if (stateFile) this.file = new StateFile(stateFile, () => this.all().map((bot) => bot.saved()), log);
  }

  /** Takes up the bots of an earlier process; answers them with the webhooks they had. */
  restore(): { bot: BotAccount; webhook: BotAccount['webhook'] }[] {
    const state = this.file?.load();
    return (state?.bots ?? []).map((saved) => {
      const bot = this.add({ token: saved.token });
      bot.restore(saved, state?.closed ? 0 : gapAfterKill);
      return { bot, webhook: saved.webhook ?? undefined };
    });
  }

  /** Makes a bot known, or says more about one that is. */
  add(registration: BotRegistration): BotAccount {
    invariant(tokenShape.test(registration.token), 'a bot token is <digits>:<something>');
    const known = this.byToken.get(registration.token);
    if (known) {
      known.register(registration);
      return known;
    }
    const bot = new BotAccount(registration, firstId(), () => this.file?.changed());
    this.byToken.set(bot.token, bot);
    return bot;
  }

  /** The bot that calls; every well-formed token is a bot here. */
  calling(token: string): BotAccount {
    if (!tokenShape.test(token)) throw new BotApiError(401, 'Unauthorized: invalid token specified');
    return this.byToken.get(token) ?? this.add({ token });
  }

  /** A bot by its token, id, slug or username. */
  find(name: string): BotAccount | undefined {
    return this.all().find((bot) => bot.names().includes(name));
  }

  /** All bots. */
  all(): BotAccount[] {
    return [...this.byToken.values()];
  }

  /** Saves for the last time. */
  async close(): Promise<void> {
    await this.file?.close();
  }
}

/** Ten ids a second since 2025: above those of earlier processes, and below 2^31 until 2031. */
function firstId(): number {
  return Math.floor((Date.now() - Date.UTC(2025, 0, 1)) / 100);
}
