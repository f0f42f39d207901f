import { AppError } from '../../../../shared/domain/app-error.ts'
import { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import type { PairwiseRequest } from '../../../../shared/domain/pairwise.ts'
import type { JobQueue } from '../../jobs/job-queue.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { answeredRun } from '../rescoring/start-rescoring.ts'
import { requireJudgePrices } from '../sweeps/require-known-prices.ts'

/**
 * Queues a job that judges a run's answers against those of a baseline. Throws AppError NOT_FOUND or INVALID_INPUT, and starts
 * nothing, when one of them is gone, unfinished, without answers or on other questions, or when a cap is set and the
 * judge's price is not known. Without a budget the run keeps the cap that it was started with.
 */
export function startPairwise(
  { baseline, runId, judge, budget }: PairwiseRequest,
  ports: ExperimentPorts,
  queue: JobQueue,
): { jobId: JobId } {
  const [base, run] = [answeredRun(baseline, ports), answeredRun(runId, ports)]
  if (baseline === runId || base.evalSetId !== run.evalSetId || base.split !== run.split) {
    throw new AppError(
      'INVALID_INPUT',
      'Only two runs on the same questions can be judged in pairs. Nothing was started.',
    )
  }
  requireJudgePrices([Evaluator.parse({ kind: 'judge', ...judge })], budget, [run], ports)
  const spec = { baseline, runId, judge, budget: budget ?? null }
  const jobId = queue.add('pairwise', `Judge ${run.name} against ${base.name}`, spec, [{ key: runId, weight: 1 }])
  queue.start(jobId)
  return { jobId }
}
