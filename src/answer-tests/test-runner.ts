import type { Composer } from '../assistant/composer';
import type { Bots } from '../dialogues/bots';
import type { Database } from '../infra/database';
import type { LaneOutcome, Lease } from '../infra/lanes';
import type { Log } from '../infra/log';
import type { AnswerTest, TestRun } from '../infra/prisma-client/client';
import { ModelAway, ModelRefused } from '../language-model/language-model';
import { AnswerTestStore } from './answer-tests.store';
import { type Fact, missingFacts } from './facts.rules';

/** What asking tests needs. */
export interface TestRunnerDeps {
  readonly database: Database;
  readonly bots: Bots;
  readonly composer: Pick<Composer, 'answer'>;
  readonly log: Log;
}

type Answered = Awaited<ReturnType<Composer['answer']>>;

interface Verdict {
  readonly passed: boolean;
  readonly kind: string;
  readonly answer: string;
  readonly missing: readonly Fact[];
  readonly found: readonly { readonly documentId: string; readonly title: string; readonly score: number }[];
  readonly cited: readonly string[];
}

// A run that took the process with it so often is not tried again.
const mostTries = 5;

/** Works on the queue of runs: asks each test the way a turn asks, and judges the answer. */
export class TestRunner {
  private readonly store: AnswerTestStore;

  constructor(private readonly deps: TestRunnerDeps) {
    this.store = new AnswerTestStore(deps.database);
  }

  /** Asks what a run still has to ask. */
  async work({ lane: runId, attempts, signal }: Lease): Promise<LaneOutcome> {
    const run = await this.store.run(runId);
    if (!run) return { again: false };
    if (attempts > mostTries) {
      await this.store.end(runId, 'FAILED', `given up after ${mostTries} tries`);
      return { again: false };
    }
    const tests = (await this.store.begin(runId)) ?? [];
    const personaText = await this.promptOf(run);
    for (const test of tests) {
      signal.throwIfAborted();
      if (!(await this.ask(run, test, { personaText, signal }))) return { again: false };
    }
    await this.store.end(runId, 'DONE');
    return { again: false };
  }

  /** Answers whether the run is still wanted. */
  private async ask(
    run: TestRun,
    test: AnswerTest,
    { personaText, signal }: { personaText: Prompt | null; signal: AbortSignal },
  ): Promise<boolean> {
    const bot = this.deps.bots.get(run.botId);
    const persona = test.persona ?? bot.personas[0]?.slug ?? bot.slug;
    const own = personaText?.persona === persona ? personaText.texts[test.language] : undefined;
    const startedAt = performance.now();
    const verdict = await this.verdictOn(test, () =>
      this.deps.composer.answer(
        { bot, persona, language: test.language, question: test.question },
        {
          signal,
          ...(run.indexId !== null && { indexId: run.indexId }),
          ...(run.model !== null && { model: run.model }),
          ...(own !== undefined && { personaText: own }),
        },
      ),
    );
    const ms = Math.round(performance.now() - startedAt);
    const { missing, found, cited, ...rest } = verdict;
    const lists = { missing: missing.map((one) => [...one]), found: [...found], cited: [...cited] };
    return this.store.keep({ runId: run.id, testId: test.id, ...rest, ...lists, ms });
  }

  private async verdictOn(test: AnswerTest, ask: () => Promise<Answered>): Promise<Verdict> {
    try {
      return judged(test, await ask());
    } catch (error) {
      if (!(error instanceof ModelAway || error instanceof ModelRefused)) throw error;
      this.deps.log.warn({ err: error, testId: test.id }, 'no answer of the language model to a test');
      return { passed: false, kind: 'away', answer: '', missing: factsOf(test), found: [], cited: [] };
    }
  }

  private async promptOf({ promptId }: TestRun): Promise<Prompt | null> {
    const found = promptId === null ? null : await this.store.promptOf(promptId);
    return found && { persona: found.persona, texts: found.texts as Record<string, string> };
  }
}

interface Prompt {
  readonly persona: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** An answer passes when it rests on one of the documents and each fact is in it or in a passage that it cites. */
function judged(test: AnswerTest, { composed, hits }: Answered): Verdict {
  const text = 'text' in composed ? composed.text : '';
  const citations = 'citations' in composed ? composed.citations : [];
  const found = hits.map(({ documentId, title, score }) => ({ documentId, title, score }));
  const cited = [...new Set(citations.map(({ title }) => title))];
  const seen = { kind: composed.kind, answer: text, found, cited };
  if (test.outcome === 'unsure') {
    return { ...seen, passed: composed.kind !== 'answer', missing: [] };
  }
  const missing = missingFacts(factsOf(test), [text, ...citations.map(({ passage }) => passage)]);
  const documents = test.documents as string[];
  const rests = documents.length === 0 || documents.some((title) => cited.includes(title));
  return { ...seen, passed: composed.kind === 'answer' && rests && missing.length === 0, missing };
}

function factsOf(test: AnswerTest): Fact[] {
  return test.facts as string[][];
}
