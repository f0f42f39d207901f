import { AppError } from '../../../shared/domain/app-error.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import { compareRuns } from './compare-runs.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { parseRecipe, setRecipeFields } from './recipe-fields.ts'
import { type PlannedSweep, planSweep, startSweep } from './start-sweep.ts'
import { SweepHandler } from './sweep-handler.ts'
import { writeTrecRun } from './write-trec-run.ts'

/** Retrieval experiments: recipes, sweeps, runs and their comparison. */
export class Experiments {
  readonly #ports: ExperimentPorts
  readonly #queue: JobQueue

  constructor(ports: ExperimentPorts, queue: JobQueue) {
    this.#ports = ports
    this.#queue = queue
    queue.register(new SweepHandler(ports))
  }

  /** A complete, valid recipe: defaults, over them `base`, over it the assignments by dotted field name. */
  recipe(base: Record<string, unknown>, assignments: Readonly<Record<string, unknown>>): Recipe {
    return parseRecipe(setRecipeFields(base, assignments))
  }

  plan(spec: SweepSpec): PlannedSweep {
    return planSweep(spec, this.#ports)
  }

  start(spec: SweepSpec): { jobId: JobId; runIds: RunId[] } {
    return startSweep(spec, this.#ports, this.#queue)
  }

  listRuns(): Run[] {
    return this.#ports.store.runs.listRuns()
  }

  runsOfJob(jobId: JobId): Run[] {
    return this.#ports.store.runs.runsOfJob(jobId)
  }

  /** Runs by id, unique beginning of an id, or name. Throws AppError NOT_FOUND or INVALID_INPUT when it is not one run. */
  findRun(reference: string): Run {
    const runs = this.listRuns()
    const exact = runs.find((run) => run.runId === reference)
    if (exact) return exact
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
    const chosen = runs.length > 0 ? runs.map((reference) => this.findRun(reference)) : this.listRuns()
    const base = baseline === undefined ? null : this.findRun(baseline)
    const unique = new Map([...(base ? [base] : []), ...chosen].map((run) => [run.runId, run]))
    return compareRuns([...unique.values()], base, metrics, this.#ports)
  }

  trecRun(reference: string): { run: Run; lines: Iterable<string> } {
    const run = this.findRun(reference)
    return { run, lines: writeTrecRun(run, this.#ports) }
  }
}
