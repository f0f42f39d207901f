import { z } from 'zod'
import { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import { BudgetCaps } from '../../../../shared/domain/ledger.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { SweepJobSpec } from '../sweeps/sweep-job-spec.ts'

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

/** All evaluators that were applied to a run, each once, the latest first. */
export function evaluatorsOfRun(
  run: Pick<Run, 'runId' | 'jobId'>,
  ports: Ports,
  applied: readonly Evaluator[] = [],
): Evaluator[] {
  const sweep = SweepJobSpec.safeParse(ports.store.jobs.get(run.jobId)?.spec)
  const all = [
    ...applied,
    ...rescoringsOf(run, ports).flatMap(({ evaluators }) => evaluators),
    ...(sweep.success ? sweep.data.evaluators : []),
  ]
  const byMeasure = new Map<string, Evaluator>()
  for (const evaluator of all) {
    const measure = evaluatorMeasure(evaluator)
    if (!byMeasure.has(measure)) byMeasure.set(measure, evaluator)
  }
  return [...byMeasure.values()]
}

/** The measure of the judge whose word decides what is wrong: the latest with a rubric; null without one. */
export function judgeMeasureOf(run: Pick<Run, 'runId' | 'jobId'>, ports: Ports): string | null {
  const judge = evaluatorsOfRun(run, ports).find(({ kind }) => kind === 'judge')
  return judge ? evaluatorMeasure(judge) : null
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

/** A cap on a run outlasts the job that made it; that on its sweep does not. */
export function startedCapsOf({ jobId }: Pick<Run, 'jobId'>, { store }: Ports): BudgetCaps {
  const spec = SweepJobSpec.safeParse(store.jobs.get(jobId)?.spec)
  return { perRunUsd: spec.success ? spec.data.budget.perRunUsd : null, perSweepUsd: null }
}
