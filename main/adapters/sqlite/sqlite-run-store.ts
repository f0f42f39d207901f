import type { ExportedMetric } from '../../../shared/domain/comparison.ts'
import type { EvalSetId, JobId, RunId, SweepId } from '../../../shared/domain/ids.ts'
import type { LatencyStage } from '../../../shared/domain/metric.ts'
import type { ImportedOrigin, Provenance, RetrievedChunk, Run, RunStatus } from '../../../shared/domain/run.ts'
import type {
  NewRun,
  RunEdit,
  RunStore,
  RunSummary,
  RunValue,
  ScoreColumn,
  SearchTiming,
  StoredInterval,
  StoredPair,
  Sweep,
} from '../../ports/run-store.ts'
import type { Database } from './database.ts'
import { purgeDeletedRuns } from './purge-deleted-runs.ts'
import { RunFigures } from './run-figures.ts'
import { RunRankings } from './run-rankings.ts'

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

/** Runs and sweeps. What the runs found and what was measured of them are kept in classes of their own. */
export class SqliteRunStore implements RunStore {
  readonly #database: Database
  readonly #rankings: RunRankings
  readonly #figures: RunFigures

  constructor(database: Database) {
    this.#database = database
    this.#rankings = new RunRankings(database)
    this.#figures = new RunFigures(database)
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

  newestJobs(runs: number): JobId[] {
    const newest = this.#database.all<{ jobId: JobId }>(
      'SELECT job_id AS jobId FROM runs WHERE deleted_at IS NULL ORDER BY run_number DESC LIMIT ?',
      runs,
    )
    return [...new Set(newest.map(({ jobId }) => jobId))]
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
    return purgeDeletedRuns(this.#database)
  }

  setForeignDocuments(runId: RunId, docIds: readonly string[]): void {
    this.#rankings.setForeignDocuments(runId, docIds)
  }

  foreignDocuments(runId: RunId): string[] {
    return this.#rankings.foreignDocuments(runId)
  }

  answeredQueryIds(runId: RunId): Set<string> {
    return this.#rankings.answeredQueryIds(runId)
  }

  addRankings(runId: RunId, rankings: ReadonlyMap<string, readonly RetrievedChunk[]>): void {
    this.#rankings.addRankings(runId, rankings)
  }

  ranking(runId: RunId, queryId: string): RetrievedChunk[] | null {
    return this.#rankings.ranking(runId, queryId)
  }

  rankings(runId: RunId): Map<string, RetrievedChunk[]> {
    return this.#rankings.rankings(runId)
  }

  setScores(runId: RunId, columns: ReadonlyMap<string, ScoreColumn>): void {
    this.#figures.setScores(runId, columns)
  }

  scores(runId: RunId, metric: string): ScoreColumn | null {
    return this.#figures.scores(runId, metric)
  }

  scoredMetrics(runId: RunId): string[] {
    return this.#figures.scoredMetrics(runId)
  }

  setValues(runId: RunId, values: ReadonlyMap<string, RunValue>): void {
    this.#figures.setValues(runId, values)
  }

  values(metrics: readonly string[], jobId?: JobId): Map<RunId, Map<string, RunValue>> {
    return this.#figures.values(metrics, jobId)
  }

  readonly valuesOf: RunStore['valuesOf'] = (runId, metrics) => this.#figures.valuesOf(runId, metrics)

  searchTimings(): SearchTiming[] {
    return this.#figures.searchTimings()
  }

  setLatencies(runId: RunId, latencies: ReadonlyMap<LatencyStage, readonly number[]>): void {
    this.#figures.setLatencies(runId, latencies)
  }

  latencies(runId: RunId): Map<LatencyStage, number[]> {
    return this.#figures.latencies(runId)
  }

  setStatedFigures(runId: RunId, figures: readonly ExportedMetric[]): void {
    this.#figures.setStatedFigures(runId, figures)
  }

  statedFigures(runId: RunId): ExportedMetric[] {
    return this.#figures.statedFigures(runId)
  }

  interval(runId: RunId, metric: string, method: string): StoredInterval | null {
    return this.#figures.interval(runId, metric, method)
  }

  setIntervals(runId: RunId, method: string, intervals: ReadonlyMap<string, StoredInterval>): void {
    this.#figures.setIntervals(runId, method, intervals)
  }

  pairs(baseline: RunId, metric: string, method: string): Map<RunId, StoredPair | null> {
    return this.#figures.pairs(baseline, metric, method)
  }

  setPairs(baseline: RunId, metric: string, method: string, pairs: ReadonlyMap<RunId, StoredPair | null>): void {
    this.#figures.setPairs(baseline, metric, method, pairs)
  }

  finishedRuns(evalSetId: EvalSetId, split: string): RunId[] {
    return this.#database
      .all<{ runId: RunId }>(
        `SELECT run_id AS runId FROM runs
         WHERE eval_set_id = ? AND split = ? AND status = 'finished' AND deleted_at IS NULL
           AND run_id NOT IN (SELECT run_id FROM monitor_replays) ORDER BY run_number`,
        evalSetId,
        split,
      )
      .map(({ runId }) => runId)
  }

  finishedOrigins(evalSetId: EvalSetId, split: string): Map<RunId, ImportedOrigin> {
    const rows = this.#database.all<{ runId: RunId; origin: string }>(
      `SELECT run_id AS runId, json_extract(provenance, '$.origin') AS origin FROM runs
       WHERE eval_set_id = ? AND split = ? AND status = 'finished' AND deleted_at IS NULL AND recipe_hash = ''
         AND origin IS NOT NULL`,
      evalSetId,
      split,
    )
    return new Map(rows.map(({ runId, origin }) => [runId, JSON.parse(origin) as ImportedOrigin]))
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
