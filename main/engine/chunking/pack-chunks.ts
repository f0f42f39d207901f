import type { CorpusDocument } from '../../../shared/domain/corpus.ts'
import type { Chunking } from '../../../shared/domain/recipe.ts'
import type { PackedChunks } from '../../ports/compute.ts'
import { chunkDocument } from './chunk-document.ts'

/** Chunks several documents and packs the result column by column, cheap to hand from one thread to another. */
export function packChunks(
  documents: readonly Pick<CorpusDocument, 'text' | 'syntax'>[],
  chunking: Chunking,
): PackedChunks {
  const chunks = documents.map((document) => chunkDocument(document, chunking))
  const all = chunks.flat()
  return {
    counts: Int32Array.from(chunks, (list) => list.length),
    start: Int32Array.from(all, (chunk) => chunk.start),
    end: Int32Array.from(all, (chunk) => chunk.end),
    tokens: Int32Array.from(all, (chunk) => chunk.tokens),
  }
}
