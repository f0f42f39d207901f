import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { LatencyStage } from '../../../shared/domain/metric.ts'
import type { Provenance, RetrievedChunk, Run, RunStatus } from '../../../shared/domain/run.ts'
import type { NewRun, RunStore, ScoreColumn, StoredInterval, Sweep } from '../../ports/run-store.ts'
import { toBlob, toFloat64Array } from './blob.ts'
import type { Database } from './database.ts'
import { decodeRanking, encodeRanking } from './ranking-codec.ts'

type RunRow = Omit<Run, 'recipe' | 'provenance'> & { recipe: string; provenance: string }

const selectRuns = `
  SELECT r.run_id AS runId, r.name, r.recipe, r.recipe_hash AS recipeHash, r.eval_set_id AS evalSetId,
    e.name AS evalSetName, r.split, r.sweep_id AS sweepId, r.status, r.created_at AS createdAt,
    r.finished_at AS finishedAt, r.error, r.provenance, r.queries,
    (SELECT count(*) FROM rankings k WHERE k.run_number = r.run_number) AS answeredQueries
  FROM runs r JOIN eval_sets e USING (eval_set_id)`

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
          run.recipeHash,
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

  run(runId: RunId): Run | null {
    const row = this.#database.get<RunRow>(`${selectRuns} WHERE r.run_id = ?`, runId)
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
    return this.#database.all<RunRow>(`${selectRuns} WHERE r.job_id = ? ORDER BY r.run_number`, jobId).map(runOf)
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
  return { ...row, recipe: JSON.parse(row.recipe), provenance: JSON.parse(row.provenance) }
}
