import { AppError } from '../../../shared/domain/app-error.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import type { Evaluator } from '../../../shared/domain/evaluator.ts'
import type { ExportFormat } from '../../../shared/domain/export-format.ts'
import type { PilotResult, SweepForecast } from '../../../shared/domain/forecast.ts'
import type { Ladder } from '../../../shared/domain/gate.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { BudgetCaps, BudgetChange } from '../../../shared/domain/ledger.ts'
import type { PairwiseRequest, PairwiseState } from '../../../shared/domain/pairwise.ts'
import type { PromptPreview, PromptPreviewRequest } from '../../../shared/domain/prompt-preview.ts'
import type { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'
import type { RescoreRequest } from '../../../shared/domain/rescoring.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { MetricDifference, MetricInterval, RunList } from '../../../shared/domain/run-list.ts'
import type { SweepSpending } from '../../../shared/domain/sweep-spending.ts'
import type { RunEdit } from '../../ports/run-store.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import { compareRuns } from './comparing/compare-runs.ts'
import { differencesOf, intervalsOf } from './comparing/run-figures.ts'
import { Verdicts } from './comparing/verdicts.ts'
import { setJobBudget, sweepSpending } from './costs/job-budget.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { writeExport } from './exports/write-export.ts'
import { writeTrecRun } from './exports/write-trec-run.ts'
import { forecastSweep } from './forecasts/forecast-sweep.ts'
import { pilotSweep } from './forecasts/pilot-sweep.ts'
import { type LadderRequest, ladderOf } from './ladder/ladder-of.ts'
import { PairwiseHandler } from './pairwise/pairwise-handler.ts'
import { pairwiseState } from './pairwise/pairwise-results.ts'
import { startPairwise } from './pairwise/start-pairwise.ts'
import { parseRecipe, setRecipeFields } from './recipes/recipe-fields.ts'
import { requireRun } from './require-run.ts'
import { evaluatorsOfRun } from './rescoring/evaluators-of-run.ts'
import { RescoreHandler } from './rescoring/rescore-handler.ts'
import { startRescoring } from './rescoring/start-rescoring.ts'
import { type ListScope, listRuns } from './results/list-runs.ts'
import { previewPrompt } from './sweeps/preview-prompt.ts'
import { type PlannedSweep, planSweep, type StartedSweep, startSweep } from './sweeps/start-sweep.ts'
import { startedWith } from './sweeps/started-with.ts'
import { SweepHandler } from './sweeps/sweep-handler.ts'
import type { SweepJobSpec } from './sweeps/sweep-job-spec.ts'

interface ExportRequest {
  readonly runs: readonly string[]
  readonly baseline?: string | undefined
  readonly format: ExportFormat
}

/** Retrieval experiments: recipes, sweeps, runs and their comparison. */
export class Experiments {
  readonly #ports: ExperimentPorts
  readonly #queue: JobQueue
  readonly #verdicts: Verdicts

  constructor(ports: ExperimentPorts, queue: JobQueue) {
    this.#ports = ports
    this.#queue = queue
    this.#verdicts = new Verdicts(ports)
    queue.register(new SweepHandler(ports))
    queue.register(new RescoreHandler(ports))
    queue.register(new PairwiseHandler(ports))
  }

  /** A complete, valid recipe: defaults, over them `base`, over it the assignments by dotted field name. */
  recipe(base: Record<string, unknown>, assignments: Readonly<Record<string, unknown>>): Recipe {
    return parseRecipe(setRecipeFields(base, assignments))
  }

  plan(spec: SweepSpec): PlannedSweep {
    return planSweep(spec, this.#ports)
  }

  /** The messages that a recipe would send for one question. Throws AppError INVALID_INPUT or NOT_FOUND. */
  previewPrompt(request: PromptPreviewRequest, signal?: AbortSignal): Promise<PromptPreview> {
    return previewPrompt(request, this.#ports, signal)
  }

  /** What a sweep will cost. Throws as `plan`. */
  forecast(spec: SweepSpec, signal?: AbortSignal): Promise<SweepForecast> {
    return forecastSweep(spec, this.#ports, signal)
  }

  /** Asks up to 20 questions of each model, so that the forecast knows how long answers are. See `pilotSweep`. */
  pilot(spec: SweepSpec, mostUsd: number, signal?: AbortSignal): Promise<PilotResult> {
    return pilotSweep(spec, mostUsd, this.#ports, signal)
  }

  /** All evaluators that were applied to a run, the latest first. Throws AppError NOT_FOUND. */
  evaluatorsOf(runId: RunId): Evaluator[] {
    return evaluatorsOfRun(requireRun(runId, this.#ports), this.#ports)
  }

  /** The evaluators and caps that a run was started with; none for a run from elsewhere. */
  startedWith(runId: RunId): Pick<SweepJobSpec, 'evaluators' | 'budget'> {
    return startedWith(requireRun(runId, this.#ports), this.#ports)
  }

  start(spec: SweepSpec): StartedSweep {
    return startSweep(spec, this.#ports, this.#queue)
  }

  /** Applies evaluators to the stored answers of finished runs. Throws as `startRescoring`. */
  evaluate(request: RescoreRequest): { jobId: JobId } {
    return startRescoring(request, this.#ports, this.#queue)
  }

  /** Judges a run's answers against a baseline's, each pair in both orders. Throws as `startPairwise`. */
  judgePairs(request: PairwiseRequest): { jobId: JobId } {
    return startPairwise(request, this.#ports, this.#queue)
  }

  pairwise(baseline: RunId, runId: RunId): PairwiseState {
    return pairwiseState(baseline, runId, this.#ports)
  }

  /** Other caps for a job that was stopped; what is left out stays. Throws AppError CONFLICT while it is under way. */
  setBudget(jobId: JobId, change: BudgetChange): BudgetCaps {
    return setJobBudget(jobId, change, this.#queue)
  }

  /** What a sweep, and a run of it, spent so far, and the caps that it counts against. Throws AppError NOT_FOUND. */
  spending(jobId: JobId, runId?: RunId): SweepSpending {
    return sweepSpending(jobId, runId ?? null, this.#queue, this.#ports)
  }

  listRuns(): Run[] {
    return this.#ports.store.runs.listRuns()
  }

  list(metrics: readonly string[], scope?: ListScope): RunList {
    return listRuns(this.#ports.store, metrics, scope)
  }

  intervals(runIds: readonly RunId[], metrics: readonly string[], signal?: AbortSignal): Promise<MetricInterval[]> {
    return intervalsOf(runIds, metrics, this.#ports, signal)
  }

  differences(baseline: RunId, runIds: readonly RunId[], metrics: readonly string[]): MetricDifference[] {
    return differencesOf(baseline, runIds, metrics, this.#ports)
  }

  /** Runs against a baseline, corrected over its whole family. Throws AppError NOT_FOUND when the baseline is gone. */
  verdicts(baseline: RunId, runIds: readonly RunId[], metrics: readonly string[], signal?: AbortSignal) {
    return this.#verdicts.of(baseline, runIds, metrics, signal)
  }

  /** Rungs and gates of an eval set's split. Throws AppError INVALID_INPUT. */
  ladder(request: LadderRequest): Promise<Ladder> {
    return ladderOf(request, this.#ports)
  }

  /** Changes what people write on a run. Throws AppError NOT_FOUND. */
  edit(runId: RunId, changes: RunEdit): Run {
    const { runs } = this.#ports.store
    if (!runs.run(runId)) throw new AppError('NOT_FOUND', 'This run was deleted. Nothing was changed.', { runId })
    runs.edit(runId, changes)
    return runs.run(runId)!
  }

  /**
   * Takes runs out of every list. `restore` brings them back until the workspace is opened again; then they are removed.
   * Throws AppError CONFLICT, and deletes none, when one of them is still being worked on.
   */
  delete(runIds: readonly RunId[]): number {
    const { runs } = this.#ports.store
    const busy = runIds.filter((runId) => this.#isActive(runs.run(runId)))
    if (busy.length > 0) {
      throw new AppError(
        'CONFLICT',
        `${busy.length === 1 ? 'A run' : `${busy.length} runs`} of these still ${busy.length === 1 ? 'waits or is' : 'wait or are'} at work. Cancel the sweep first; nothing was deleted.`,
        { runIds: busy },
      )
    }
    return runs.setDeleted(runIds, this.#ports.clock.now().toISOString())
  }

  /** Throws AppError NOT_FOUND when none of them is there any more. */
  restore(runIds: readonly RunId[]): number {
    const restored = this.#ports.store.runs.setDeleted(runIds, null)
    if (restored === 0) {
      throw new AppError(
        'NOT_FOUND',
        'These runs were removed when the workspace was opened again; they cannot be restored.',
      )
    }
    return restored
  }

  /** A run whose job goes on; one that a dead process left waiting is not. */
  #isActive(run: Run | null): boolean {
    if (run?.status !== 'queued' && run?.status !== 'running') return false
    const { status } = this.#queue.snapshot(run.jobId)
    return status === 'queued' || status === 'running'
  }

  runsOfJob(jobId: JobId): Run[] {
    return this.#ports.store.runs.runsOfJob(jobId)
  }

  /** Runs by id, unique beginning of an id, or name. Throws AppError NOT_FOUND or INVALID_INPUT when it is not one run. */
  findRun(reference: string): Run {
    const exact = this.#ports.store.runs.run(reference as RunId)
    if (exact) return exact
    const runs = this.listRuns()
    const matches = runs.filter((run) => run.name === reference)
    const found = matches.length > 0 ? matches : runs.filter((run) => run.runId.startsWith(reference))
    if (found.length === 1) return found[0]!
    if (found.length === 0) {
      throw new AppError('NOT_FOUND', `There is no run "${reference}" in this workspace; \`rungs runs\` lists them.`)
    }
    const ids = found.map((run) => run.runId).join(', ')
    throw new AppError('INVALID_INPUT', `"${reference}" means ${found.length} runs: ${ids}. Give one of these ids.`)
  }

  async compare(
    runs: readonly string[],
    baseline: string | undefined,
    metrics: readonly string[] | undefined,
  ): Promise<Comparison> {
    const base = baseline === undefined ? null : this.findRun(baseline)
    return compareRuns(this.#chosen(runs, base), base, metrics, this.#ports)
  }

  /** Runs as a file, in pieces of text; Parquet as Base64. Throws as `compare`, or AppError INVALID_INPUT by the format. */
  export({ runs, baseline, format }: ExportRequest, signal?: AbortSignal): AsyncGenerator<string, void> {
    const base = baseline === undefined || format === 'trec' ? null : this.findRun(baseline)
    const chosen = this.#chosen(runs, base)
    const compare = () => compareRuns(chosen, base, undefined, this.#ports)
    return writeExport({ runs: chosen, compare }, format, this.#ports, signal)
  }

  /** The runs that are named, or all; the baseline among them, each once. */
  #chosen(references: readonly string[], baseline: Run | null): Run[] {
    const chosen = references.length > 0 ? references.map((reference) => this.findRun(reference)) : this.listRuns()
    return [...new Map([...(baseline ? [baseline] : []), ...chosen].map((run) => [run.runId, run])).values()]
  }

  trecRun(reference: string): { run: Run; lines: Iterable<string> } {
    const run = this.findRun(reference)
    return { run, lines: writeTrecRun(run, this.#ports) }
  }
}
