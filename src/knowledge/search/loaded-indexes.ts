import { type IndexState, type PassageRow, SearchStore } from './search.store';
import type { Place } from './segment';
import { readTerms, termsOf } from './terms.rules';
import type { NewPassage } from './word-index';
import { WordIndex } from './word-index';

/** All loaded indexes together take about so much memory; the one that is asked stays, whatever it takes. */
const mostBytes = 256 * 1_048_576;

interface Loaded {
  readonly words: WordIndex;
  revision: number;
  /** The change under way. */
  updating: Promise<void> | undefined;
}

/** Keeps indexes in memory, each as new as the database says; those that were not asked for longest make room. */
export class LoadedIndexes {
  /** In the order in which they were asked. */
  private readonly loaded = new Map<string, Loaded>();

  constructor(private readonly store: SearchStore) {}

  /** The words of an index, at least as new as `state`. */
  async upTo({ id, revision }: IndexState): Promise<WordIndex> {
    const index = this.loaded.get(id) ?? { words: new WordIndex(), revision: -1, updating: undefined };
    this.loaded.delete(id);
    this.loaded.set(id, index);
    while (index.revision < revision) {
      index.updating ??= this.update(id, index).finally(() => {
        index.updating = undefined;
      });
      await index.updating;
    }
    return index.words;
  }

  private async update(id: string, index: Loaded): Promise<void> {
    const { words } = index;
    try {
      const known = { id, revision: index.revision, passages: words.passages };
      const change = await this.store.changes(known, async (rows) => words.add(await this.readable(rows)));
      await words.settle(change?.documents ? isIn(change.documents) : null);
      index.revision = change?.revision ?? Number.POSITIVE_INFINITY;
    } catch (error) {
      // Half of a change is in it: the next question begins anew.
      if (this.loaded.get(id) === index) this.loaded.delete(id);
      throw error;
    }
    this.makeRoom(id);
  }

  /** Passages from before there were terms are read as texts. */
  private async readable(rows: readonly PassageRow[]): Promise<NewPassage[]> {
    const unread = rows.filter(({ terms }) => !readTerms(terms)).map(({ id }) => id);
    const texts = unread.length === 0 ? [] : await this.store.texts(unread);
    const made = new Map(texts.map((text) => [text.passageId, termsOf(text)]));
    return rows.flatMap(({ terms: kept, ...head }) => {
      const terms = readTerms(made.get(head.id) ?? kept);
      return terms ? [{ head, terms }] : [];
    });
  }

  private makeRoom(asked: string): void {
    let bytes = [...this.loaded.values()].reduce((sum, { words }) => sum + words.bytes, 0);
    for (const [id, { words, updating }] of this.loaded) {
      if (bytes <= mostBytes) return;
      if (id === asked || updating) continue;
      bytes -= words.bytes;
      this.loaded.delete(id);
    }
  }
}

function isIn(documents: ReadonlyMap<string, number>): (place: Place) => boolean {
  return ({ documentId, revision }) => revision >= (documents.get(documentId) ?? Number.POSITIVE_INFINITY);
}
