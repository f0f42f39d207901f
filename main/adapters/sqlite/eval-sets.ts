import type { EvalSetVersion } from '../../../shared/domain/dataset-browse.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { CorpusId, CorpusVersionId, EvalSetId } from '../../../shared/domain/ids.ts'
import type { DatasetStore, NewEvalSet } from '../../ports/dataset-store.ts'
import type { Database } from './database.ts'
import type { EvalSetContent } from './eval-set-content.ts'

type Sets = Pick<
  DatasetStore,
  | 'addEvalSet'
  | 'moveEvalSet'
  | 'listEvalSets'
  | 'findEvalSet'
  | 'evalSet'
  | 'evalSetVersions'
  | 'evalSetUses'
  | 'removeEvalSet'
>

interface EvalSetRow {
  eval_set_id: string
  name: string
  corpus_id: string
  corpus_version_id: string
  created_at: string
  content_hash: string
}

/** Eval sets as a list shows them, with what they count and who uses them. */
export class EvalSets implements Sets {
  readonly #database: Database
  readonly #content: EvalSetContent

  constructor(database: Database, content: EvalSetContent) {
    this.#database = database
    this.#content = content
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
      this.#content.add(evalSet)
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
