import type { ImportRequest } from '../../../../shared/domain/dataset-import.ts'
import type { Store } from '../../../ports/store.ts'
import type { RunCandidate } from './parsed-run.ts'

/**
 * Splits of the workspace's eval sets that a run of an import may answer.
 * @param request its corpus, where it names one, is the only one whose eval sets count.
 */
export function storedRunCandidates({ corpus }: Pick<ImportRequest, 'corpus'>, store: Store): RunCandidate[] {
  const { datasets } = store
  const corpusId = corpus === undefined ? undefined : datasets.findCorpus(corpus)?.corpusId
  const wanted = datasets.listEvalSets().filter((evalSet) => corpus === undefined || evalSet.corpusId === corpusId)
  const runs = store.runs.listRuns().filter((run) => run.provenance.origin !== undefined)
  return wanted.flatMap(({ evalSetId, name, corpusVersionId }) => {
    const documentIds = once(() => datasets.documentEntries(corpusVersionId).map(({ docId }) => docId))
    return [...datasets.evalSetContent(evalSetId).queryIdsBySplit].map(
      ([split, queryIds]): RunCandidate => ({
        ...{ evalSetName: name, split, queryIds, documentIds },
        isKnown: (fileSha256, tag) =>
          runs.some(
            (run) =>
              run.evalSetId === evalSetId &&
              run.split === split &&
              run.provenance.origin?.fileSha256 === fileSha256 &&
              run.provenance.origin.tag === tag,
          ),
      }),
    )
  })
}

function once<T>(work: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: work() }
    return made.value
  }
}
