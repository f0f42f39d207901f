import { createHash } from 'node:crypto'
import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import type { Chunking } from '../../../../shared/domain/recipe.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import { chunkingKey } from '../../chunking/chunking-key.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

const documentsAtOnce = 500

/** The chunks of a corpus version under a chunking: from the database, else cut now, in worker threads, and stored. */
export async function chunkCorpus(
  corpusVersionId: CorpusVersionId,
  chunking: Chunking,
  { store, compute }: Pick<ExperimentPorts, 'store' | 'compute'>,
  onProgress: (documents: number, total: number) => void,
  signal: AbortSignal,
): Promise<ChunkSet> {
  const key = chunkingKey(chunking)
  const stored = store.indexes.chunkSet(corpusVersionId, key)
  if (stored) return stored
  const total = store.datasets.findVersion(corpusVersionId)?.documents ?? 0
  const columns = {
    documentPosition: [] as number[],
    start: [] as number[],
    end: [] as number[],
    tokens: [] as number[],
  }
  for (let from = 0; from < total; from += documentsAtOnce) {
    signal.throwIfAborted()
    const documents = store.datasets.documents(corpusVersionId, from, from + documentsAtOnce)
    const packed = await compute.chunk(
      documents.map(({ text, syntax }) => ({ text, syntax })),
      chunking,
    )
    packed.counts.forEach((count, document) => {
      for (let i = 0; i < count; i += 1) columns.documentPosition.push(from + document)
    })
    for (const start of packed.start) columns.start.push(start)
    for (const end of packed.end) columns.end.push(end)
    for (const tokens of packed.tokens) columns.tokens.push(tokens)
    onProgress(Math.min(total, from + documentsAtOnce), total)
  }
  const chunkSet: ChunkSet = {
    chunkSetId: createHash('sha256').update(`${corpusVersionId} ${key}`).digest('hex').slice(0, 32),
    count: columns.start.length,
    documentPosition: Int32Array.from(columns.documentPosition),
    start: Int32Array.from(columns.start),
    end: Int32Array.from(columns.end),
    tokens: Int32Array.from(columns.tokens),
  }
  store.indexes.addChunkSet(corpusVersionId, key, chunkSet)
  return chunkSet
}
