import type {
  DocumentSummary,
  Page,
  QueryDetail,
  QueryState,
  QuerySummary,
  TitledJudgment,
} from '../../../shared/domain/dataset-browse.ts'
import type { GoldSpan } from '../../../shared/domain/eval-set.ts'
import type { CorpusVersionId, EvalSetId } from '../../../shared/domain/ids.ts'
import type { QueryFilter } from '../../ports/dataset-store.ts'
import type { Database } from './database.ts'

const excerptCharacters = 160
const questionCharacters = 400

/** What each state of a query means, for a query `q`; judgments are those of the wanted split, or of all. */
const stateConditions: Readonly<Record<QueryState, string>> = {
  all: '1',
  judged:
    'EXISTS (SELECT 1 FROM judgments j WHERE j.eval_set_id = q.eval_set_id AND j.query_id = q.query_id AND (:split IS NULL OR j.split = :split))',
  unjudged:
    'NOT EXISTS (SELECT 1 FROM judgments j WHERE j.eval_set_id = q.eval_set_id AND j.query_id = q.query_id AND (:split IS NULL OR j.split = :split))',
  spans:
    'EXISTS (SELECT 1 FROM gold_spans g WHERE g.eval_set_id = q.eval_set_id AND g.query_id = q.query_id AND g.stale = 0)',
  stale:
    'EXISTS (SELECT 1 FROM gold_spans g WHERE g.eval_set_id = q.eval_set_id AND g.query_id = q.query_id AND g.stale = 1)',
}

/** Pages and searches over what a dataset store holds. */
export class DatasetBrowser {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  documentPositions(versionId: CorpusVersionId, search: string): number[] {
    const pattern = containing(search)
    return this.#database
      .all<{ position: number }>(
        `SELECT position FROM version_documents JOIN contents USING (content_hash)
         WHERE version_id = ? AND (doc_id LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\' OR text LIKE ? ESCAPE '\\')
         ORDER BY position`,
        versionId,
        pattern,
        pattern,
        pattern,
      )
      .map(({ position }) => position)
  }

  documentSummaries(versionId: CorpusVersionId, positions: readonly number[]): DocumentSummary[] {
    return this.#database.all<DocumentSummary>(
      `SELECT doc_id AS docId, substr(title, 1, 400) AS title, syntax, length(text) AS characters,
         substr(text, 1, ${excerptCharacters}) AS excerpt
       FROM json_each(?) wanted JOIN version_documents d ON d.version_id = ? AND d.position = wanted.value
       JOIN contents USING (content_hash) ORDER BY wanted.key`,
      JSON.stringify(positions),
      versionId,
    )
  }

  querySummaries(
    evalSetId: EvalSetId,
    { split, search, state }: QueryFilter,
    { offset, limit }: Page,
  ): { total: number; queries: QuerySummary[] } {
    const pattern = search === undefined || search.trim() === '' ? null : containing(search)
    // Numbered parameters: 1 eval set, 2 split, 3 pattern.
    const from = `FROM queries q
       WHERE q.eval_set_id = ?1
         AND (?2 IS NULL OR EXISTS (SELECT 1 FROM split_queries s
           WHERE s.eval_set_id = q.eval_set_id AND s.split = ?2 AND s.query_id = q.query_id))
         AND (?3 IS NULL OR q.query_id LIKE ?3 ESCAPE '\\' OR q.text LIKE ?3 ESCAPE '\\')
         AND ${stateConditions[state].replaceAll(':split', '?2')}`
    const values = [evalSetId, split ?? null, pattern]
    const total = this.#database.get<{ n: number }>(`SELECT count(*) AS n ${from}`, ...values)!.n
    const queries = this.#database.all<QuerySummary>(
      `SELECT q.query_id AS queryId, substr(q.text, 1, ${questionCharacters}) AS text,
         (SELECT count(*) FROM judgments j WHERE j.eval_set_id = ?1 AND j.query_id = q.query_id
           AND (?2 IS NULL OR j.split = ?2)) AS judgments,
         (SELECT count(*) FROM judgments j WHERE j.eval_set_id = ?1 AND j.query_id = q.query_id AND j.grade > 0
           AND (?2 IS NULL OR j.split = ?2)) AS relevant,
         (SELECT count(*) FROM gold_spans g WHERE g.eval_set_id = ?1 AND g.query_id = q.query_id AND g.stale = 0) AS spans,
         (SELECT count(*) FROM gold_spans g WHERE g.eval_set_id = ?1 AND g.query_id = q.query_id AND g.stale = 1)
           AS staleSpans
       ${from} ORDER BY q.position LIMIT ?4 OFFSET ?5`,
      ...values,
      limit,
      offset,
    )
    return { total, queries }
  }

  queryDetail(evalSetId: EvalSetId, queryId: string, judgmentLimit: number): QueryDetail | null {
    const query = this.#database.get<{ text: string; answers: string; tags: string }>(
      'SELECT text, answers, tags FROM queries WHERE eval_set_id = ? AND query_id = ?',
      evalSetId,
      queryId,
    )
    if (!query) return null
    const spans = this.#database.all<GoldSpan & { stale: number }>(
      `SELECT doc_id AS docId, start, end, quote, stale FROM gold_spans
       WHERE eval_set_id = ? AND query_id = ? ORDER BY position`,
      evalSetId,
      queryId,
    )
    const spansOf = (stale: 0 | 1) =>
      spans.filter((span) => span.stale === stale).map(({ docId, start, end, quote }) => ({ docId, start, end, quote }))
    return {
      queryId,
      text: query.text,
      answers: JSON.parse(query.answers) as string[],
      tags: JSON.parse(query.tags) as string[],
      splits: this.#database
        .all<{ split: string }>(
          `SELECT DISTINCT split FROM split_queries WHERE eval_set_id = ? AND query_id = ? ORDER BY split`,
          evalSetId,
          queryId,
        )
        .map(({ split }) => split),
      spans: spansOf(0),
      staleSpans: spansOf(1),
      judgments: this.#database.all<TitledJudgment>(
        `SELECT j.split, j.doc_id AS docId, j.grade, substr(c.title, 1, 400) AS title
         FROM judgments j JOIN eval_sets e USING (eval_set_id)
         LEFT JOIN version_documents d ON d.version_id = e.corpus_version_id AND d.doc_id = j.doc_id
         LEFT JOIN contents c ON c.content_hash = d.content_hash
         WHERE j.eval_set_id = ? AND j.query_id = ? ORDER BY j.split, j.grade DESC, j.doc_id LIMIT ?`,
        evalSetId,
        queryId,
        judgmentLimit,
      ),
      judgmentsTotal: this.#database.get<{ n: number }>(
        'SELECT count(*) AS n FROM judgments WHERE eval_set_id = ? AND query_id = ?',
        evalSetId,
        queryId,
      )!.n,
    }
  }
}

/** A LIKE pattern for text that holds the search as it stands. */
function containing(search: string): string {
  return `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`
}
