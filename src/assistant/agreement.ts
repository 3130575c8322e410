import type { Bots } from '../dialogues/bots';
import type { Button } from '../dialogues/channel';
import type { Dialogues } from '../dialogues/dialogues';
import { nearestLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import type { Dialogue, Message, Prisma, ToolProposal } from '../infra/prisma-client/client';
import type { Committed, Tool } from '../tools/tool';
import type { ToolBox } from '../tools/tool-box';
import type { MadeCall, ToolCalls } from '../tools/tool-calls';
import type { ToolProposals } from '../tools/tool-proposals';
import type { Proposal } from '../tools/tool-session';
import { isAgreement } from './agreement.rules';
import type { CommandHandler, CommandOutcome, Order } from './command-outcome';
import type { Voice } from './voice';

/** What asking for agreement, and acting on it, needs. */
export interface AgreementDeps {
  readonly bots: Bots;
  readonly dialogues: Pick<Dialogues, 'messagesAfter'>;
  readonly voice: Voice;
  readonly locales: Locales;
  readonly tools: { readonly box: ToolBox; readonly calls: ToolCalls; readonly proposals: ToolProposals };
}

/** What is proposed, and what was called for it. */
export interface Proposing extends Proposal {
  readonly calls: readonly MadeCall[];
}

const overKeys: Readonly<Partial<Record<ToolProposal['status'], string>>> = {
  CHANGED: 'tools.over.changed',
  REPLACED: 'tools.over.replaced',
  EXPIRED: 'tools.over.expired',
};

/** What a bot does at its user's word only: it is shown first, and done when the user presses the button that stands for exactly that. */
export class Agreement {
  /** The commands of the buttons. */
  readonly handlers: Readonly<Record<string, CommandHandler>> = {
    confirm: (order) => this.confirm(order),
    change: (order) => this.change(order),
  };

  constructor(private readonly deps: AgreementDeps) {}

  /** Shows what would be done; nothing is done yet. */
  async propose(dialogue: Dialogue, last: Message, { calls, ...proposal }: Proposing): Promise<void> {
    const { id: dialogueId, language } = dialogue;
    const { tool, hash, preview } = proposal;
    const content = proposal.content as Prisma.InputJsonObject;
    const kept = { dialogueId, turnSeq: last.seq, tool, hash, preview, content, language };
    await this.deps.voice.answer(dialogue, last, {
      text: this.deps.locales.t(language, 'replies:tools.proposal', { preview }),
      citations: [],
      toolCalls: calls,
      buttons: [this.buttonsOf(language, hash)],
      doubts: 0,
      within: (tx) => this.deps.tools.proposals.openIn(tx, kept),
    });
  }

  /** The command that a typed agreement stands for, where it is the very next thing after what was proposed. */
  async typed(dialogue: Dialogue, burst: readonly Message[]): Promise<{ name: string; argument: string } | undefined> {
    const [message, ...more] = burst;
    if (!message || more.length > 0 || !isAgreement(message.text)) return undefined;
    const open = await this.deps.tools.proposals.openOf(dialogue.id);
    if (open?.turnSeq !== dialogue.settledSeq) return undefined;
    // What was written before the user could read the proposal agrees to something else.
    const [before] = await this.deps.dialogues.messagesAfter(dialogue.id, message.seq - 2, 1);
    return before?.role === 'BOT' && before.seq === message.seq - 1
      ? { name: 'confirm', argument: open.hash }
      : undefined;
  }

  private async confirm(order: Order): Promise<CommandOutcome> {
    const { dialogue, argument } = order;
    const proposal = await this.deps.tools.proposals.find(dialogue.id, argument);
    if (!proposal) return this.reply(dialogue, 'tools.over.unknown');
    if (proposal.status === 'OPEN') return this.commit(order, proposal);
    const over = overKeys[proposal.status];
    return over === undefined ? this.repeat(dialogue, proposal) : this.reply(dialogue, over);
  }

  private async change({ dialogue, message, argument }: Order): Promise<CommandOutcome> {
    const { proposals } = this.deps.tools;
    const proposal = await proposals.find(dialogue.id, argument);
    if (!proposal) return this.reply(dialogue, 'tools.over.unknown');
    if (proposal.status === 'CONFIRMED') return this.repeat(dialogue, proposal);
    if (proposal.status !== 'OPEN') return this.reply(dialogue, 'tools.change');
    await this.deps.voice.report(dialogue, message, {
      text: this.reply(dialogue, 'tools.change').say,
      claim: (tx) => proposals.decideIn(tx, proposal.id, { status: 'CHANGED' }),
    });
    return 'done';
  }

  private async commit(order: Order, proposal: ToolProposal): Promise<CommandOutcome> {
    const { dialogue, message } = order;
    const { box, proposals } = this.deps.tools;
    const tool = await box.find(this.deps.bots.get(dialogue.botId), proposal.tool);
    if (tool?.effect !== 'write') return this.reply(dialogue, 'tools.gone');
    const { outcome, made } = await this.run(order, { tool, proposal });
    if (outcome.status === 'FAILED') return this.tryAgain(dialogue, proposal);
    const ended: Pick<Committed, 'text' | 'buttons'> =
      outcome.status === 'DONE' ? outcome.result : { text: 'error' in outcome ? outcome.error : '' };
    const status = outcome.status === 'DONE' ? 'CONFIRMED' : 'FAILED';
    const { text, buttons = [] } = ended;
    const result = { text, buttons: buttons as unknown as Prisma.InputJsonArray };
    await this.deps.voice.report(dialogue, message, {
      text,
      buttons,
      toolCalls: [made],
      claim: (tx) => proposals.decideIn(tx, proposal.id, { status, result }),
    });
    return 'done';
  }

  /** Does what was agreed to. Its key is the button's, so that whatever happens in between, it is done once. */
  private run(
    { dialogue, message, signal }: Order,
    of: { tool: Extract<Tool, { effect: 'write' }>; proposal: ToolProposal },
  ) {
    const { tool, proposal } = of;
    const { id: dialogueId, botId, userId } = dialogue;
    const language = nearestLanguage(dialogue.language);
    const content = proposal.content as Record<string, unknown>;
    return this.deps.tools.calls.make({
      place: { dialogueId, turnSeq: message.seq, number: 0 },
      name: tool.name,
      arguments: content,
      mayRepeat: false,
      signal,
      failed: this.reply(dialogue, 'tools.failed').say,
      work: async (limited) => {
        const context = { botId, dialogueId, userId, language, signal: limited, key: proposal.hash };
        return { status: 'DONE', result: await tool.commit(content, context) };
      },
    });
  }

  /** What a button was pressed for before is not done again, but said again. */
  private repeat(dialogue: Dialogue, { status, result }: ToolProposal): CommandOutcome {
    const { text = '', buttons = [] } = (result ?? {}) as Partial<Committed>;
    const lead = status === 'CONFIRMED' ? [this.reply(dialogue, 'tools.done_already').say] : [];
    return { say: [...lead, text].join('\n\n'), buttons };
  }

  /** Nobody knows what became of it: pressed again, it is done if it was not. */
  private tryAgain(dialogue: Dialogue, { hash }: ToolProposal): CommandOutcome {
    return { ...this.reply(dialogue, 'tools.failed'), buttons: [this.buttonsOf(dialogue.language, hash)] };
  }

  private buttonsOf(language: string, hash: string): Button[] {
    const button = (name: string) => this.deps.locales.t(language, `replies:button.${name}`);
    return [
      { text: button('confirm'), action: `confirm:${hash}` },
      { text: button('change'), action: `change:${hash}` },
    ];
  }

  private reply({ language }: Dialogue, key: string): { say: string } {
    return { say: this.deps.locales.t(language, `replies:${key}`) };
  }
}
