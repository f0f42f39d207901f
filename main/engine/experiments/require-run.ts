import { AppError } from '../../../shared/domain/app-error.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { ExperimentPorts } from './experiment-ports.ts'

/** Throws AppError NOT_FOUND. */
export function requireRun(runId: RunId, { store }: Pick<ExperimentPorts, 'store'>): Run {
  const run = store.runs.run(runId)
  if (run) return run
  throw new AppError('NOT_FOUND', `There is no run "${runId}" in this workspace. It may have been deleted.`, { runId })
}
