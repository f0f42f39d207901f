import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import type { DatasetStore } from '../../../ports/dataset-store.ts'
import type { TextOfDocument } from './anchor-eval-set.ts'

/** The texts of a stored corpus version, each read once. */
export function textsOfVersion(versionId: CorpusVersionId, datasets: DatasetStore): TextOfDocument {
  const texts = new Map<string, string | null>()
  return (docId) => {
    if (!texts.has(docId)) texts.set(docId, datasets.document(versionId, docId)?.text ?? null)
    return texts.get(docId)!
  }
}
