import { createHash } from 'node:crypto'
import type { Recipe } from '../../../shared/domain/recipe.ts'

/**
 * A recipe without the fields that cannot change its results: two recipes with the same canonical form are the same
 * experiment. Whole documents have no size, full-text search needs no embedding, one side alone needs no fusion.
 */
function canonicalRecipe(recipe: Recipe): unknown {
  const { chunking, embedding, search } = recipe
  return {
    rung: recipe.rung,
    chunking: chunking.kind === 'none' ? { kind: 'none', includeTitle: chunking.includeTitle } : chunking,
    embedding: search.mode === 'fulltext' ? null : withoutTransport(embedding),
    search: {
      mode: search.mode,
      k: search.k,
      depth: search.depth,
      language: search.mode === 'vector' ? null : search.language,
      fusion: search.mode === 'hybrid' ? search.fusion : null,
    },
  }
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
