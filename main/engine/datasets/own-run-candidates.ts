import { groupJudgments, splitQueries } from './anchor-eval-set.ts'
import type { DatasetBuilder } from './dataset-builder.ts'
import type { ParsedDataset } from './parsed-dataset.ts'
import type { RunCandidate } from './parsed-run.ts'

/** Splits that an import brings itself, for runs that come with their dataset; none when it brings no documents. */
export function ownRunCandidates(
  { name, queries, judgments }: Pick<ParsedDataset, 'name' | 'queries' | 'judgments'>,
  builder: Pick<DatasetBuilder, 'documents'>,
): RunCandidate[] {
  if (queries.length === 0 || builder.documents.size === 0) return []
  const documentIds = () => [...builder.documents.keys()]
  return [...splitQueries(queries, groupJudgments(judgments))].map(
    ([split, queryIds]): RunCandidate => ({ evalSetName: name, split, queryIds, documentIds, isKnown: () => false }),
  )
}
