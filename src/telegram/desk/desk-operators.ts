import type { Bots } from '../../dialogues/bots';
import type { Operator } from '../../infra/prisma-client/client';
import type { TelegramInvites } from '../../people/telegram-invites';
import type { OperatorViewer } from '../../people/viewer';
import type { Sender } from '../update.rules';

/** An operator who does something in Telegram: who they are, and the language that they are spoken to in. */
export interface DeskOperator {
  readonly botId: string;
  readonly viewer: OperatorViewer;
  readonly operator: Operator;
  readonly language: string;
}

/** Somebody who does something in a chat with a bot. */
export interface Acting {
  readonly botId: string;
  readonly from: Sender | null;
}

/** Knows operators by their Telegram accounts. */
export class DeskOperators {
  constructor(private readonly deps: { invites: Pick<TelegramInvites, 'operatorOf'>; bots: Bots }) {}

  /** The operator who a Telegram user is; null for everybody else. */
  async who({ botId, from }: Acting): Promise<DeskOperator | null> {
    const operator = from && (await this.deps.invites.operatorOf(from.id));
    return operator && this.as(botId, operator);
  }

  /** An operator whose account has just been linked. */
  as(botId: string, operator: Operator): DeskOperator {
    const { id, name, role } = operator;
    const language = operator.languages[0] ?? this.deps.bots.get(botId).defaultLanguage;
    return { botId, viewer: { kind: 'operator', id, name, role }, operator, language };
  }

  /** What to speak to somebody in who may be anybody. */
  languageOf({ botId, from }: Acting): string {
    return from?.language ?? this.deps.bots.get(botId).defaultLanguage;
  }
}
