import type { Database, Tx } from '../infra/database';
import { newId } from '../infra/ids';
import { LaneStore } from '../infra/lanes.store';
import type { AnswerTest, Prisma, TestResult, TestRun } from '../infra/prisma-client/client';
import type { AnswerTestDraft } from './test-file';

/** The queue of runs; a lane is a run. */
export const testQueue = 'answer-tests';

/** A result with its test. */
export type ResultRow = TestResult & { readonly test: AnswerTest };

const open: TestRun['status'][] = ['QUEUED', 'RUNNING'];

/** Tests of answers and their runs in the database. */
export class AnswerTestStore {
  constructor(private readonly database: Database) {}

  /** Makes the tests that came from a bot's file the same as the file; in one statement, since a file may have hundreds. */
  async sync(botId: string, drafts: readonly AnswerTestDraft[]): Promise<void> {
    const rows = JSON.stringify(drafts.map((draft) => ({ id: newId('test'), ...rowOf(draft) })));
    await this.database.transaction(async (tx) => {
      const keys = drafts.map(({ key }) => key);
      await tx.answerTest.deleteMany({ where: { botId, origin: 'file', key: { notIn: keys } } });
      await tx.$executeRaw`
        insert into answer_tests as known (id, bot_id, origin, key, language, persona, question, facts, documents, outcome)
        select id, ${botId}, 'file', key, language, persona, question, facts, documents, outcome
        from jsonb_to_recordset(${rows}::jsonb) as row(
          id text, key text, language text, persona text, question text, facts jsonb, documents jsonb, outcome text)
        on conflict (bot_id, origin, key) do update set (language, persona, question, facts, documents, outcome) =
          (excluded.language, excluded.persona, excluded.question, excluded.facts, excluded.documents, excluded.outcome)
        where (known.language, known.persona, known.question, known.facts, known.documents, known.outcome) is distinct from
          (excluded.language, excluded.persona, excluded.question, excluded.facts, excluded.documents, excluded.outcome)`;
    });
  }

  static async add(tx: Tx, botId: string, draft: AnswerTestDraft): Promise<AnswerTest> {
    return tx.answerTest.create({ data: { id: newId('test'), botId, origin: 'api', ...rowOf(draft) } });
  }

  static async hasKey(tx: Tx, botId: string, key: string): Promise<boolean> {
    return (await tx.answerTest.count({ where: { botId, key } })) > 0;
  }

  /** Removes a test that came over the API; false when there is none. */
  static async remove(tx: Tx, id: string): Promise<boolean> {
    return (await tx.answerTest.deleteMany({ where: { id, origin: 'api' } })).count > 0;
  }

  async find(id: string): Promise<AnswerTest | null> {
    return this.database.prisma.answerTest.findUnique({ where: { id } });
  }

  async ofBot(botId: string): Promise<AnswerTest[]> {
    return this.database.prisma.answerTest.findMany({ where: { botId }, orderBy: [{ origin: 'desc' }, { id: 'asc' }] });
  }

  static async addRun(tx: Tx, run: Prisma.TestRunUncheckedCreateInput): Promise<void> {
    const total = await tx.answerTest.count({ where: { botId: run.botId } });
    await tx.testRun.create({ data: { ...run, total } });
    await LaneStore.wake(tx, testQueue, run.id);
  }

  static async hasIndex(tx: Tx, botId: string, id: string): Promise<boolean> {
    return (await tx.knowledgeIndex.count({ where: { botId, id, status: 'READY' } })) > 0;
  }

  static async hasPrompt(tx: Tx, botId: string, id: string): Promise<boolean> {
    return (await tx.promptVersion.count({ where: { botId, id } })) > 0;
  }

  static async cancelRun(tx: Tx, id: string): Promise<void> {
    await tx.testRun.updateMany({
      where: { id, status: { in: open } },
      data: { status: 'CANCELLED', endedAt: new Date() },
    });
  }

  async run(id: string): Promise<TestRun | null> {
    return this.database.prisma.testRun.findUnique({ where: { id } });
  }

  /** Runs of a bot, newest first. */
  async runs(botId: string, limit: number): Promise<TestRun[]> {
    return this.database.prisma.testRun.findMany({ where: { botId }, orderBy: { id: 'desc' }, take: limit });
  }

  async results(runId: string): Promise<ResultRow[]> {
    return this.database.prisma.testResult.findMany({
      where: { runId },
      include: { test: true },
      orderBy: { testId: 'asc' },
    });
  }

  /** The last finished run of a bot before this one; null when it is the first. */
  async before(run: TestRun): Promise<TestRun | null> {
    return this.database.prisma.testRun.findFirst({
      where: { botId: run.botId, status: 'DONE', id: { lt: run.id } },
      orderBy: { id: 'desc' },
    });
  }

  /** Marks a run as begun and tells which tests it still has to ask; null when it is not wanted any more. */
  async begin(id: string): Promise<AnswerTest[] | null> {
    const { prisma } = this.database;
    const { count } = await prisma.testRun.updateMany({
      where: { id, status: { in: open } },
      data: { status: 'RUNNING' },
    });
    if (count === 0) return null;
    const { botId } = await prisma.testRun.findUniqueOrThrow({ where: { id } });
    return prisma.answerTest.findMany({
      where: { botId, results: { none: { runId: id } } },
      orderBy: { id: 'asc' },
    });
  }

  /** Keeps a result; false when the run is not wanted any more, or the test is gone. */
  async keep(result: Prisma.TestResultUncheckedCreateInput): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { runId, testId, passed } = result;
      if ((await tx.answerTest.count({ where: { id: testId } })) === 0) return true;
      const { count } = await tx.testRun.updateMany({
        where: { id: runId, status: 'RUNNING' },
        data: { done: { increment: 1 }, ...(passed && { passed: { increment: 1 } }) },
      });
      if (count > 0) await tx.testResult.create({ data: result });
      return count > 0;
    });
  }

  async end(id: string, status: 'DONE' | 'FAILED', error: string | null = null): Promise<void> {
    await this.database.prisma.testRun.updateMany({
      where: { id, status: { in: open } },
      data: { status, error, endedAt: new Date() },
    });
  }

  /** The text of a version of a prompt, by language. */
  async promptOf(id: string): Promise<{ persona: string; texts: Prisma.JsonValue } | null> {
    return this.database.prisma.promptVersion.findUnique({ where: { id }, select: { persona: true, texts: true } });
  }
}

function rowOf({ key, language, persona, question, facts, documents, outcome }: AnswerTestDraft) {
  return { key, language, persona: persona ?? null, question, facts, documents, outcome };
}
