import { z } from 'zod'
import type { JobId, RunId } from '../../../../shared/domain/ids.ts'
import { BudgetCaps, type BudgetChange } from '../../../../shared/domain/ledger.ts'
import type { SweepSpending } from '../../../../shared/domain/sweep-spending.ts'
import type { Spending } from '../../../ports/call-store.ts'
import type { JobQueue } from '../../jobs/job-queue.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** A sweep, or a job that asks judges about its answers. */
const JobWithBudget = z.looseObject({ budget: BudgetCaps.nullable().prefault({}) })

/** Other caps for a job that was stopped; what is left out stays. Throws AppError CONFLICT while it is under way. */
export function setJobBudget(jobId: JobId, { perRunUsd, perSweepUsd }: BudgetChange, queue: JobQueue): BudgetCaps {
  const spec = JobWithBudget.parse(queue.spec(jobId))
  const before = spec.budget ?? { perRunUsd: null, perSweepUsd: null }
  const budget: BudgetCaps = {
    perRunUsd: perRunUsd === undefined ? before.perRunUsd : perRunUsd,
    perSweepUsd: perSweepUsd === undefined ? before.perSweepUsd : perSweepUsd,
  }
  queue.changeSpec(jobId, { ...spec, budget })
  return budget
}

/** What a sweep, and a run of it, spent so far, and the caps that it counts against. Throws AppError NOT_FOUND. */
export function sweepSpending(
  jobId: JobId,
  runId: RunId | null,
  queue: JobQueue,
  { store }: Pick<ExperimentPorts, 'store'>,
): SweepSpending {
  const { calls } = store
  const spec = JobWithBudget.safeParse(queue.spec(jobId))
  return {
    caps: (spec.success && spec.data.budget) || { perRunUsd: null, perSweepUsd: null },
    sweepUsd: countedUsd(calls.spendingOfJob(jobId)),
    runUsd: runId === null ? null : countedUsd(calls.spendingOfRun(runId)),
  }
}

/** What counts against a cap. */
function countedUsd({ confirmedUsd, unconfirmedUsd, sendingUsd }: Spending): number {
  return confirmedUsd + unconfirmedUsd + sendingUsd
}
