import { Refusal } from '../../errors';
import type { Handoff } from '../../handoff/handoff';
import type { DialogueRequest, OperatorSpeech } from '../../handoff/operator-speech';
import type { Operators } from '../../people/operators';
import type { Viewer } from '../../people/viewer';
import type { DeskAnswers, DeskPhrase } from './desk-answers';
import type { DeskOperator } from './desk-operators';
import type { DeskView, DeskViewStore } from './desk-view.store';
import { readColleague } from './desk-words.rules';

/** What doing what operators want needs. */
export interface DeskActionsDeps {
  readonly handoff: Handoff;
  readonly speech: OperatorSpeech;
  readonly operators: Operators;
  readonly views: DeskViewStore;
  readonly answers: DeskAnswers;
}

/** What became of something that an operator wanted: what to say to them, if anything; `refused`: it was not done. */
export interface Deed {
  readonly say: string | null;
  readonly refused: boolean;
}

/** Which dialogue an operator wants to do something with. */
export interface Wanted {
  readonly by: DeskOperator;
  readonly dialogueId: string;
}

/** A command or a press, under a key by which a repeat of it is recognised. */
export interface Ordered extends Wanted {
  readonly idempotencyKey: string;
}

type Handler = (ordered: Ordered, argument: string) => Promise<DeskPhrase | null>;

/** What operators do to dialogues from Telegram, by the same use-cases as everybody else; refusals become words. */
export class DeskActions {
  private readonly handlers: ReadonlyMap<string, Handler>;

  constructor(private readonly deps: DeskActionsDeps) {
    const { handoff } = deps;
    const simple =
      (act: (viewer: Viewer, request: DialogueRequest) => Promise<unknown>): Handler =>
      async ({ by, ...request }) => {
        await act(by.viewer, request);
        return null;
      };
    this.handlers = new Map<string, Handler>([
      ['accept', simple((viewer, request) => handoff.accept(viewer, request))],
      ['return', simple((viewer, request) => handoff.returnToBot(viewer, request))],
      ['close', simple((viewer, request) => handoff.close(viewer, request))],
      ['release', (wanted, argument) => this.release(wanted, argument)],
      ['transfer', (wanted, argument) => this.transfer(wanted, argument)],
      ['tags', (wanted, argument) => this.tags(wanted, argument)],
    ]);
  }

  /** Whether there is a command of that name for dialogues. */
  knows(name: string): boolean {
    return this.handlers.has(name);
  }

  /** Does what a command or a button says; what there is no command for is answered with those that there are. */
  do(ordered: Ordered, name: string, argument = ''): Promise<Deed> {
    const handler = this.handlers.get(name);
    return this.attempt(ordered, async () => (handler ? handler(ordered, argument) : ['commands']));
  }

  /** Does something and puts a refusal into words. */
  async attempt(wanted: Wanted, work: () => Promise<DeskPhrase | null>): Promise<Deed> {
    const { answers } = this.deps;
    try {
      const phrase = await work();
      return { say: phrase && answers.text(wanted.by.language, phrase), refused: false };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { say: await this.why(wanted, error), refused: true };
    }
  }

  private async release({ by, ...request }: Ordered, note: string): Promise<null> {
    await this.deps.handoff.release(by.viewer, { ...request, note: note || null });
    return null;
  }

  private async transfer({ by, ...request }: Ordered, argument: string): Promise<DeskPhrase> {
    const operators = await this.deps.operators.all(by.viewer);
    const usernames = await this.deps.views.usernames();
    const others = operators.filter(({ id }) => id !== by.operator.id);
    const named = readColleague(
      argument,
      others.map((operator) => ({ ...operator, username: usernames.get(operator.id) })),
    );
    if (named.kind !== 'one') {
      const names = others.map(({ name }) => name).join(', ') || '—';
      return [named.kind === 'many' ? 'transfer.many' : 'transfer.whom', { names }];
    }
    const { id: operatorId, name } = named.colleague;
    await this.deps.handoff.transfer(by.viewer, { ...request, operatorId, note: named.rest || null });
    return ['transfer.done', { name }];
  }

  private async tags({ by, dialogueId }: Wanted, argument: string): Promise<DeskPhrase> {
    if (argument !== '') {
      const tags = argument.split(/[,\n]/).map((tag) => tag.trim().replace(/^#/, ''));
      await this.deps.speech.setTags(by.viewer, { dialogueId, tags: tags.filter((tag) => tag !== '') });
    }
    const view = await this.deps.views.of(dialogueId);
    const tags = view?.dialogue.tags ?? [];
    return tags.length > 0 ? ['tags.are', { tags: tags.join(', ') }] : ['tags.none'];
  }

  /** Why something was not done, with the name of who has the dialogue where that is the reason. */
  private async why({ by, dialogueId }: Wanted, { code, fields }: Refusal): Promise<string> {
    const { answers, views } = this.deps;
    const [field] = Object.values(fields ?? {});
    if (field !== undefined) return answers.plainText(by.language, `errors:fields.${field}`);
    const phrase = ofState.has(code) ? stateOf(by, await views.of(dialogueId)) : undefined;
    return phrase ? answers.text(by.language, phrase) : answers.plainText(by.language, `errors:${code}`);
  }
}

/** What is refused because of who answers now. */
const ofState = new Set(['ALREADY_CLAIMED', 'NOT_YOUR_DIALOGUE', 'CONFLICT', 'DIALOGUE_CLOSED']);

function stateOf(by: DeskOperator, view: DeskView | null): DeskPhrase | undefined {
  switch (view?.dialogue.status) {
    case 'BOT':
      return ['refused.with_bot'];
    case 'WAITING':
      return ['refused.waiting'];
    case 'CLOSED':
      return ['refused.closed'];
    default: {
      const holder = view?.dialogue.operator;
      return holder && holder.id !== by.operator.id ? ['refused.held', { name: holder.name }] : undefined;
    }
  }
}
