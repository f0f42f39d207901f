import type { CorpusDocument, CorpusVersion } from '../../../shared/domain/corpus.ts'
import type {
  DocumentSummary,
  EvalSetVersion,
  Page,
  QueryDetail,
  QuerySummary,
} from '../../../shared/domain/dataset-browse.ts'
import type { EvalQuery, EvalSet, GoldSpan, Judgment } from '../../../shared/domain/eval-set.ts'
import type { CorpusId, CorpusVersionId, EvalSetId, JobId } from '../../../shared/domain/ids.ts'
import type { DatasetStore, DocumentEntry, EvalExamples, NewEvalSet, QueryFilter } from '../../ports/dataset-store.ts'
import type { Database } from './database.ts'
import { DatasetBrowser } from './dataset-browser.ts'

interface EvalSetRow {
  eval_set_id: string
  name: string
  corpus_id: string
  corpus_version_id: string
  created_at: string
  content_hash: string
}

interface SpanRow extends GoldSpan {
  queryId: string
  stale: number
}

const versionColumns = `
  v.version_id AS versionId, v.corpus_id AS corpusId, c.name AS corpusName, v.number, v.created_at AS createdAt,
  v.documents, v.characters`

export class SqliteDatasetStore implements DatasetStore {
  readonly #database: Database
  readonly #browser: DatasetBrowser

  constructor(database: Database) {
    this.#database = database
    this.#browser = new DatasetBrowser(database)
  }

  findCorpus(name: string): { corpusId: CorpusId; current: CorpusVersion } | null {
    const current = this.#database.get<CorpusVersion>(
      `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
       WHERE c.name = ? ORDER BY v.number DESC LIMIT 1`,
      name,
    )
    return current ? { corpusId: current.corpusId, current } : null
  }

  createCorpus(corpusId: CorpusId, name: string, createdAt: string): void {
    this.#database.run('INSERT INTO corpora (corpus_id, name, created_at) VALUES (?, ?, ?)', corpusId, name, createdAt)
  }

  listCorpora(): CorpusVersion[] {
    return this.#database.all<CorpusVersion>(
      `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
       WHERE v.number = (SELECT max(number) FROM corpus_versions WHERE corpus_id = v.corpus_id) ORDER BY c.rowid`,
    )
  }

  listVersions(corpusId: CorpusId): CorpusVersion[] {
    return this.#database.all<CorpusVersion>(
      `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
       WHERE v.corpus_id = ? ORDER BY v.number`,
      corpusId,
    )
  }

  findVersion(versionId: CorpusVersionId): CorpusVersion | null {
    return (
      this.#database.get<CorpusVersion>(
        `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
         WHERE v.version_id = ? ORDER BY v.created_at DESC, v.number DESC LIMIT 1`,
        versionId,
      ) ?? null
    )
  }

  addVersion(
    corpusId: CorpusId,
    versionId: CorpusVersionId,
    createdAt: string,
    entries: readonly DocumentEntry[],
    contents: ReadonlyMap<string, CorpusDocument>,
  ): CorpusVersion {
    return this.#database.transaction(() => {
      for (const [contentHash, document] of contents) {
        this.#database.run(
          'INSERT OR IGNORE INTO contents (content_hash, title, text, syntax) VALUES (?, ?, ?, ?)',
          contentHash,
          document.title,
          document.text,
          document.syntax,
        )
      }
      const known = this.#database.get('SELECT 1 FROM version_documents WHERE version_id = ? LIMIT 1', versionId)
      if (!known) {
        entries.forEach((entry, position) => {
          this.#database.run(
            'INSERT INTO version_documents (version_id, position, doc_id, content_hash) VALUES (?, ?, ?, ?)',
            versionId,
            position,
            entry.docId,
            entry.contentHash,
          )
        })
      }
      this.#database.run(
        `INSERT INTO corpus_versions (corpus_id, number, version_id, created_at, documents, characters)
         SELECT ?, (SELECT coalesce(max(number), 0) + 1 FROM corpus_versions WHERE corpus_id = ?), ?, ?, ?,
           (SELECT coalesce(sum(length(text)), 0) FROM version_documents JOIN contents USING (content_hash)
            WHERE version_id = ?)`,
        corpusId,
        corpusId,
        versionId,
        createdAt,
        entries.length,
        versionId,
      )
      return this.listVersions(corpusId).at(-1)!
    })
  }

  documentEntries(versionId: CorpusVersionId): DocumentEntry[] {
    return this.#database.all<DocumentEntry>(
      `SELECT doc_id AS docId, content_hash AS contentHash FROM version_documents WHERE version_id = ?
       ORDER BY position`,
      versionId,
    )
  }

  documents(versionId: CorpusVersionId, from = 0, to = Number.MAX_SAFE_INTEGER): CorpusDocument[] {
    return this.#database.all<CorpusDocument>(
      `SELECT doc_id AS docId, title, text, syntax FROM version_documents JOIN contents USING (content_hash)
       WHERE version_id = ? AND position >= ? AND position < ? ORDER BY position`,
      versionId,
      from,
      to,
    )
  }

  document(versionId: CorpusVersionId, docId: string): CorpusDocument | null {
    return (
      this.#database.get<CorpusDocument>(
        `SELECT doc_id AS docId, title, text, syntax FROM version_documents JOIN contents USING (content_hash)
         WHERE version_id = ? AND doc_id = ?`,
        versionId,
        docId,
      ) ?? null
    )
  }

  documentAt(versionId: CorpusVersionId, position: number): CorpusDocument | null {
    return this.documents(versionId, position, position + 1)[0] ?? null
  }

  documentPositions(versionId: CorpusVersionId, search: string): number[] {
    return this.#browser.documentPositions(versionId, search)
  }

  documentSummaries(versionId: CorpusVersionId, positions: readonly number[]): DocumentSummary[] {
    return this.#browser.documentSummaries(versionId, positions)
  }

  querySummaries(evalSetId: EvalSetId, filter: QueryFilter, page: Page): { total: number; queries: QuerySummary[] } {
    return this.#browser.querySummaries(evalSetId, filter, page)
  }

  queryDetail(evalSetId: EvalSetId, queryId: string, judgmentLimit: number): QueryDetail | null {
    return this.#browser.queryDetail(evalSetId, queryId, judgmentLimit)
  }

  addImportedFile(jobId: JobId, path: string, sha256: string): void {
    this.#database.run(
      'INSERT OR REPLACE INTO imported_files (job_id, path, sha256) VALUES (?, ?, ?)',
      jobId,
      path,
      sha256,
    )
  }

  addEvalSet(evalSet: NewEvalSet): EvalSet {
    return this.#database.transaction(() => {
      const { evalSetId } = evalSet
      this.#database.run(
        `INSERT INTO eval_sets (eval_set_id, name, corpus_id, corpus_version_id, created_at, content_hash)
         VALUES (?, ?, ?, ?, ?, ?)`,
        evalSetId,
        evalSet.name,
        evalSet.corpusId,
        evalSet.corpusVersionId,
        evalSet.createdAt,
        evalSet.contentHash,
      )
      evalSet.queries.forEach((query, position) => {
        this.#database.run(
          'INSERT INTO queries (eval_set_id, position, query_id, text, answers, tags) VALUES (?, ?, ?, ?, ?, ?)',
          evalSetId,
          position,
          query.queryId,
          query.text,
          JSON.stringify(query.answers),
          JSON.stringify(query.tags),
        )
      })
      this.#addSpans(evalSetId, [
        ...evalSet.queries.flatMap((query) =>
          query.spans.map((span) => ({ ...span, queryId: query.queryId, stale: 0 })),
        ),
        ...evalSet.staleSpans.map((span) => ({ ...span, stale: 1 })),
      ])
      for (const [split, queryIds] of evalSet.queryIdsBySplit) {
        queryIds.forEach((queryId, position) => {
          this.#database.run(
            'INSERT INTO split_queries (eval_set_id, split, position, query_id) VALUES (?, ?, ?, ?)',
            evalSetId,
            split,
            position,
            queryId,
          )
        })
      }
      for (const [split, judgments] of evalSet.judgmentsBySplit) {
        for (const { queryId, docId, grade } of judgments) {
          this.#database.run(
            'INSERT INTO judgments (eval_set_id, split, query_id, doc_id, grade) VALUES (?, ?, ?, ?, ?)',
            evalSetId,
            split,
            queryId,
            docId,
            grade,
          )
        }
      }
      return this.evalSet(evalSetId)!
    })
  }

  moveEvalSet(evalSetId: EvalSetId, corpusVersionId: CorpusVersionId): void {
    this.#database.run('UPDATE eval_sets SET corpus_version_id = ? WHERE eval_set_id = ?', corpusVersionId, evalSetId)
  }

  listEvalSets(): EvalSet[] {
    return this.#database
      .all<EvalSetRow>(
        'SELECT * FROM eval_sets WHERE rowid IN (SELECT max(rowid) FROM eval_sets GROUP BY name) ORDER BY rowid',
      )
      .map((row) => this.#evalSetOf(row))
  }

  findEvalSet(name: string): EvalSet | null {
    const row = this.#database.get<EvalSetRow>(
      'SELECT * FROM eval_sets WHERE name = ? ORDER BY rowid DESC LIMIT 1',
      name,
    )
    return row ? this.#evalSetOf(row) : null
  }

  evalSet(evalSetId: EvalSetId): EvalSet | null {
    const row = this.#database.get<EvalSetRow>('SELECT * FROM eval_sets WHERE eval_set_id = ?', evalSetId)
    return row ? this.#evalSetOf(row) : null
  }

  evalSetVersions(name: string): Omit<EvalSetVersion, 'number'>[] {
    return this.#database.all<Omit<EvalSetVersion, 'number'>>(
      `SELECT eval_set_id AS evalSetId, created_at AS createdAt, content_hash AS contentHash,
         corpus_version_id AS corpusVersionId,
         (SELECT count(*) FROM queries q WHERE q.eval_set_id = e.eval_set_id) AS queries,
         (SELECT count(*) FROM judgments j WHERE j.eval_set_id = e.eval_set_id) AS judgments,
         (SELECT count(*) FROM gold_spans g WHERE g.eval_set_id = e.eval_set_id AND g.stale = 0) AS spans,
         (SELECT count(*) FROM runs r WHERE r.eval_set_id = e.eval_set_id) AS runs
       FROM eval_sets e WHERE name = ? ORDER BY rowid`,
      name,
    )
  }

  evalSetUses(evalSetId: EvalSetId): { readonly runs: number; readonly sweeps: number } {
    return this.#database.get<{ runs: number; sweeps: number }>(
      `SELECT (SELECT count(*) FROM runs WHERE eval_set_id = ?) AS runs,
         (SELECT count(*) FROM sweeps WHERE eval_set_id = ?) AS sweeps`,
      evalSetId,
      evalSetId,
    )!
  }

  removeEvalSet(evalSetId: EvalSetId): void {
    this.#database.transaction(() => {
      for (const table of ['gold_spans', 'judgments', 'split_queries', 'queries', 'eval_sets']) {
        this.#database.run(`DELETE FROM ${table} WHERE eval_set_id = ?`, evalSetId)
      }
    })
  }

  examples(evalSetId: EvalSetId, split: string): EvalExamples {
    const spans = this.#spans(evalSetId)
    const queries = this.#database
      .all<{ queryId: string; text: string; answers: string; tags: string }>(
        `SELECT s.query_id AS queryId, q.text, q.answers, q.tags FROM split_queries s
         JOIN queries q ON q.eval_set_id = s.eval_set_id AND q.query_id = s.query_id
         WHERE s.eval_set_id = ? AND s.split = ? ORDER BY s.position`,
        evalSetId,
        split,
      )
      .map((row) => queryOf(row, spans))
    const judgments = new Map<string, Map<string, number>>()
    for (const { queryId, docId, grade } of this.#judgments(evalSetId, split)) {
      const grades = judgments.get(queryId) ?? new Map<string, number>()
      grades.set(docId, grade)
      judgments.set(queryId, grades)
    }
    return { queries, judgments }
  }

  evalSetContent(
    evalSetId: EvalSetId,
  ): Pick<NewEvalSet, 'queries' | 'judgmentsBySplit' | 'queryIdsBySplit' | 'staleSpans'> {
    const spans = this.#spans(evalSetId)
    const queries = this.#database
      .all<{ queryId: string; text: string; answers: string; tags: string }>(
        'SELECT query_id AS queryId, text, answers, tags FROM queries WHERE eval_set_id = ? ORDER BY position',
        evalSetId,
      )
      .map((row) => queryOf(row, spans))
    const queryIdsBySplit = new Map<string, string[]>()
    for (const { split, queryId } of this.#database.all<{ split: string; queryId: string }>(
      'SELECT split, query_id AS queryId FROM split_queries WHERE eval_set_id = ? ORDER BY split, position',
      evalSetId,
    )) {
      const queryIds = queryIdsBySplit.get(split) ?? []
      queryIds.push(queryId)
      queryIdsBySplit.set(split, queryIds)
    }
    const judgmentsBySplit = new Map(
      [...queryIdsBySplit.keys()].map((split) => [split, this.#judgments(evalSetId, split)]),
    )
    const staleSpans = this.#spanRows(evalSetId, 1).map(({ stale: _stale, ...span }) => span)
    return { queries, judgmentsBySplit, queryIdsBySplit, staleSpans }
  }

  #addSpans(evalSetId: EvalSetId, spans: readonly SpanRow[]): void {
    const positions = new Map<string, number>()
    for (const span of spans) {
      const position = positions.get(span.queryId) ?? 0
      positions.set(span.queryId, position + 1)
      this.#database.run(
        `INSERT INTO gold_spans (eval_set_id, query_id, position, doc_id, start, end, quote, stale)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        evalSetId,
        span.queryId,
        position,
        span.docId,
        span.start,
        span.end,
        span.quote,
        span.stale,
      )
    }
  }

  #spanRows(evalSetId: EvalSetId, stale: 0 | 1): SpanRow[] {
    return this.#database.all<SpanRow>(
      `SELECT query_id AS queryId, doc_id AS docId, start, end, quote, stale FROM gold_spans
       WHERE eval_set_id = ? AND stale = ? ORDER BY query_id, position`,
      evalSetId,
      stale,
    )
  }

  #spans(evalSetId: EvalSetId): Map<string, GoldSpan[]> {
    return Map.groupBy(this.#spanRows(evalSetId, 0), (span) => span.queryId)
  }

  #judgments(evalSetId: EvalSetId, split: string): Judgment[] {
    return this.#database.all<Judgment>(
      `SELECT query_id AS queryId, doc_id AS docId, grade FROM judgments WHERE eval_set_id = ? AND split = ?
       ORDER BY query_id, doc_id`,
      evalSetId,
      split,
    )
  }

  #evalSetOf(row: EvalSetRow): EvalSet {
    const count = (sql: string) => this.#database.get<{ n: number }>(sql, row.eval_set_id)?.n ?? 0
    return {
      evalSetId: row.eval_set_id as EvalSetId,
      name: row.name,
      corpusId: row.corpus_id as CorpusId,
      corpusVersionId: row.corpus_version_id as CorpusVersionId,
      createdAt: row.created_at,
      contentHash: row.content_hash,
      queries: count('SELECT count(*) AS n FROM queries WHERE eval_set_id = ?'),
      spans: count('SELECT count(*) AS n FROM gold_spans WHERE eval_set_id = ? AND stale = 0'),
      staleSpans: count('SELECT count(*) AS n FROM gold_spans WHERE eval_set_id = ? AND stale = 1'),
      splits: this.#database.all<EvalSet['splits'][number]>(
        `SELECT s.split AS name, count(*) AS queries,
           (SELECT count(DISTINCT query_id) FROM judgments j
            WHERE j.eval_set_id = s.eval_set_id AND j.split = s.split AND j.grade > 0) AS judgedQueries,
           (SELECT count(*) FROM judgments j WHERE j.eval_set_id = s.eval_set_id AND j.split = s.split) AS judgments
         FROM split_queries s WHERE s.eval_set_id = ? GROUP BY s.split ORDER BY s.split`,
        row.eval_set_id,
      ),
    }
  }
}

function queryOf(
  row: { queryId: string; text: string; answers: string; tags: string },
  spans: ReadonlyMap<string, readonly GoldSpan[]>,
): EvalQuery {
  return {
    queryId: row.queryId,
    text: row.text,
    answers: JSON.parse(row.answers) as string[],
    tags: JSON.parse(row.tags) as string[],
    spans: (spans.get(row.queryId) ?? []).map(({ docId, start, end, quote }) => ({ docId, start, end, quote })),
  }
}
