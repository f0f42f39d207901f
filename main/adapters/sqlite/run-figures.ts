import type { ExportedMetric } from '../../../shared/domain/comparison.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { LatencyStage } from '../../../shared/domain/metric.ts'
import type {
  RunStore,
  RunValue,
  ScoreColumn,
  SearchTiming,
  StoredInterval,
  StoredPair,
} from '../../ports/run-store.ts'
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
  | 'setStatedFigures'
  | 'statedFigures'
  | 'searchTimings'
  | 'setLatencies'
  | 'latencies'
  | 'interval'
  | 'setIntervals'
  | 'pairs'
  | 'setPairs'
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
      this.#database.run('DELETE FROM run_pairs WHERE run_number = ? OR baseline_number = ?', number, number)
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

  valuesOf(runId: RunId, metrics: readonly string[]): Map<string, RunValue> {
    const rows = this.#database.all<RunValue & { metric: string }>(
      `SELECT v.metric, v.value, v.n
       FROM runs r CROSS JOIN json_each(?) m
         CROSS JOIN run_values v ON v.run_number = r.run_number AND v.metric = m.value
       WHERE r.run_id = ? AND r.deleted_at IS NULL`,
      JSON.stringify(metrics),
      runId,
    )
    return new Map(rows.map(({ metric, value, n }) => [metric, { value, n }]))
  }

  setStatedFigures(runId: RunId, figures: readonly ExportedMetric[]): void {
    this.#database.run(
      'INSERT OR REPLACE INTO stated_figures (run_number, figures) VALUES (?, ?)',
      runNumberOf(this.#database, runId),
      JSON.stringify(figures),
    )
  }

  statedFigures(runId: RunId): ExportedMetric[] {
    const row = this.#database.get<{ figures: string }>(
      'SELECT figures FROM stated_figures WHERE run_number = ?',
      runNumberOf(this.#database, runId),
    )
    return row ? (JSON.parse(row.figures) as ExportedMetric[]) : []
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
      const number = runNumberOf(this.#database, runId)
      this.#database.run(
        "DELETE FROM run_pairs WHERE (run_number = ? OR baseline_number = ?) AND metric GLOB 'latencyMs.*'",
        number,
        number,
      )
      for (const [stage, durationsMs] of latencies) {
        this.#database.run(
          'INSERT OR REPLACE INTO latencies (run_number, stage, durations_ms) VALUES (?, ?, ?)',
          number,
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

  pairs(baseline: RunId, metric: string, method: string): Map<RunId, StoredPair | null> {
    const rows = this.#database.all<PairRow & Record<string, unknown>>(
      `SELECT r.run_id AS runId, p.value, p.ci_low AS ciLow, p.ci_high AS ciHigh, p.n, p.p, p.deviation, p.wins, p.losses
       FROM run_pairs p JOIN runs r USING (run_number) WHERE baseline_number = ? AND metric = ? AND method = ?`,
      runNumberOf(this.#database, baseline),
      metric,
      method,
    )
    return new Map(
      rows.map(({ runId, value, p, ...pair }) => [runId, value === null || p === null ? null : { ...pair, value, p }]),
    )
  }

  setPairs(baseline: RunId, metric: string, method: string, pairs: ReadonlyMap<RunId, StoredPair | null>): void {
    this.#database.transaction(() => {
      const baselineNumber = runNumberOf(this.#database, baseline)
      for (const [runId, pair] of pairs) {
        this.#database.run(
          `INSERT OR REPLACE INTO run_pairs
             (baseline_number, metric, method, run_number, value, ci_low, ci_high, n, p, deviation, wins, losses)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          baselineNumber,
          metric,
          method,
          runNumberOf(this.#database, runId),
          pair?.value ?? null,
          pair?.ciLow ?? null,
          pair?.ciHigh ?? null,
          pair?.n ?? 0,
          pair?.p ?? null,
          pair?.deviation ?? null,
          pair?.wins ?? 0,
          pair?.losses ?? 0,
        )
      }
    })
  }
}

type PairRow = Omit<StoredPair, 'value' | 'p'> & { runId: RunId; value: number | null; p: number | null }
