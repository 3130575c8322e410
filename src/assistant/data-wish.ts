import type { Dialogues } from '../dialogues/dialogues';
import type { Erasure } from '../dialogues/erasure';
import type { Locales } from '../infra/locales';
import type { Dialogue, Message } from '../infra/prisma-client/client';
import type { CommandHandler, CommandOutcome, Order } from './command-outcome';
import { commandOf } from './commands.rules';

/** What the wish to be forgotten needs. */
export interface DataWishDeps {
  readonly dialogues: Pick<Dialogues, 'messagesAfter'>;
  readonly erasure: Pick<Erasure, 'byUser'>;
  readonly locales: Locales;
}

const validMs = 10 * 60_000;
const lookAhead = 200;

/** A user's wish to have their data deleted: it is asked again, and the answer counts for ten minutes and for them alone. */
export class DataWish {
  /** The wish itself, and the commands of its buttons. */
  readonly handlers: Readonly<Record<string, CommandHandler>> = {
    delete_my_data: (order) => this.ask(order),
    erase: (order) => this.confirm(order),
    keep: (order) => this.keep(order),
  };

  constructor(private readonly deps: DataWishDeps) {}

  /** Asks whether they really want it. The button names the wish by its number in their own dialogue, so that it is of no use elsewhere. */
  ask({ dialogue, message }: Order): CommandOutcome {
    const { language } = dialogue;
    const buttons = [
      [{ text: this.deps.locales.t(language, 'replies:button.erase'), action: `erase:${message.seq}` }],
      [{ text: this.deps.locales.t(language, 'replies:button.keep'), action: 'keep' }],
    ];
    return { ...this.reply(dialogue, 'erasure.ask'), buttons };
  }

  keep({ dialogue }: Order): CommandOutcome {
    return this.reply(dialogue, 'erasure.kept');
  }

  /** Erases the user where the wish is theirs, still fresh and not taken back. */
  async confirm({ dialogue, argument, message }: Order): Promise<CommandOutcome> {
    if (!(await this.isWished(dialogue, Number(argument), message))) return this.reply(dialogue, 'erasure.stale');
    await this.deps.erasure.byUser(dialogue);
    return 'done';
  }

  private async isWished({ id }: Dialogue, seq: number, confirmation: Message): Promise<boolean> {
    if (!Number.isSafeInteger(seq) || seq < 1 || seq >= confirmation.seq) return false;
    const [wish, ...since] = await this.deps.dialogues.messagesAfter(id, seq - 1, lookAhead);
    if (!wish || !isCommand(wish, 'delete_my_data')) return false;
    if (since.some((one) => one.seq < confirmation.seq && isCommand(one, 'keep'))) return false;
    return confirmation.createdAt.getTime() - wish.createdAt.getTime() < validMs;
  }

  private reply({ language }: Dialogue, key: string): { say: string } {
    return { say: this.deps.locales.t(language, `replies:${key}`) };
  }
}

function isCommand({ role, text }: Message, name: string): boolean {
  return role === 'USER' && commandOf(text)?.name === name;
}
