import type { Loaders } from './loaders';

/** Where something comes from, as it is stored beside it. */
interface StoredCitation {
  readonly documentId: string;
  readonly passage: string;
  readonly score: number;
}

/** Citations with their documents. A document that was removed since is no longer anybody's source. */
export async function shownCitations(citations: unknown, loaders: Pick<Loaders, 'documents'>) {
  const cited = await Promise.all(
    (citations as readonly StoredCitation[]).map(async (citation) => ({
      ...citation,
      document: await loaders.documents.load(citation.documentId),
    })),
  );
  return cited.filter(({ document }) => document !== null);
}
