import type { ExportedMetric } from '../../../../shared/domain/comparison.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Figures, difference and verdict that the file of both runs states of one against the other; by measure, empty if none. */
export function statedPair(
  run: Run,
  baseline: Run,
  { store }: Pick<ExperimentPorts, 'store'>,
): ReadonlyMap<string, ExportedMetric> {
  const own = run.provenance.origin
  const base = baseline.provenance.origin
  if (!own || !base || own.fileSha256 !== base.fileSha256 || own.statedBaseline !== base.tag) return new Map()
  return new Map(store.runs.statedFigures(run.runId).map((figure) => [figure.metric, figure]))
}
