import { createHash } from 'node:crypto'
import type { CorpusDocument } from '../../../../shared/domain/corpus.ts'
import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import type { DocumentEntry } from '../../../ports/dataset-store.ts'

export interface CorpusContent {
  readonly versionId: CorpusVersionId
  readonly entries: readonly DocumentEntry[]
  /** Documents by content hash. */
  readonly contents: ReadonlyMap<string, CorpusDocument>
}

/** Documents with their hashes, and the id of the corpus version that they make up. */
export function corpusContent(documents: readonly CorpusDocument[]): CorpusContent {
  const contents = new Map<string, CorpusDocument>()
  const version = createHash('sha256')
  const entries = documents.map((document): DocumentEntry => {
    const contentHash = contentHashOf(document)
    contents.set(contentHash, document)
    version.update(`${JSON.stringify(document.docId)} ${contentHash}\n`)
    return { docId: document.docId, contentHash }
  })
  return { versionId: version.digest('hex') as CorpusVersionId, entries, contents }
}

function contentHashOf({ title, syntax, text }: CorpusDocument): string {
  return createHash('sha256')
    .update(JSON.stringify([syntax, title]))
    .update('\0')
    .update(text)
    .digest('hex')
}
