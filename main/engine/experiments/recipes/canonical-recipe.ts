import { createHash } from 'node:crypto'
import { defaultSystemPrompt, type Generation } from '../../../../shared/domain/generation.ts'
import { extractiveModel } from '../../../../shared/domain/model-provider.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'

/**
 * A recipe without the fields that cannot change its results: two recipes with the same canonical form are the same
 * experiment. Whole documents have no size, full-text search needs no embedding, one side alone needs no fusion.
 */
function canonicalRecipe(recipe: Recipe): unknown {
  const { rung, generation } = recipe
  return {
    rung,
    ...(!hasRetrieval(rung) ? {} : canonicalRetrieval(recipe)),
    // Left out where nothing is answered, so that retrieval recipes keep the hash they always had.
    ...(generation === null ? {} : canonicalAnswering(recipe, generation)),
  }
}

function canonicalRetrieval({ chunking, embedding, search, rerank }: Recipe): object {
  return {
    chunking: chunking.kind === 'none' ? { kind: 'none', includeTitle: chunking.includeTitle } : chunking,
    embedding: search.mode === 'fulltext' ? null : withoutTransport(embedding),
    search: {
      mode: search.mode,
      k: search.k,
      depth: search.depth,
      language: search.mode === 'vector' ? null : search.language,
      fusion: search.mode === 'hybrid' ? search.fusion : null,
    },
    ...(rerank.kind === 'none' ? {} : { rerank: withoutKeyName(rerank) }),
  }
}

function canonicalAnswering({ rung, context, prompt }: Recipe, generation: Generation): object {
  const sent = !hasRetrieval(rung) ? {} : { context }
  if (generation.model === extractiveModel) {
    return { ...sent, prompt: { notFound: prompt.notFound }, generation: { model: extractiveModel } }
  }
  const system = prompt.system ?? defaultSystemPrompt(rung, prompt.notFound)
  return { ...sent, prompt: { ...prompt, system }, generation: withoutKeyName(generation) }
}

/** Which key pays does not change an answer. */
function withoutKeyName(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (name, inner: unknown) => (name === 'secretName' ? undefined : inner)))
}

function withoutTransport(embedding: Recipe['embedding']): unknown {
  if (embedding.kind !== 'openai') return embedding
  const { secretName: _secretName, batchInputs: _batchInputs, ...model } = embedding
  return model
}

/** SHA-256 (hex) of the canonical form. */
export function recipeHash(recipe: Recipe): string {
  return createHash('sha256')
    .update(stableJson(canonicalRecipe(recipe)))
    .digest('hex')
}

/** JSON with sorted keys. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
