import { openDatabase } from '../../src/infra/database';
import { openLog } from '../../src/infra/log';
import { IndexTrainer } from '../../src/knowledge/index-trainer';
import { PassageEmbeddings } from '../../src/knowledge/search/passage-embeddings';

/** Builds the index of a run as a process of its own, says when it is half done, and stands still there until it is killed. */
async function main([url = '', runId = '']: string[]): Promise<void> {
  const log = openLog('silent');
  const database = await openDatabase({ url, log });
  const embeddings = new PassageEmbeddings({ database, embedder: null, log });
  const trainer = new IndexTrainer({ database, embeddings, embeddingModel: null });
  const run = await database.prisma.trainingRun.findUniqueOrThrow({ where: { id: runId } });
  const standStill = async (share: number) => {
    if (share < 0.5) return;
    process.stdout.write(`${share}\n`);
    await new Promise((resolve) => setInterval(resolve, 2 ** 30));
  };
  await trainer.run(run, standStill, new AbortController().signal);
}

void main(process.argv.slice(2));
