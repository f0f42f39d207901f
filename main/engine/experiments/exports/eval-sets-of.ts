import type { Run } from '../../../../shared/domain/run.ts'
import type { ReportEvalSet } from '../../export/report/report-data.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** The eval sets of runs, each with the version of the corpus that its first run stood on. */
export function evalSetsOf(runs: readonly Run[], { store }: Pick<ExperimentPorts, 'store'>): ReportEvalSet[] {
  return [...new Set(runs.map(({ evalSetId }) => evalSetId))].flatMap((evalSetId) => {
    const evalSet = store.datasets.evalSet(evalSetId)
    if (!evalSet) return []
    // The runs' own version of the corpus: the questions may have moved to a newer one since.
    const { corpusVersionId } = runs.find((run) => run.evalSetId === evalSetId)!.provenance
    const version = store.datasets.findVersion(corpusVersionId)
    return [
      {
        evalSet: { ...evalSet, corpusVersionId },
        corpusName: version?.corpusName ?? 'a corpus that is not kept any more',
        corpusVersionNumber: version?.number ?? null,
        documents: version?.documents ?? null,
      },
    ]
  })
}
