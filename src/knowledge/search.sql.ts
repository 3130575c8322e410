/** How quickly the weight of a word that is repeated levels off. */
const k1 = 1.2;
/** How much longer passages are held back. */
const b = 0.75;
/** A word of the text counts once, one of the document's title as often as this. */
const titleWeight = 3;
/** The words of a heading share so many: one that is the word alone («Phone») says more than «Repair of a loan phone». */
const headingWeight = 9;
/** Of a longer question the first words decide; they keep a pasted page from becoming a thousand look-ups. */
const longestQuestion = 64;
/** How many passages have their words counted; the others were too far behind when each word counted once. */
const candidates = 48;
/** How much more a word in the heading promises before it is counted. */
const headingPromise = 0.7;

/**
 * BM25 over the stemmed words of one bot's passages in one statement; $1 bot, $2 question, $3 how many.
 *
 * A passage needs one word of the question only (OR): with AND the one word that a person adds finds nothing.
 * `corpus`: sizes; stemmed (ru, en) and plain languages are weighed apart, each against its own words.
 * `word`: the words of the question, which passages have each, and which in their heading: from the index alone, as
 * words of headings are in it once more with the mark #. `weighed`: how rare each is; a word that no passage has is the
 * rarest, so it can only lower the score. `candidate`: the best as if each word were there once. Only for these the words
 * are counted: that unpacks vectors.
 */
export const searchSql = `
with corpus as (
  select language in ('ru', 'en') as stemmed, count(*)::float8 as passages, avg(length)::float8 as mean_length
  from passages where bot_id = $1 group by 1
), word as materialized (
  select corpus.*, lexeme, in_passages.*, in_headings.*
  from corpus, lateral (
    select lexeme
    from unnest(to_tsvector(case when stemmed then 'russian' else 'simple' end::regconfig, $2))
    order by positions[1], lexeme limit ${longestQuestion}
  ) of_question, lateral (
    select array_agg(id) as ids, array_agg(length) as lengths, count(*) as df from passages
    where search @@ ('''' || lexeme || '''')::tsquery and bot_id = $1 and (language in ('ru', 'en')) = stemmed
  ) in_passages, lateral (
    select array_agg(id) as heading_ids from passages
    where search @@ ('''#' || lexeme || '''')::tsquery and bot_id = $1 and (language in ('ru', 'en')) = stemmed
  ) in_headings
), weighed as materialized (
  select *, ln(1 + (passages - df + 0.5) / (df + 0.5)) as idf from word
), question as (
  select stemmed, sum(idf) * ${k1 + 1} as most from weighed group by 1
), candidate as (
  select id, sum(promise) as promise
  from (
    select id, idf * ${k1 + 1} / (1 + ${k1} * (1 - ${b} + ${b} * length / mean_length)) as promise
    from weighed, unnest(ids, lengths) as has(id, length)
    union all
    select id, idf * ${headingPromise} from weighed, unnest(heading_ids) as id
  ) part
  group by id order by 2 desc, 1 limit ${candidates}
), best as (
  select candidate.id, bm25 / most as score
  from candidate join passages using (id) join question on question.stemmed = (language in ('ru', 'en')),
    lateral (
      select sum(idf * tf * ${k1 + 1} / (tf + ${k1} * (1 - ${b} + ${b} * length / mean_length))) as bm25
      from unnest(search) as part(lexeme, positions, weights) join weighed using (lexeme),
        lateral (
          select cardinality(array_positions(weights, 'A')) as heading, cardinality(array_positions(weights, 'B')) as title
        ) place,
        lateral (
          select cardinality(positions) - heading - title + ${titleWeight} * title + ${headingWeight}.0 * heading
            / greatest(1, length(ts_filter(search, '{a}'))) as tf
        ) counted
      where weighed.stemmed = question.stemmed
    ) weight
  order by score desc, id limit $3
)
select passages.id as "passageId", document_id as "documentId", title, heading, text, passages.language, score
from best join passages using (id) join knowledge_documents on knowledge_documents.id = document_id
order by score desc, passages.id`;
