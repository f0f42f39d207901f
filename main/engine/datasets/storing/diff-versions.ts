import type { CorpusDiff } from '../../../../shared/domain/corpus.ts'
import type { DocumentEntry } from '../../../ports/dataset-store.ts'

/** What changed from one version to another, by document id. */
export function diffVersions(before: readonly DocumentEntry[], after: readonly DocumentEntry[]): CorpusDiff {
  const hashes = new Map(before.map(({ docId, contentHash }) => [docId, contentHash]))
  const diff = { added: 0, changed: 0, removed: 0, unchanged: 0 }
  for (const { docId, contentHash } of after) {
    const known = hashes.get(docId)
    if (known === undefined) diff.added += 1
    else if (known === contentHash) diff.unchanged += 1
    else diff.changed += 1
    hashes.delete(docId)
  }
  return { ...diff, removed: hashes.size }
}
