import type { JobId, RunId, SweepId } from '../../../shared/domain/ids.ts'
import type { LatencyStage } from '../../../shared/domain/metric.ts'
import type { Provenance, RetrievedChunk, Run, RunStatus } from '../../../shared/domain/run.ts'
import type {
  NewRun,
  RunEdit,
  RunStore,
  RunSummary,
  RunValue,
  ScoreColumn,
  SearchTiming,
  StoredInterval,
  Sweep,
} from '../../ports/run-store.ts'
import { toBlob, toFloat64Array } from './blob.ts'
import type { Database } from './database.ts'
import { decodeRanking, encodeRanking } from './ranking-codec.ts'

type RunRow = Omit<Run, 'recipe' | 'provenance' | 'tags'> & { recipe: string; provenance: string; tags: string }

const summaryColumns = `
  r.run_id AS runId, r.name, r.recipe, r.eval_set_id AS evalSetId, e.name AS evalSetName, r.split,
  r.sweep_id AS sweepId, s.name AS sweepName, r.job_id AS jobId, r.status, r.created_at AS createdAt,
  r.finished_at AS finishedAt, r.error, r.tags, r.notes, r.queries,
  -- A finished run answered them all; counting thousands of them would take most of the time of a list.
  CASE r.status WHEN 'finished' THEN r.queries
    ELSE (SELECT count(*) FROM rankings k WHERE k.run_number = r.run_number) END AS answeredQueries`

const fromRuns = `
  FROM runs r JOIN eval_sets e USING (eval_set_id) LEFT JOIN sweeps s ON s.sweep_id = r.sweep_id
  WHERE r.deleted_at IS NULL`

const selectRuns = `SELECT ${summaryColumns}, nullif(r.recipe_hash, '') AS recipeHash, r.provenance ${fromRuns}`

export class SqliteRunStore implements RunStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  addSweep(sweep: Sweep): void {
    this.#database.run(
      'INSERT INTO sweeps (sweep_id, name, spec, eval_set_id, split, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      sweep.sweepId,
      sweep.name,
      JSON.stringify(sweep.spec),
      sweep.evalSetId,
      sweep.split,
      sweep.createdAt,
    )
  }

  addRuns(runs: readonly NewRun[]): void {
    this.#database.transaction(() => {
      for (const run of runs) {
        this.#database.run(
          `INSERT INTO runs (run_id, name, recipe, recipe_hash, eval_set_id, split, sweep_id, job_id, status, created_at,
             provenance, queries) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)`,
          run.runId,
          run.name,
          JSON.stringify(run.recipe),
          // The column holds a text in every run; a run that was made elsewhere has no hash.
          run.recipeHash ?? '',
          run.evalSetId,
          run.split,
          run.sweepId,
          run.jobId,
          run.createdAt,
          JSON.stringify(run.provenance),
          run.queries,
        )
      }
    })
  }

  listRuns(): Run[] {
    return this.#database.all<RunRow>(`${selectRuns} ORDER BY r.run_number`).map(runOf)
  }

  listSummaries(jobId?: JobId): RunSummary[] {
    const recipes = new Map<string, Run['recipe']>()
    const recipeOf = (text: string): Run['recipe'] => {
      let recipe = recipes.get(text)
      if (recipe === undefined) {
        recipe = JSON.parse(text) as Run['recipe']
        recipes.set(text, recipe)
      }
      return recipe
    }
    const job = jobId === undefined ? [] : [jobId]
    return this.#database
      .all<Omit<RunRow, 'provenance' | 'recipeHash'>>(
        `SELECT ${summaryColumns} ${fromRuns} ${jobId === undefined ? '' : 'AND r.job_id = ?'} ORDER BY r.run_number`,
        ...job,
      )
      .map((row) => ({
        ...row,
        recipe: recipeOf(row.recipe),
        tags: row.tags === '[]' ? [] : (JSON.parse(row.tags) as string[]),
      }))
  }

  run(runId: RunId): Run | null {
    const row = this.#database.get<RunRow>(`${selectRuns} AND r.run_id = ?`, runId)
    return row ? runOf(row) : null
  }

  setStatus(runId: RunId, status: RunStatus, at: string, error?: string): void {
    const finishedAt = status === 'queued' || status === 'running' ? null : at
    this.#database.run(
      'UPDATE runs SET status = ?, finished_at = ?, error = ? WHERE run_id = ?',
      status,
      finishedAt,
      error ?? null,
      runId,
    )
  }

  requeueRunning(): void {
    this.#database.run(`UPDATE runs SET status = 'queued' WHERE status = 'running'`)
  }

  setProvenance(runId: RunId, provenance: Provenance): void {
    this.#database.run('UPDATE runs SET provenance = ? WHERE run_id = ?', JSON.stringify(provenance), runId)
  }

  runsOfJob(jobId: JobId): Run[] {
    return this.#database.all<RunRow>(`${selectRuns} AND r.job_id = ? ORDER BY r.run_number`, jobId).map(runOf)
  }

  sweep(sweepId: SweepId): Sweep | null {
    const row = this.#database.get<Omit<Sweep, 'spec'> & { spec: string }>(
      `SELECT sweep_id AS sweepId, name, spec, eval_set_id AS evalSetId, split, created_at AS createdAt
       FROM sweeps WHERE sweep_id = ?`,
      sweepId,
    )
    return row ? { ...row, spec: JSON.parse(row.spec) } : null
  }

  edit(runId: RunId, { name, tags, notes }: RunEdit): void {
    this.#database.run(
      `UPDATE runs SET name = coalesce(?, name), tags = coalesce(?, tags), notes = coalesce(?, notes)
       WHERE run_id = ? AND deleted_at IS NULL`,
      name ?? null,
      tags ? JSON.stringify(tags) : null,
      notes ?? null,
      runId,
    )
  }

  setDeleted(runIds: readonly RunId[], at: string | null): number {
    const row = this.#database.transaction(() => {
      for (const runId of runIds) {
        this.#database.run('UPDATE runs SET deleted_at = ? WHERE run_id = ?', at, runId)
      }
      return this.#database.get<{ found: number }>(
        'SELECT count(*) AS found FROM runs WHERE run_id IN (SELECT value FROM json_each(?))',
        JSON.stringify(runIds),
      )
    })
    return row?.found ?? 0
  }

  purgeDeleted(): number {
    return this.#database.transaction(() => {
      const deleted = this.#database.get<{ n: number }>(
        'SELECT count(*) AS n FROM runs WHERE deleted_at IS NOT NULL',
      )!.n
      if (deleted === 0) return 0
      for (const table of ['foreign_documents', 'rankings', 'scores', 'run_values', 'latencies', 'intervals']) {
        this.#database.run(
          `DELETE FROM ${table} WHERE run_number IN (SELECT run_number FROM runs WHERE deleted_at IS NOT NULL)`,
        )
      }
      this.#database.run('DELETE FROM runs WHERE deleted_at IS NOT NULL')
      return deleted
    })
  }

  setForeignDocuments(runId: RunId, docIds: readonly string[]): void {
    this.#database.transaction(() => {
      const number = this.#numberOf(runId)
      this.#database.run('DELETE FROM foreign_documents WHERE run_number = ?', number)
      docIds.forEach((docId, position) => {
        this.#database.run(
          'INSERT INTO foreign_documents (run_number, position, doc_id) VALUES (?, ?, ?)',
          number,
          position,
          docId,
        )
      })
    })
  }

  foreignDocuments(runId: RunId): string[] {
    return this.#database
      .all<{ doc_id: string }>(
        'SELECT doc_id FROM foreign_documents WHERE run_number = ? ORDER BY position',
        this.#numberOf(runId),
      )
      .map((row) => row.doc_id)
  }

  answeredQueryIds(runId: RunId): Set<string> {
    const rows = this.#database.all<{ query_id: string }>(
      'SELECT query_id FROM rankings WHERE run_number = ?',
      this.#numberOf(runId),
    )
    return new Set(rows.map((row) => row.query_id))
  }

  addRankings(runId: RunId, rankings: ReadonlyMap<string, readonly RetrievedChunk[]>): void {
    this.#database.transaction(() => {
      const number = this.#numberOf(runId)
      for (const [queryId, ranking] of rankings) {
        this.#database.run(
          'INSERT OR REPLACE INTO rankings (run_number, query_id, ranking) VALUES (?, ?, ?)',
          number,
          queryId,
          encodeRanking(ranking),
        )
      }
    })
  }

  ranking(runId: RunId, queryId: string): RetrievedChunk[] | null {
    const row = this.#database.get<{ ranking: Uint8Array }>(
      'SELECT ranking FROM rankings WHERE run_number = ? AND query_id = ?',
      this.#numberOf(runId),
      queryId,
    )
    return row ? decodeRanking(row.ranking) : null
  }

  rankings(runId: RunId): Map<string, RetrievedChunk[]> {
    const rankings = new Map<string, RetrievedChunk[]>()
    for (const row of this.#database.iterate<{ query_id: string; ranking: Uint8Array }>(
      'SELECT query_id, ranking FROM rankings WHERE run_number = ?',
      this.#numberOf(runId),
    )) {
      rankings.set(row.query_id, decodeRanking(row.ranking))
    }
    return rankings
  }

  setScores(runId: RunId, columns: ReadonlyMap<string, ScoreColumn>): void {
    this.#database.transaction(() => {
      const number = this.#numberOf(runId)
      this.#database.run('DELETE FROM scores WHERE run_number = ?', number)
      this.#database.run('DELETE FROM intervals WHERE run_number = ?', number)
      this.#database.run('DELETE FROM run_values WHERE run_number = ?', number)
      for (const [metric, scores] of columns) {
        this.#database.run(
          'INSERT INTO scores (run_number, metric, scores) VALUES (?, ?, ?)',
          number,
          metric,
          toBlob(scores),
        )
      }
    })
  }

  scores(runId: RunId, metric: string): ScoreColumn | null {
    const row = this.#database.get<{ scores: Uint8Array }>(
      'SELECT scores FROM scores WHERE run_number = ? AND metric = ?',
      this.#numberOf(runId),
      metric,
    )
    return row ? toFloat64Array(row.scores) : null
  }

  scoredMetrics(runId: RunId): string[] {
    return this.#database
      .all<{ metric: string }>('SELECT metric FROM scores WHERE run_number = ? ORDER BY rowid', this.#numberOf(runId))
      .map((row) => row.metric)
  }

  setValues(runId: RunId, values: ReadonlyMap<string, RunValue>): void {
    this.#database.transaction(() => {
      const number = this.#numberOf(runId)
      this.#database.run('DELETE FROM run_values WHERE run_number = ?', number)
      for (const [metric, { value, n }] of values) {
        this.#database.run(
          'INSERT INTO run_values (run_number, metric, value, n) VALUES (?, ?, ?, ?)',
          number,
          metric,
          value,
          n,
        )
      }
    })
  }

  values(metrics: readonly string[], jobId?: JobId): Map<RunId, Map<string, RunValue>> {
    // The order of the joins is given: left alone, SQLite reads every figure of every run. One row per run, as making
    // fifty thousand objects takes longer than finding them.
    const rows = this.#database.all<{ runId: RunId; figures: string }>(
      `SELECT r.run_id AS runId, json_group_array(json_array(m.key, v.value, v.n)) AS figures
       FROM runs r CROSS JOIN json_each(?) m
         CROSS JOIN run_values v ON v.run_number = r.run_number AND v.metric = m.value
       WHERE r.deleted_at IS NULL ${jobId === undefined ? '' : 'AND r.job_id = ?'} GROUP BY r.run_number`,
      ...[JSON.stringify(metrics), ...(jobId === undefined ? [] : [jobId])],
    )
    return new Map(
      rows.map(({ runId, figures }) => [
        runId,
        new Map(
          (JSON.parse(figures) as [place: number, value: number | null, n: number][]).map(([place, value, n]) => [
            metrics[place]!,
            { value, n },
          ]),
        ),
      ]),
    )
  }

  searchTimings(): SearchTiming[] {
    return this.#database.all<SearchTiming & Record<string, unknown>>(
      `SELECT r.recipe ->> '$.search.mode' AS mode, r.provenance ->> '$.corpusVersionId' AS corpusVersionId,
         avg(v.value) AS msPerQuery
       FROM runs r JOIN run_values v ON v.run_number = r.run_number AND v.metric = 'latencyMs.search.p50'
       WHERE r.deleted_at IS NULL AND v.value IS NOT NULL GROUP BY 1, 2`,
    )
  }

  setLatencies(runId: RunId, latencies: ReadonlyMap<LatencyStage, readonly number[]>): void {
    this.#database.transaction(() => {
      for (const [stage, durationsMs] of latencies) {
        this.#database.run(
          'INSERT OR REPLACE INTO latencies (run_number, stage, durations_ms) VALUES (?, ?, ?)',
          this.#numberOf(runId),
          stage,
          toBlob(Float64Array.from(durationsMs)),
        )
      }
    })
  }

  latencies(runId: RunId): Map<LatencyStage, number[]> {
    const rows = this.#database.all<{ stage: LatencyStage; durations_ms: Uint8Array }>(
      'SELECT stage, durations_ms FROM latencies WHERE run_number = ? ORDER BY rowid',
      this.#numberOf(runId),
    )
    return new Map(rows.map((row) => [row.stage, [...toFloat64Array(row.durations_ms)]]))
  }

  interval(runId: RunId, metric: string, method: string): StoredInterval | null {
    return (
      this.#database.get<{ ciLow: number | null; ciHigh: number | null }>(
        `SELECT ci_low AS ciLow, ci_high AS ciHigh FROM intervals
         WHERE run_number = ? AND metric = ? AND method = ?`,
        this.#numberOf(runId),
        metric,
        method,
      ) ?? null
    )
  }

  setIntervals(runId: RunId, method: string, intervals: ReadonlyMap<string, StoredInterval>): void {
    this.#database.transaction(() => {
      const number = this.#numberOf(runId)
      for (const [metric, { ciLow, ciHigh }] of intervals) {
        this.#database.run(
          'INSERT OR REPLACE INTO intervals (run_number, metric, method, ci_low, ci_high) VALUES (?, ?, ?, ?, ?)',
          number,
          metric,
          method,
          ciLow,
          ciHigh,
        )
      }
    })
  }

  #numberOf(runId: RunId): number {
    return this.#database.get<{ n: number }>('SELECT run_number AS n FROM runs WHERE run_id = ?', runId)?.n ?? -1
  }
}

function runOf(row: RunRow): Run {
  return {
    ...row,
    recipe: JSON.parse(row.recipe),
    provenance: JSON.parse(row.provenance),
    tags: JSON.parse(row.tags),
  }
}
