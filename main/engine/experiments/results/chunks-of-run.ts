import type { Run } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import { chunkingKey } from '../../chunking/chunking-key.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Longer than any document: whoever reads a text ends where it ends. */
const wholeDocument = 0x7fffffff

/**
 * The chunks that a run's rankings point into; null while they are not cut. A run that was made elsewhere ranks whole
 * documents: its chunks are the documents of the corpus version in order, then its foreign documents; their tokens were
 * not counted and are 0.
 */
export function chunksOfRun(run: Run, { store }: Pick<ExperimentPorts, 'store'>): ChunkSet | null {
  const { corpusVersionId } = run.provenance
  if (run.recipe !== null) return store.indexes.chunkSet(corpusVersionId, chunkingKey(run.recipe.chunking))
  const documents = store.datasets.findVersion(corpusVersionId)?.documents
  if (documents === undefined) return null
  const count = documents + store.runs.foreignDocuments(run.runId).length
  return {
    chunkSetId: `documents of ${run.runId}`,
    count,
    documentPosition: Int32Array.from({ length: count }, (_, position) => position),
    start: new Int32Array(count),
    end: new Int32Array(count).fill(wholeDocument),
    tokens: new Int32Array(count),
  }
}
