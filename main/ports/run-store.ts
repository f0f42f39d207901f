import type { EvalSetId, JobId, RunId, SweepId } from '../../shared/domain/ids.ts'
import type { LatencyStage } from '../../shared/domain/metric.ts'
import type { SweepSpec } from '../../shared/domain/recipe.ts'
import type { Provenance, RetrievedChunk, Run, RunStatus } from '../../shared/domain/run.ts'

export interface NewRun extends Omit<Run, 'status' | 'finishedAt' | 'error' | 'answeredQueries' | 'evalSetName'> {
  readonly jobId: JobId
}

export interface Sweep {
  readonly sweepId: SweepId
  readonly name: string
  readonly spec: SweepSpec
  readonly evalSetId: EvalSetId
  readonly split: string
  readonly createdAt: string
}

/** A value per query of the run's split, in the split's order; NaN where the query could not be scored. */
export type ScoreColumn = Float64Array

export interface StoredInterval {
  readonly ciLow: number | null
  readonly ciHigh: number | null
}

export interface RunStore {
  addSweep(sweep: Sweep): void
  addRuns(runs: readonly NewRun[]): void
  /** Oldest first. */
  listRuns(): Run[]
  run(runId: RunId): Run | null
  setStatus(runId: RunId, status: RunStatus, at: string, error?: string): void
  /** Runs that a process that is gone left `running` wait again. */
  requeueRunning(): void
  setProvenance(runId: RunId, provenance: Provenance): void
  runsOfJob(jobId: JobId): Run[]

  /** Rankings are the journal of a run: what is here is never searched again. */
  answeredQueryIds(runId: RunId): Set<string>
  addRankings(runId: RunId, rankings: ReadonlyMap<string, readonly RetrievedChunk[]>): void
  ranking(runId: RunId, queryId: string): RetrievedChunk[] | null
  rankings(runId: RunId): Map<string, RetrievedChunk[]>

  /** Replaces all scores of the run in one step. */
  setScores(runId: RunId, columns: ReadonlyMap<string, ScoreColumn>): void
  scores(runId: RunId, metric: string): ScoreColumn | null
  scoredMetrics(runId: RunId): string[]
  setLatencies(runId: RunId, latencies: ReadonlyMap<LatencyStage, readonly number[]>): void
  /** Milliseconds, one value per timed query. */
  latencies(runId: RunId): Map<LatencyStage, number[]>

  /** Intervals are derived and expensive: kept per (run, metric, method), dropped when scores change. */
  interval(runId: RunId, metric: string, method: string): StoredInterval | null
  setIntervals(runId: RunId, method: string, intervals: ReadonlyMap<string, StoredInterval>): void
}
