import { isMemorable } from '../assistant/prompt';
import type { Bots } from '../dialogues/bots';
import type { Interpreter } from '../dialogues/interpreter';
import type { EventLog } from '../events/event-log';
import type { Database } from '../infra/database';
import type { Message } from '../infra/prisma-client/client';
import type { Translations } from '../translation/translations';
import { languageOfTag } from '../translation/translator';
import { type AttendedDialogue, DeskStore } from './desk.store';
import type { DeskStep, DeskWork } from './desk-step';
import { readersOf } from './readers.rules';

/** What translating for operators needs. */
export interface TranslatedMessagesDeps {
  readonly database: Database;
  readonly events: EventLog;
  readonly bots: Bots;
  readonly translations: Translations;
  readonly interpreter: Interpreter;
}

// What was written earlier is translated when somebody looks at it.
const mostMessages = 5;
const lookBack = 30;

/** Translates what users write for operators who do not read it, so that both texts are there when they look. */
export class TranslatedMessages implements DeskStep {
  private readonly store: DeskStore;

  constructor(private readonly deps: TranslatedMessagesDeps) {
    this.store = new DeskStore(deps.database);
  }

  async due(dialogue: AttendedDialogue): Promise<readonly DeskWork[]> {
    const { translations, bots } = this.deps;
    const withPeople = dialogue.status === 'OPERATOR' || dialogue.status === 'WAITING';
    if (!withPeople || !translations.available || dialogue.operator?.translation === false) return [];
    const languages = readersOf(dialogue, bots.get(dialogue.botId));
    const isForeign = ({ language }: Message) => language !== null && !languages.includes(languageOfTag(language));
    const said = (await this.store.said(dialogue.id, dialogue.contextSeq, lookBack)).filter(isMemorable);
    const latest = said.filter((one) => one.role === 'USER').slice(-mostMessages);
    const foreign = latest.filter(isForeign);
    if (foreign.length === 0) return [];
    const [to] = languages;
    const ids = foreign.map((one) => one.id);
    const kept = await translations.of(ids, to);
    return foreign
      .filter((one) => !kept.has(one.id))
      .map((one) => ({
        key: `translation ${one.id} ${to} ${one.editedAt?.getTime() ?? ''}`,
        run: () => this.translate(dialogue, one, to),
      }));
  }

  private async translate(dialogue: AttendedDialogue, message: Message, to: string): Promise<boolean> {
    const { operator } = dialogue;
    const translated = await this.deps.interpreter.inLanguage({ ...message, operator, dialogue }, to);
    if (translated === null) return false;
    await this.deps.events.transact(async (_tx, tell) =>
      tell({ kind: 'MESSAGE_UPDATED', dialogueId: dialogue.id, messageId: message.id }),
    );
    return true;
  }
}
