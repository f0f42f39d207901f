import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { LatencyStage } from '../../../shared/domain/metric.ts'
import type { RunStore, RunValue, ScoreColumn, SearchTiming, StoredInterval } from '../../ports/run-store.ts'
import { toBlob, toFloat64Array } from './blob.ts'
import type { Database } from './database.ts'
import { runNumberOf } from './run-number-of.ts'

type Figures = Pick<
  RunStore,
  | 'setScores'
  | 'scores'
  | 'scoredMetrics'
  | 'setValues'
  | 'values'
  | 'searchTimings'
  | 'setLatencies'
  | 'latencies'
  | 'interval'
  | 'setIntervals'
>

/** What was measured of the runs: scores per query, figures per run, durations and intervals. */
export class RunFigures implements Figures {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  setScores(runId: RunId, columns: ReadonlyMap<string, ScoreColumn>): void {
    this.#database.transaction(() => {
      const number = runNumberOf(this.#database, runId)
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
      runNumberOf(this.#database, runId),
      metric,
    )
    return row ? toFloat64Array(row.scores) : null
  }

  scoredMetrics(runId: RunId): string[] {
    return this.#database
      .all<{ metric: string }>(
        'SELECT metric FROM scores WHERE run_number = ? ORDER BY rowid',
        runNumberOf(this.#database, runId),
      )
      .map((row) => row.metric)
  }

  setValues(runId: RunId, values: ReadonlyMap<string, RunValue>): void {
    this.#database.transaction(() => {
      const number = runNumberOf(this.#database, runId)
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
          runNumberOf(this.#database, runId),
          stage,
          toBlob(Float64Array.from(durationsMs)),
        )
      }
    })
  }

  latencies(runId: RunId): Map<LatencyStage, number[]> {
    const rows = this.#database.all<{ stage: LatencyStage; durations_ms: Uint8Array }>(
      'SELECT stage, durations_ms FROM latencies WHERE run_number = ? ORDER BY rowid',
      runNumberOf(this.#database, runId),
    )
    return new Map(rows.map((row) => [row.stage, [...toFloat64Array(row.durations_ms)]]))
  }

  interval(runId: RunId, metric: string, method: string): StoredInterval | null {
    return (
      this.#database.get<{ ciLow: number | null; ciHigh: number | null }>(
        `SELECT ci_low AS ciLow, ci_high AS ciHigh FROM intervals
         WHERE run_number = ? AND metric = ? AND method = ?`,
        runNumberOf(this.#database, runId),
        metric,
        method,
      ) ?? null
    )
  }

  setIntervals(runId: RunId, method: string, intervals: ReadonlyMap<string, StoredInterval>): void {
    this.#database.transaction(() => {
      const number = runNumberOf(this.#database, runId)
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
}
