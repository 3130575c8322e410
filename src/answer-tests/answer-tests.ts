import type { Bots } from '../dialogues/bots';
import { badInput, Refusal } from '../errors';
import type { Database } from '../infra/database';
import { newId } from '../infra/ids';
import type { AnswerTest, TestRun } from '../infra/prisma-client/client';
import type { Idempotency } from '../people/idempotency';
import { demand, type Viewer } from '../people/viewer';
import { AnswerTestStore, type ResultRow } from './answer-tests.store';
import { type Comparison, compared } from './comparison.rules';
import { type AnswerTestDraft, answerTest } from './test-file';

/** A test as somebody sends it. */
export interface NewAnswerTest {
  readonly botId: string;
  readonly language: string;
  readonly question: string;
  readonly key?: string | null | undefined;
  readonly persona?: string | null | undefined;
  readonly facts?: readonly (readonly string[])[] | null | undefined;
  readonly documents?: readonly string[] | null | undefined;
  readonly outcome?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** What is to be asked: what is in force, where nothing else is named. */
export interface TestRunRequest {
  readonly botId: string;
  readonly indexId?: string | null | undefined;
  readonly promptId?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface ById {
  readonly idempotencyKey?: string | null | undefined;
}

const mostRuns = 100;

/** Questions with what a right answer holds, and how they fared. */
export class AnswerTests {
  private readonly store: AnswerTestStore;

  constructor(private readonly deps: { database: Database; idempotency: Idempotency; bots: Bots }) {
    this.store = new AnswerTestStore(deps.database);
  }

  /** Makes the tests of a bot's file the same as the file. */
  sync(botId: string, drafts: readonly AnswerTestDraft[]): Promise<void> {
    return this.store.sync(botId, drafts);
  }

  /** The tests of a bot, those of its file first. Needs `knowledge:read`. */
  async list(viewer: Viewer | null, botId: string): Promise<AnswerTest[]> {
    demand(viewer, 'knowledge:read');
    return this.store.ofBot(botId);
  }

  /** Adds a test. Throws BAD_USER_INPUT, NOT_FOUND. Needs `knowledge:write`. */
  async add(viewer: Viewer | null, input: NewAnswerTest): Promise<AnswerTest> {
    demand(viewer, 'knowledge:write');
    const bot = this.deps.bots.get(input.botId);
    const draft = draftOf(input);
    if (draft.persona !== undefined && !bot.personas.some(({ slug }) => slug === draft.persona)) {
      throw badInput({ persona: 'persona_unknown' });
    }
    const once = { operation: 'addAnswerTest', input: { ...input } };
    const { id } = await this.deps.idempotency.once(viewer, once, async (tx) => {
      if (await AnswerTestStore.hasKey(tx, bot.id, draft.key)) throw badInput({ key: 'taken' });
      return { id: (await AnswerTestStore.add(tx, bot.id, draft)).id };
    });
    const made = await this.store.find(id);
    if (!made) throw new Refusal('NOT_FOUND');
    return made;
  }

  /** Removes a test that came over the API. Throws NOT_FOUND. Needs `knowledge:write`. */
  async remove(viewer: Viewer | null, input: ById & { readonly testId: string }): Promise<void> {
    demand(viewer, 'knowledge:write');
    const once = { operation: 'removeAnswerTest', input: { ...input } };
    await this.deps.idempotency.once(viewer, once, async (tx) => {
      if (!(await AnswerTestStore.remove(tx, input.testId))) throw new Refusal('NOT_FOUND');
      return {};
    });
  }

  /** Has all tests of a bot asked in the background. Throws NOT_FOUND, BAD_USER_INPUT. Needs `knowledge:write`. */
  async start(viewer: Viewer | null, request: TestRunRequest): Promise<TestRun> {
    demand(viewer, 'knowledge:write');
    const { botId, indexId = null, promptId = null, model = null } = request;
    this.deps.bots.get(botId);
    const once = { operation: 'runAnswerTests', input: { ...request } };
    const { runId } = await this.deps.idempotency.once(viewer, once, async (tx) => {
      if (indexId && !(await AnswerTestStore.hasIndex(tx, botId, indexId)))
        throw badInput({ indexId: 'index_unknown' });
      if (promptId && !(await AnswerTestStore.hasPrompt(tx, botId, promptId))) {
        throw badInput({ promptId: 'prompt_unknown' });
      }
      const run = { id: newId('testrun'), botId, indexId, promptId, model, startedBy: viewer.id };
      await AnswerTestStore.addRun(tx, run);
      return { runId: run.id };
    });
    return this.known(runId);
  }

  /** Stops a run; one that is over stays as it is. Throws NOT_FOUND. Needs `knowledge:write`. */
  async cancel(viewer: Viewer | null, input: ById & { readonly runId: string }): Promise<TestRun> {
    demand(viewer, 'knowledge:write');
    await this.known(input.runId);
    const once = { operation: 'cancelTestRun', input: { ...input } };
    await this.deps.idempotency.once(viewer, once, async (tx) => {
      await AnswerTestStore.cancelRun(tx, input.runId);
      return {};
    });
    return this.known(input.runId);
  }

  /** A run. Throws NOT_FOUND. Needs `knowledge:read`. */
  async run(viewer: Viewer | null, id: string): Promise<TestRun> {
    demand(viewer, 'knowledge:read');
    return this.known(id);
  }

  /** The runs of a bot, newest first. Throws BAD_USER_INPUT. Needs `knowledge:read`. */
  async runs(viewer: Viewer | null, botId: string, first = 20): Promise<TestRun[]> {
    demand(viewer, 'knowledge:read');
    if (first < 1 || first > mostRuns) throw badInput({ first: 'page_size' });
    return this.store.runs(botId, first);
  }

  private async known(id: string): Promise<TestRun> {
    const run = await this.store.run(id);
    if (!run) throw new Refusal('NOT_FOUND');
    return run;
  }

  /** What each test came to in a run. */
  results(run: TestRun): Promise<ResultRow[]> {
    return this.store.results(run.id);
  }

  /** What is better and worse than in another run: the last one before it, where none is named; null when there is none. */
  async compare(run: TestRun, otherId: string | null): Promise<(Comparison & { readonly run: TestRun }) | null> {
    const other = otherId === null ? await this.store.before(run) : await this.store.run(otherId);
    if (!other || other.botId !== run.botId) return null;
    const [now, then] = await Promise.all([this.store.results(run.id), this.store.results(other.id)]);
    return { run: other, ...compared(now, then) };
  }
}

function draftOf({ botId: _bot, idempotencyKey: _key, ...input }: NewAnswerTest): AnswerTestDraft {
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  const read = answerTest.safeParse({ key: newId('test').replaceAll('_', '-'), ...Object.fromEntries(given) });
  if (read.success) return read.data;
  throw badInput(Object.fromEntries(read.error.issues.map(({ path }) => [String(path[0] ?? 'question'), 'invalid'])));
}
