import { AppError } from '../../../../shared/domain/app-error.ts'
import type { JobId, RunId } from '../../../../shared/domain/ids.ts'
import type { RescoreRequest } from '../../../../shared/domain/rescoring.ts'
import { isRecipeRun, type RecipeRun } from '../../../../shared/domain/run.ts'
import type { JobQueue } from '../../jobs/job-queue.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { judgesOf } from '../judging/judges-of.ts'
import { requireJudgePrices } from '../sweeps/require-known-prices.ts'

/**
 * Queues a job that scores stored answers again. Throws AppError NOT_FOUND or INVALID_INPUT, and starts nothing, when a run is
 * gone, unfinished or without answers, or when a cap is set and a judge's price is not known.
 */
export function startRescoring(
  { runIds, evaluators, budget }: RescoreRequest,
  ports: ExperimentPorts,
  queue: JobQueue,
): { jobId: JobId } {
  const runs = [...new Set(runIds)].map((runId) => answeredRun(runId, ports))
  requireJudgePrices(evaluators, budget, runs, ports)
  const what = evaluators.length === 1 ? '1 evaluator' : `${evaluators.length} evaluators`
  const title = runs.length === 1 ? `Score ${runs[0]!.name} again` : `Score ${runs.length} runs again: ${what}`
  const weight = judgesOf(evaluators).length * 10 + 1
  const jobId = queue.add(
    'rescore',
    title,
    { evaluators, budget: budget ?? null },
    runs.map(({ runId, queries }) => ({ key: runId, weight: weight * Math.max(1, queries) })),
  )
  queue.start(jobId)
  return { jobId }
}

/** A finished run with answers. Throws AppError NOT_FOUND or INVALID_INPUT. */
export function answeredRun(runId: RunId, { store }: Pick<ExperimentPorts, 'store'>): RecipeRun {
  const run = store.runs.run(runId)
  if (!run) throw new AppError('NOT_FOUND', `There is no run "${runId}". Nothing was started.`, { runId })
  if (!isRecipeRun(run) || run.recipe.generation === null) {
    throw new AppError('INVALID_INPUT', `${run.name} has no answers to score. Nothing was started.`, { runId })
  }
  if (run.status !== 'finished') {
    const message = `${run.name} is not finished (${run.status}). Resume it first; nothing was started.`
    throw new AppError('INVALID_INPUT', message, { runId })
  }
  return run
}
