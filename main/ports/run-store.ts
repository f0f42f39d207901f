import type { ExportedMetric } from '../../shared/domain/comparison.ts'
import type { CorpusVersionId, EvalSetId, JobId, RunId, SweepId } from '../../shared/domain/ids.ts'
import type { LatencyStage } from '../../shared/domain/metric.ts'
import type { SearchMode, SweepSpec } from '../../shared/domain/recipe.ts'
import type { ImportedOrigin, Provenance, RetrievedChunk, Run, RunStatus } from '../../shared/domain/run.ts'

export type NewRun = Omit<
  Run,
  'status' | 'finishedAt' | 'error' | 'answeredQueries' | 'evalSetName' | 'sweepName' | 'tags' | 'notes'
>

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

/** A run against a baseline under one measure, before any correction for several runs. Units of the measure. */
export interface StoredPair {
  readonly value: number
  readonly ciLow: number | null
  readonly ciHigh: number | null
  /** Shared examples, ≥ 1. */
  readonly n: number
  /** Two-sided, 0–1. */
  readonly p: number
  /** Standard deviation of the paired differences; null with fewer than two. */
  readonly deviation: number | null
  /** Examples where the run scores higher, and lower. */
  readonly wins: number
  readonly losses: number
}

export type RunSummary = Omit<Run, 'provenance' | 'recipeHash'>

/** What people write on a run; what is undefined stays. */
export type RunEdit = { readonly [Field in 'name' | 'tags' | 'notes']?: Run[Field] | undefined }

/** A run's figure under one measure; null when nothing could be scored. */
export interface RunValue {
  readonly value: number | null
  readonly n: number
}

/** How long searches took, on average over the runs of a mode on a corpus version. */
export interface SearchTiming {
  readonly mode: SearchMode
  readonly corpusVersionId: CorpusVersionId
  readonly msPerQuery: number
}

export interface RunStore {
  addSweep(sweep: Sweep): void
  addRuns(runs: readonly NewRun[]): void
  /** Oldest first. Deleted runs are in no list and cannot be asked for, except by `setDeleted`. */
  listRuns(): Run[]
  /** The same runs, or those of one job, without what only a single run's page needs. Equal recipes are one object. */
  listSummaries(jobId?: JobId): RunSummary[]
  /** Jobs of the newest runs, newest first: as few as hold so many runs together. */
  newestJobs(runs: number): JobId[]
  run(runId: RunId): Run | null
  setStatus(runId: RunId, status: RunStatus, at: string, error?: string): void
  /** Runs that a process that is gone left `running` wait again. */
  requeueRunning(): void
  setProvenance(runId: RunId, provenance: Provenance): void
  runsOfJob(jobId: JobId): Run[]
  /** Finished runs on an eval set's split, oldest first. */
  finishedRuns(evalSetId: EvalSetId, split: string): RunId[]
  /** Those of them that were made elsewhere. */
  finishedOrigins(evalSetId: EvalSetId, split: string): Map<RunId, ImportedOrigin>
  sweep(sweepId: SweepId): Sweep | null
  edit(runId: RunId, changes: RunEdit): void
  /** Deletes runs (`at` = now) or restores them (null). @returns how many it changed. */
  setDeleted(runIds: readonly RunId[], at: string | null): number
  /** Removes deleted runs with all that they hold. @returns how many. */
  purgeDeleted(): number

  /** Documents outside the corpus that a run made elsewhere ranks: what positions behind the last document stand for. */
  setForeignDocuments(runId: RunId, docIds: readonly string[]): void
  foreignDocuments(runId: RunId): string[]

  /** Rankings are the journal of a run: what is here is never searched again. */
  answeredQueryIds(runId: RunId): Set<string>
  addRankings(runId: RunId, rankings: ReadonlyMap<string, readonly RetrievedChunk[]>): void
  ranking(runId: RunId, queryId: string): RetrievedChunk[] | null
  rankings(runId: RunId): Map<string, RetrievedChunk[]>

  /** Replaces all scores of the run in one step. */
  setScores(runId: RunId, columns: ReadonlyMap<string, ScoreColumn>): void
  scores(runId: RunId, metric: string): ScoreColumn | null
  scoredMetrics(runId: RunId): string[]
  /** The figures that lists show, one per measure; replaces the ones before. */
  setValues(runId: RunId, values: ReadonlyMap<string, RunValue>): void
  /** Figures of these measures by run id, of all runs or of one job's. */
  values(metrics: readonly string[], jobId?: JobId): Map<RunId, Map<string, RunValue>>
  /** The same of one run alone, in time that does not grow with the runs of its job. */
  valuesOf(runId: RunId, metrics: readonly string[]): Map<string, RunValue>
  /** Figures as the file of a run made elsewhere states them; replaces the ones before. */
  setStatedFigures(runId: RunId, figures: readonly ExportedMetric[]): void
  /** In the order of the file; empty for every other run. */
  statedFigures(runId: RunId): ExportedMetric[]
  searchTimings(): SearchTiming[]
  setLatencies(runId: RunId, latencies: ReadonlyMap<LatencyStage, readonly number[]>): void
  /** Milliseconds, one value per timed query. */
  latencies(runId: RunId): Map<LatencyStage, number[]>

  /** Intervals are derived and expensive: kept per (run, metric, method), dropped when scores change. */
  interval(runId: RunId, metric: string, method: string): StoredInterval | null
  setIntervals(runId: RunId, method: string, intervals: ReadonlyMap<string, StoredInterval>): void

  /** Likewise for pairs of runs under one measure, by the run that is held against the baseline; null: nothing shared. */
  pairs(baseline: RunId, metric: string, method: string): Map<RunId, StoredPair | null>
  setPairs(baseline: RunId, metric: string, method: string, pairs: ReadonlyMap<RunId, StoredPair | null>): void
}
