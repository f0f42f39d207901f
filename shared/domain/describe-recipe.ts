import type { Recipe } from './recipe.ts'
import { hasRetrieval } from './rung.ts'

/** A recipe's parts in short words, as tables show them. */
export interface RecipeWords {
  /** `recursive 400/50`; `no retrieval` at the prompt rung. */
  readonly chunking: string
  /** `full-text`, `vector`, `hybrid` or `no retrieval` */
  readonly mode: string
  /** `hybrid α0.3` */
  readonly search: string
  /** `built-in w384`; null where nothing is embedded. */
  readonly embedding: string | null
  /** `gpt-5.4-mini ×3` (asked three times), `extractive reader`; null where nothing is answered. */
  readonly model: string | null
}

const noRetrieval = 'no retrieval'

export function describeRecipe(recipe: Recipe): RecipeWords {
  const { rung, chunking, embedding, search, generation, rerank } = recipe
  if (!hasRetrieval(rung))
    return {
      ...{ mode: noRetrieval, chunking: noRetrieval, search: noRetrieval, embedding: null },
      model: describeModel(generation),
    }
  const { kind, sizeTokens, overlapTokens, includeTitle } = chunking
  const cut = kind === 'none' ? 'whole documents' : `${kind} ${sizeTokens}/${overlapTokens}`
  const { fusion } = search
  const fused = fusion.kind === 'minmax' ? `α${fusion.alpha}` : `RRF ${fusion.rankConstant}`
  const mode = search.mode === 'fulltext' ? 'full-text' : search.mode
  return {
    mode,
    chunking: includeTitle ? cut : `${cut}, no titles`,
    search: [
      search.mode === 'hybrid' ? `${mode} ${fused}` : mode,
      ...(search.k === 100 ? [] : [`k ${search.k}`]),
      ...(rerank.kind === 'none' ? [] : ['rerank']),
    ].join(', '),
    embedding: search.mode === 'fulltext' ? null : describeEmbedding(embedding),
    model: describeModel(generation),
  }
}

function describeModel(generation: Recipe['generation']): string | null {
  if (generation === null) return null
  const model = generation.model === 'extractive' ? 'extractive reader' : generation.model
  return generation.repetitions > 1 ? `${model} ×${generation.repetitions}` : model
}

function describeEmbedding(embedding: Recipe['embedding']): string | null {
  switch (embedding.kind) {
    case 'builtin':
      return embedding.seed === 0
        ? `built-in ${embedding.variant}`
        : `built-in ${embedding.variant}, seed ${embedding.seed}`
    case 'openai':
      return embedding.dimensions === undefined ? embedding.model : `${embedding.model}, ${embedding.dimensions}`
    case 'none':
      return null
  }
}
