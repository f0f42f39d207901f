import { createHash } from 'node:crypto'
import { AppError } from '../../../../shared/domain/app-error.ts'
import type { BuiltinEmbedding, Embedding } from '../../../../shared/domain/recipe.ts'
import type { FittedModel } from '../../../ports/compute.ts'
import { isWholeBuiltinModel } from '../../embedding/builtin-model-codec.ts'
import { CachedEmbedder } from '../../embedding/cached-embedder.ts'
import { FittedEmbedder } from '../../embedding/fitted-embedder.ts'
import type { TextEmbedder } from '../../embedding/text-embedder.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Raised whenever the built-in embedder gives other vectors for the same texts and settings. */
const builtinVersion = 1

/** Names an embedding in index keys. Two embeddings with one name give the same vectors for the same corpus. */
export function embeddingKey(embedding: Embedding, ports: Pick<ExperimentPorts, 'openEmbedder'>): string {
  switch (embedding.kind) {
    case 'builtin':
      return `builtin-${embedding.variant}-seed${embedding.seed}@${builtinVersion}`
    case 'openai':
      return ports.openEmbedder(embedding).key
    case 'none':
      return 'none'
  }
}

/**
 * The embedder of an index.
 * @param texts all texts of the index, which the built-in embedder is fitted on; called only when there is no fitted
 *   model of this index yet.
 * @returns null for an index without vectors.
 */
export async function openTextEmbedder(
  embedding: Embedding,
  chunkSetId: string,
  texts: () => readonly string[],
  ports: ExperimentPorts,
): Promise<TextEmbedder | null> {
  switch (embedding.kind) {
    case 'builtin':
      return new FittedEmbedder(await fittedModel(embedding, chunkSetId, texts, ports), ports.compute, ports.clock)
    case 'openai':
      return new CachedEmbedder(ports.openEmbedder(embedding), ports.store.embeddings)
    case 'none':
      return null
  }
}

/** Fitted once per chunk set and settings, then kept: resuming a build, or searching years later, uses the same model. */
async function fittedModel(
  embedding: BuiltinEmbedding,
  chunkSetId: string,
  texts: () => readonly string[],
  { compute, vault }: ExperimentPorts,
): Promise<FittedModel> {
  const key = `${embeddingKey(embedding, { openEmbedder: refuse })}-${chunkSetId}`
  const name = `${createHash('sha256').update(key).digest('hex')}.model`
  let bytes = await vault.getNamed(name)
  // The same texts give the same model, so a damaged file is no loss.
  if (!bytes || !isWholeBuiltinModel(bytes)) {
    bytes = await compute.fitEmbedder(texts(), embedding)
    await vault.putNamed(name, bytes)
  }
  return { modelKey: `builtin:${key}`, bytes }
}

function refuse(): never {
  throw new AppError('INDEX_INVALID', 'A built-in embedding has no remote embedder.')
}
