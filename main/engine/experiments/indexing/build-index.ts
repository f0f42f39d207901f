import { AppError } from '../../../../shared/domain/app-error.ts'
import type { IndexId } from '../../../../shared/domain/ids.ts'
import type { ChunkSet, IndexRecord } from '../../../ports/index-store.ts'
import type { IndexRow, TableWriter } from '../../../ports/vector-store.ts'
import type { TextEmbedder } from '../../embedding/text-embedder.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { IndexPlan } from '../recipes/group-by-index.ts'
import type { StageProgress } from '../stage-progress.ts'
import { chunkCorpus } from './chunk-corpus.ts'
import { chunkTexts } from './chunk-texts.ts'
import { openTextEmbedder } from './open-text-embedder.ts'

const rowsAtOnce = 2000

/** Texts prepared together: bounds memory, large enough to fill several requests to a remote embedder. */
const textsAtOnce = 8192

export interface ReadyIndex {
  readonly record: IndexRecord
  readonly chunkSet: ChunkSet
  readonly embedder: TextEmbedder | null
}

/**
 * The index of a plan: the one that exists, else built now. The database points to a table only after its rows,
 * dimensions and vectors were checked, so a kill at any moment leaves either no index or a whole one.
 */
export async function buildIndex(
  plan: IndexPlan,
  ports: ExperimentPorts,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<ReadyIndex> {
  const { store, clock } = ports
  const { corpusVersionId } = plan.key
  const startMs = clock.monotonicMs()
  const chunkSet = await chunkCorpus(
    corpusVersionId,
    plan.chunking,
    ports,
    (done, total) => progress('chunk', 'Cutting documents into chunks', done, total, 'documents'),
    signal,
  )
  const texts = (from?: number, to?: number) =>
    chunkTexts(store.datasets, corpusVersionId, chunkSet, plan.chunking, from, to)
  const existing = store.indexes.find(plan.key)
  if (existing && existing.embedder === null) return { record: existing, chunkSet, embedder: null }
  progress('fit', 'Preparing the embedder', 0, 1, 'models')
  const embedder = await openTextEmbedder(plan.embedding, chunkSet.chunkSetId, texts, ports)
  if (existing) return { record: existing, chunkSet, embedder }

  if (embedder) {
    for (let from = 0; from < chunkSet.count; from += textsAtOnce) {
      await embedder.prepare(
        texts(from, Math.min(chunkSet.count, from + textsAtOnce)),
        (done) => progress('embed', 'Embedding chunks', from + done, chunkSet.count, 'chunks'),
        signal,
      )
    }
  }
  const tableName = `index_${ports.newId()}`
  const { statistics, dimensions } = await writeTable(
    tableName,
    plan,
    chunkSet,
    texts,
    embedder,
    ports,
    progress,
    signal,
  )
  const record: IndexRecord = {
    ...plan.key,
    indexId: ports.newId() as IndexId,
    chunkSetId: chunkSet.chunkSetId,
    tableName,
    chunks: chunkSet.count,
    tokens: chunkSet.tokens.reduce((sum, tokens) => sum + tokens, 0),
    dimensions,
    bytes: statistics.bytes,
    buildMs: clock.monotonicMs() - startMs,
    vectorIndex: statistics.vectorIndex,
    tokenizer: statistics.tokenizer,
    embedder: embedder?.name ?? null,
    createdAt: clock.now().toISOString(),
  }
  store.indexes.add(record)
  return { record, chunkSet, embedder }
}

async function writeTable(
  tableName: string,
  plan: IndexPlan,
  chunkSet: ChunkSet,
  texts: (from: number, to: number) => string[],
  embedder: TextEmbedder | null,
  { vectors: vectorStore }: ExperimentPorts,
  progress: StageProgress,
  signal: AbortSignal,
) {
  let writer: TableWriter | null = null
  let dimensions: number | null = null
  let withVector = 0
  /** Rows that came before the first vector told the dimensions. */
  let waiting: IndexRow[] = []
  for (let from = 0; from < chunkSet.count; from += rowsAtOnce) {
    signal.throwIfAborted()
    const to = Math.min(chunkSet.count, from + rowsAtOnce)
    const batchTexts = texts(from, to)
    const batchVectors = embedder ? await embedder.vectors(batchTexts, signal) : []
    const rows = batchTexts.map((text, index) => ({ chunk: from + index, text, vector: batchVectors[index] ?? null }))
    withVector += rows.filter((row) => row.vector !== null).length
    dimensions ??= rows.find((row) => row.vector !== null)?.vector?.length ?? null
    if (!writer && (dimensions !== null || embedder === null)) {
      writer = await vectorStore.create({ tableName, dimensions, language: plan.language })
    }
    if (!writer) {
      waiting.push(...rows)
      continue
    }
    await writer.add(waiting.length > 0 ? [...waiting, ...rows] : rows)
    waiting = []
    progress('write', 'Writing the index', to, chunkSet.count, 'chunks')
  }
  if (!writer) {
    // No text had a vector: full-text search still works, vector search finds nothing.
    writer = await vectorStore.create({ tableName, dimensions: null, language: plan.language })
    await writer.add(waiting)
  }
  signal.throwIfAborted()
  progress('write', 'Building search structures', chunkSet.count, chunkSet.count, 'chunks')
  const statistics = await writer.finish()
  if (statistics.rows !== chunkSet.count || statistics.rowsWithVector !== withVector) {
    throw new AppError(
      'INDEX_INVALID',
      `The index holds ${statistics.rows} chunks, ${statistics.rowsWithVector} with vectors, where ${chunkSet.count} and ${withVector} were written. It was not put to use; run \`rungs resume\` to build it again.`,
      { tableName },
    )
  }
  return { statistics, dimensions }
}
