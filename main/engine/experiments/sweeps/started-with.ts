import type { BudgetCaps } from '../../../../shared/domain/ledger.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { SweepJobSpec } from './sweep-job-spec.ts'

/** The evaluators and caps that a run was started with; none for a run from elsewhere. */
export function startedWith(
  { jobId }: Pick<Run, 'jobId'>,
  { store }: Pick<ExperimentPorts, 'store'>,
): Pick<SweepJobSpec, 'evaluators' | 'budget'> {
  const spec = SweepJobSpec.safeParse(store.jobs.get(jobId)?.spec)
  return spec.success ? spec.data : { evaluators: [], budget: { perRunUsd: null, perSweepUsd: null } }
}

/** A cap on a run outlasts the job that made it; that on its sweep does not. */
export function startedCapsOf(run: Pick<Run, 'jobId'>, ports: Pick<ExperimentPorts, 'store'>): BudgetCaps {
  return { perRunUsd: startedWith(run, ports).budget.perRunUsd, perSweepUsd: null }
}
