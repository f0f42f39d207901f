import { AppError } from '../../../../shared/domain/app-error.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { scoreDocuments } from '../../evaluation/rank-documents.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { chunksOfRun } from '../results/chunks-of-run.ts'
import { trecWord } from '../trec-word.ts'

/**
 * A run in TREC format, one line per retrieved document: `query Q0 document rank score tag`. Documents take the score
 * and rank that they were scored with, so trec_eval gives the same figures. White space inside an id becomes `_`, as
 * the format has no quoting. Throws AppError CONFLICT where two ids would become one.
 */
export function* writeTrecRun(run: Run, { store }: Pick<ExperimentPorts, 'store'>): Generator<string> {
  const { corpusVersionId } = run.provenance
  const chunkSet = chunksOfRun(run, { store })
  if (!chunkSet) return
  const docIds = [
    ...store.datasets.documentEntries(corpusVersionId).map((entry) => entry.docId),
    ...store.runs.foreignDocuments(run.runId),
  ]
  const { queries } = store.datasets.examples(run.evalSetId, run.split)
  refuseMergedIds('documents', docIds)
  refuseMergedIds(
    'queries',
    queries.map((query) => query.queryId),
  )
  const tag = trecWord(run.name)
  for (const { queryId } of queries) {
    const ranking = store.runs.ranking(run.runId, queryId) ?? []
    const documents = scoreDocuments(
      ranking.map(({ chunk, score }) => ({ docId: docIds[chunkSet.documentPosition[chunk]!]!, score })),
    )
    yield documents
      .map(({ docId, score }, index) => `${trecWord(queryId)} Q0 ${trecWord(docId)} ${index + 1} ${score} ${tag}\n`)
      .join('')
  }
}

function refuseMergedIds(what: string, ids: readonly string[]): void {
  const taken = new Map<string, string>()
  for (const id of ids) {
    const other = taken.get(trecWord(id))
    if (other !== undefined && other !== id) {
      throw new AppError(
        'CONFLICT',
        `The ${what} "${other}" and "${id}" would have the same id in a TREC run, which has no spaces. Nothing was written; rename one of them, or export as CSV.`,
      )
    }
    taken.set(trecWord(id), id)
  }
}
