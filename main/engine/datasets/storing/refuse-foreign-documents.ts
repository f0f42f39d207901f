import { AppError } from '../../../../shared/domain/app-error.ts'
import type { CorpusDiff, CorpusVersion } from '../../../../shared/domain/corpus.ts'

/**
 * A new version that keeps no document of the present one is another corpus with the same name: AppError CONFLICT. An empty
 * corpus, as an eval set of plain questions has, takes any.
 */
export function refuseForeignDocuments(present: CorpusVersion, diff: CorpusDiff): void {
  if (present.documents === 0 || diff.unchanged + diff.changed > 0) return
  throw new AppError(
    'CONFLICT',
    `The workspace has a corpus "${present.corpusName}" already, and none of its ${present.documents} documents is in this import. Nothing was imported; give this one another name.`,
    { name: present.corpusName },
  )
}
