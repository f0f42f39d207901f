import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import type { RetrievedChunk } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import type { RankedChunk } from '../../generation/assemble-context.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** The chunks of a ranking with their texts, in rank order. @param limit how many of them. */
export function readRankedTexts(
  ranking: readonly RetrievedChunk[],
  limit: number,
  { corpusVersionId, chunkSet }: { corpusVersionId: CorpusVersionId; chunkSet: ChunkSet },
  { store }: Pick<ExperimentPorts, 'store'>,
): RankedChunk[] {
  const documents = new Map<number, ReturnType<typeof store.datasets.documentAt>>()
  return ranking.slice(0, limit).flatMap(({ chunk, score }) => {
    const position = chunkSet.documentPosition[chunk]
    if (position === undefined) return []
    if (!documents.has(position)) documents.set(position, store.datasets.documentAt(corpusVersionId, position))
    const document = documents.get(position)
    if (!document) return []
    const start = chunkSet.start[chunk]!
    const end = chunkSet.end[chunk]!
    return [
      { chunk, score, docId: document.docId, title: document.title, text: document.text.slice(start, end), start, end },
    ]
  })
}
