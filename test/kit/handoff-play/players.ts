import { buildCommands } from '../../../src/assistant/command-set';
import type { Commands } from '../../../src/assistant/commands';
import { commandOf } from '../../../src/assistant/commands.rules';
import { Memory } from '../../../src/assistant/memory/memory';
import { Voice } from '../../../src/assistant/voice';
import { Refusal, type RefusalCode } from '../../../src/errors';
import { Assignment } from '../../../src/handoff/assignment';
import { HandoffClock } from '../../../src/handoff/handoff-clock';
import type { Dialogue, Message } from '../../../src/infra/prisma-client/client';
import { ModelAway } from '../../../src/language-model/language-model';
import type { Command, DeskCommand, OperatorName, UserCommand } from './commands';
import type { Process, Stage } from './stage';

/** What came of a command; idle: there was nothing to do, so nothing was tried. */
export type Result = 'ok' | 'idle' | RefusalCode;

/** An answer of the bot that is not said yet. */
interface Turn {
  readonly dialogue: Dialogue;
  readonly last: Message;
}

type Of<By extends Command['by']> = Extract<Command, { by: By }>;

const passTimeSql = `
  with held as (
    update handoffs set requested_at = requested_at - $1 * interval '1 minute', waiting_since = waiting_since - $1 * interval '1 minute',
      offered_at = offered_at - $1 * interval '1 minute', left_message_at = left_message_at - $1 * interval '1 minute',
      accepted_at = accepted_at - $1 * interval '1 minute', given_at = given_at - $1 * interval '1 minute'
    where ended_at is null returning dialogue_id)
  update messages m set created_at = m.created_at - $1 * interval '1 minute'
  from held join dialogues d on d.id = held.dialogue_id where m.dialogue_id = d.id and m.seq > d.next_seq - 50`;

// None of the commands that are played asks a model.
const noModel = { complete: () => Promise.reject(new ModelAway('there is no model in a play')) };
const nothingElse = { model: noModel, answersPerMinute: 20, agreement: { handlers: {} } };

/** Carries commands out on the real use-cases, each from the process of whoever does it. */
export class Players {
  private readonly turns = new Map<number, Turn[]>();
  private readonly said = new Map<OperatorName, string>();
  private readonly commands: Commands;
  private readonly userVoice: Voice;
  private readonly botVoice: Voice;
  private readonly clock: HandoffClock;
  private readonly assignment: Assignment;

  constructor(private readonly stage: Stage) {
    const { user, bot, clock } = stage.processes;
    const { toolBox: box, toolCalls: calls } = user.domain;
    this.commands = buildCommands({ ...user.domain, ...user.ground, ...nothingElse, tools: { box, calls } });
    this.userVoice = voiceOf(user);
    this.botVoice = voiceOf(bot);
    this.assignment = new Assignment({ ...clock.domain, translation: false });
    this.clock = new HandoffClock({ ...clock.domain, ...clock.ground, assignment: this.assignment });
  }

  /** Does what a command says; whatever is no refusal is thrown. */
  async carryOut(command: Command): Promise<Result> {
    try {
      return await this.dispatch(command);
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  /** Lets time pass for everybody: all that is not over was so many minutes earlier. */
  async passTime(minutes: number): Promise<void> {
    await this.stage.database.pool.query(passTimeSql, [minutes]);
  }

  private dispatch(command: Command): Promise<Result> {
    if (command.by === 'user') return this.user(command);
    if (command.by === 'bot') return this.bot(command);
    if (command.by === 'clock') return this.time(command);
    return command.does === 'presence' ? this.presence(command) : this.desk(command);
  }

  private async presence({ by, presence }: Extract<Command, { does: 'presence' }>): Promise<Result> {
    await this.stage.processes[by].domain.queue.setPresence(this.stage.operators[by], presence);
    return 'ok';
  }

  private async desk(command: DeskCommand): Promise<Result> {
    const { by, does } = command;
    const { handoff, speech, suggestions } = this.stage.processes[by].domain;
    const viewer = this.stage.operators[by];
    const on = { dialogueId: this.dialogueId(command) };
    if (does === 'accept') await handoff.accept(viewer, on);
    if (does === 'transfer') await handoff.transfer(viewer, { ...on, operatorId: this.stage.operators[command.to].id });
    if (does === 'release') await handoff.release(viewer, { ...on, note: 'Somebody else, please' });
    if (does === 'return') await handoff.returnToBot(viewer, on);
    if (does === 'close') await handoff.close(viewer, on);
    if (does === 'request') await handoff.request(viewer, on);
    if (does === 'reply') this.said.set(by, await speech.reply(viewer, { ...on, text: 'I am on it.' }));
    if (does === 'note') this.said.set(by, await speech.addNote(viewer, { ...on, text: 'A patient user.' }));
    if (does === 'take') {
      const [suggestion] = await suggestions.pendingOf([on.dialogueId]);
      if (!suggestion) return 'idle';
      await suggestions.accept(viewer, { suggestionId: suggestion.id });
    }
    if (does !== 'amend') return 'ok';
    const messageId = this.said.get(by);
    if (messageId === undefined) return 'idle';
    await speech.edit(viewer, { messageId, text: `What I meant (${messageId}): soon.` });
    return 'ok';
  }

  /** What a worker does with what a user writes: stores it, opens what was closed, obeys what is an order. */
  private async user(command: UserCommand): Promise<Result> {
    const { dialogues } = this.stage.processes.user.domain;
    const { dialogueId, messageId } = await dialogues.receive(this.stage.incoming(command));
    const order = commandOf(command.text);
    let dialogue = await dialogues.known(dialogueId);
    if (dialogue.status === 'CLOSED' && order?.name !== 'rate') {
      await dialogues.reopen(dialogueId);
      dialogue = await dialogues.known(dialogueId);
    }
    if (!order) return 'ok';
    const [message] = await dialogues.messagesByIds([messageId]);
    const given = { dialogue, message: message!, signal: AbortSignal.timeout(60_000) };
    const outcome = await this.commands.run(order, given);
    if (typeof outcome === 'string') await dialogues.settle(dialogueId, message!.seq);
    else await this.userVoice.obey(dialogue, message!, outcome);
    return 'ok';
  }

  /** A turn that is begun is ended by a later command, in whatever state the dialogue is by then. */
  private async bot(command: Of<'bot'>): Promise<Result> {
    const turns = this.turns.get(command.dialogue) ?? [];
    this.turns.set(command.dialogue, turns);
    if (command.does === 'begin' || turns.length === 0) {
      const begun = await this.begin(this.dialogueId(command));
      if (!begun) return 'idle';
      turns.push(begun);
      if (command.does === 'begin') return 'ok';
    }
    const turn = turns.shift();
    if (!turn) return 'idle';
    const { dialogue, last } = turn;
    const { id: dialogueId, epoch } = dialogue;
    const text = `Begun in epoch ${epoch}, settles ${last.seq}`;
    if (command.does === 'answer') await this.botVoice.answer(dialogue, last, { text, citations: [], doubts: 0 });
    if (command.does === 'fail') await this.botVoice.phrase(dialogue, last, { key: 'model.away', doubts: 1 });
    if (command.does === 'hand over') {
      await this.stage.processes.bot.domain.handoff.hear({ dialogueId, reason: 'BOT_UNSURE', epoch, question: text });
    }
    return 'ok';
  }

  private async begin(dialogueId: string): Promise<Turn | undefined> {
    const { dialogues } = this.stage.processes.bot.domain;
    const dialogue = await dialogues.known(dialogueId);
    if (dialogue.status !== 'BOT') return undefined;
    const pending = await dialogues.pending(dialogue);
    const command = pending.findIndex((message) => commandOf(message.text));
    const last = pending.slice(0, command === -1 ? undefined : command).at(-1);
    return last && { dialogue, last };
  }

  private async time(command: Of<'clock'>): Promise<Result> {
    if (command.does === 'assign') await this.assignment.round();
    else await this.clock.work({ lane: this.dialogueId(command) });
    return 'ok';
  }

  private dialogueId({ dialogue }: { dialogue: number }): string {
    return this.stage.dialogueIds[dialogue]!;
  }
}

function voiceOf({ domain, ground }: Process): Voice {
  const { events, users, unanswered, dialogues, shortTerm } = domain;
  const memory = new Memory({ database: ground.database, dialogues, shortTerm, contextTokens: 8_192 });
  return new Voice({ events, users, locales: ground.locales, unanswered, memory });
}
