import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { ParsedDataset } from '../parsing/parsed-dataset.ts'
import { groupJudgments, splitQueries } from '../storing/anchor-eval-set.ts'
import type { RunCandidate } from './parsed-run.ts'

/**
 * Splits that an import brings itself, for runs that come with their dataset. None when it brings no documents, as
 * rankings are of documents, unless it brings answers, which need none.
 */
export function ownRunCandidates(
  { name, queries, judgments }: Pick<ParsedDataset, 'name' | 'queries' | 'judgments'>,
  builder: Pick<DatasetBuilder, 'documents' | 'statedResults'>,
): RunCandidate[] {
  if (queries.length === 0) return []
  if (builder.documents.size === 0 && builder.statedResults.length === 0) return []
  const documentIds = () => [...builder.documents.keys()]
  return [...splitQueries(queries, groupJudgments(judgments))].map(
    ([split, queryIds]): RunCandidate => ({ evalSetName: name, split, queryIds, documentIds, isKnown: () => false }),
  )
}
