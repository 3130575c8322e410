import type { Database } from '../../infra/database';
import type { Log } from '../../infra/log';
import type { Embedder } from '../../language-model/language-model';
import type { FoundText, Hit, HitReasons } from '../hit';
import { preferLanguage, spareHits } from '../search-text.rules';
import type { Finding } from './close-look';
import { LoadedIndexes } from './loaded-indexes';
import { together } from './meaning.rules';
import { type Meaning, MeaningSearch } from './meaning-search';
import type { AskedWord } from './question';
import { type IndexState, SearchStore } from './search.store';

/** A question to the knowledge of a bot. */
export interface SearchQuestion {
  readonly botId: string;
  /** Another index than the one in force. */
  readonly indexId?: string | undefined;
  readonly query: string;
  readonly language?: string | undefined;
  readonly limit: number;
}

/** So many passages are looked at by words, and so many by meaning. */
const considered = 100;

/** Finds the passages that answer a question. */
export class KnowledgeSearch {
  private readonly store: SearchStore;
  private readonly indexes: LoadedIndexes;
  private readonly meaning: MeaningSearch | null;
  private readonly log: Log;

  constructor({ database, embedder, log }: { database: Database; embedder: Embedder | null; log: Log }) {
    this.log = log.child({ part: 'knowledge-search' });
    this.store = new SearchStore(database);
    this.indexes = new LoadedIndexes(this.store);
    this.meaning = embedder && new MeaningSearch({ database, embedder, log: this.log });
  }

  /** The best passages, best first; those in `language` come first where others are hardly better. */
  async find({ botId, indexId, query, language, limit }: SearchQuestion): Promise<Hit[]> {
    const state = await this.stateOf(botId, indexId);
    if (!state || query.trim() === '') return [];
    const [words, meaning] = await Promise.all([
      this.indexes.upTo(state),
      this.meaning?.near(state, query, considered) ?? null,
    ]);
    const { asked, findings } = words.search(query, meaning ? considered : limit + spareHits);
    const best = fused(findings, meaning).slice(0, limit + spareHits);
    if (best.length === 0) return [];
    const texts = new Map((await this.store.texts(best.map(({ id }) => id))).map((text) => [text.passageId, text]));
    // A passage that was removed in this moment has no text any more.
    const hits = best.flatMap((found) => hitOf(found, asked, texts.get(found.id)) ?? []);
    return preferLanguage(hits, language).slice(0, limit);
  }

  /** Loads what the next question to a bot will need. */
  async warm(botId: string): Promise<void> {
    const state = await this.stateOf(botId);
    if (!state) return;
    await this.indexes.upTo(state);
    await this.meaning?.warm(state);
  }

  private stateOf(botId: string, indexId?: string): Promise<IndexState | undefined> {
    return indexId === undefined ? this.store.activeIndex(botId) : this.store.index(botId, indexId);
  }
}

interface Found {
  readonly id: string;
  readonly score: number;
  /** What its words say; undefined where it was found by its meaning alone. */
  readonly finding: Finding | undefined;
  readonly byMeaning: number | null;
}

function fused(findings: readonly Finding[], meaning: Meaning | null): Found[] {
  if (!meaning) return findings.map((finding) => foundOf(finding.place.id, finding, null));
  const byId = new Map(findings.map((finding) => [finding.place.id, finding]));
  const ids = new Set([...byId.keys(), ...meaning.near.keys()]);
  return [...ids]
    .map((id) => foundOf(id, byId.get(id), meaning.near.get(id) ?? meaning.rest))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function foundOf(id: string, finding: Finding | undefined, byMeaning: number | null): Found {
  const byWords = finding?.score ?? 0;
  return { id, finding, byMeaning, score: byMeaning === null ? byWords : together(byWords, byMeaning) };
}

function hitOf(found: Found, asked: readonly AskedWord[], text: FoundText | undefined): Hit | undefined {
  if (!text) return undefined;
  const { score, finding, byMeaning } = found;
  const why = { heading: finding?.heading ?? false, byWords: finding?.score ?? 0, byMeaning };
  return { ...text, score, why: { ...spokenOf(finding, asked), ...why } };
}

/** The words of the question that a passage has; usual ones say nothing. */
function spokenOf(finding: Finding | undefined, asked: readonly AskedWord[]): Pick<HitReasons, 'words' | 'similar'> {
  const words: string[] = [];
  const similar: { asked: string; found: string }[] = [];
  for (const { word, found } of finding?.words ?? []) {
    const said = asked[word];
    if (!said || said.isUsual) continue;
    if (found === null) words.push(said.text);
    else similar.push({ asked: said.text, found });
  }
  return { words, similar };
}
