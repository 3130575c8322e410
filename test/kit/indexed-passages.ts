import type { Database } from '../../src/infra/database';
import { newId } from '../../src/infra/ids';
import { termsOf } from '../../src/knowledge/search/terms.rules';

/** A document as a test writes it: one passage. */
export interface TestDocument {
  readonly id?: string;
  readonly title?: string;
  readonly heading?: string;
  readonly text: string;
  readonly language?: string;
}

/** A bot with versions of an index, written as the product writes them: every change raises the revision. */
export class IndexedPassages {
  private constructor(
    private readonly database: Database,
    readonly botId: string,
  ) {}

  /** A new bot with an index in force. */
  static async open(database: Database): Promise<IndexedPassages> {
    const id = newId('bot');
    const bot = { id, slug: id, name: 'Bot', defaultLanguage: 'ru', languages: ['ru', 'en'], personas: [] };
    await database.prisma.bot.create({ data: bot });
    const passages = new IndexedPassages(database, id);
    await passages.newIndex({ number: 1, active: true });
    return passages;
  }

  /** One more version. */
  async newIndex({ number, active = false }: { number: number; active?: boolean }): Promise<string> {
    const id = newId('index');
    await this.database.prisma.knowledgeIndex.create({
      data: { id, botId: this.botId, number, active, status: 'READY' },
    });
    return id;
  }

  /** The version in force. */
  async activeIndex(): Promise<string> {
    const row = await this.database.prisma.knowledgeIndex.findFirst({ where: { botId: this.botId, active: true } });
    return row?.id ?? '';
  }

  /** Puts another version in force. */
  async activate(indexId: string): Promise<void> {
    const { prisma } = this.database;
    await prisma.$transaction([
      prisma.knowledgeIndex.updateMany({ where: { botId: this.botId }, data: { active: false } }),
      prisma.knowledgeIndex.update({ where: { id: indexId }, data: { active: true } }),
    ]);
  }

  /** Adds documents, or replaces those with the same ids; answers their ids. */
  async put(documents: readonly TestDocument[], indexId?: string): Promise<string[]> {
    const index = indexId ?? (await this.activeIndex());
    const rows = documents.map(({ id = newId('document'), title = '', heading = '', text, language = 'ru' }) => {
      return { id, title, heading, text, language };
    });
    await this.database.transaction(async (tx) => {
      const { revision } = await tx.knowledgeIndex.update({
        where: { id: index },
        data: { revision: { increment: 1 } },
      });
      await tx.passage.deleteMany({ where: { indexId: index, documentId: { in: rows.map(({ id }) => id) } } });
      const columns = { botId: this.botId, source: 'test', contentHash: '' };
      await tx.knowledgeDocument.createMany({
        data: rows.map(({ id, title, text, language }) => ({ ...columns, id, title, text, language })),
        skipDuplicates: true,
      });
      await tx.passage.createMany({
        data: rows.map(({ id, title, heading, text, language }) => {
          const terms = Buffer.from(termsOf({ title, heading, text, language }));
          const place = { botId: this.botId, indexId: index, documentId: id, position: 0, revision };
          return { ...place, id: newId('passage'), heading, text, language, terms };
        }),
      });
    });
    return rows.map(({ id }) => id);
  }

  /** Removes a document from all versions. */
  async remove(documentId: string): Promise<void> {
    await this.database.prisma.$transaction([
      this.database.prisma.knowledgeIndex.updateMany({
        where: { botId: this.botId },
        data: { revision: { increment: 1 } },
      }),
      this.database.prisma.knowledgeDocument.delete({ where: { id: documentId } }),
    ]);
  }
}
