import { z } from 'zod'
import { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import { BudgetCaps } from '../../../../shared/domain/ledger.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** The journalled specification of a job that scores runs again; its items are the runs, by id. */
export const RescoreJobSpec = z.object({
  evaluators: z.array(Evaluator),
  /** Null: each run keeps the cap that it was started with. */
  budget: BudgetCaps.nullable(),
})
export type RescoreJobSpec = z.infer<typeof RescoreJobSpec>

type Ports = Pick<ExperimentPorts, 'store'>

/** The scorings that a run was given after it was made and that came to their end, the latest first. */
export function rescoringsOf({ runId }: Pick<Run, 'runId'>, { store }: Ports): RescoreJobSpec[] {
  return store.jobs
    .list('rescore')
    .filter(({ jobId }) => store.jobs.items(jobId).some(({ key, done }) => done && key === runId))
    .map(({ spec }) => RescoreJobSpec.parse(spec))
    .reverse()
}

/** The latest job that scores a run again, while it is not done with it and was not given up. */
export function openRescoring({ runId }: Pick<Run, 'runId'>, { store }: Ports): JobId | null {
  const latest = store.jobs
    .list('rescore')
    .reverse()
    .map((job) => ({ ...job, item: store.jobs.items(job.jobId).find(({ key }) => key === runId) }))
    .find(({ item }) => item !== undefined)
  return latest && !latest.item!.done && latest.status !== 'cancelled' ? latest.jobId : null
}
