import type { Recipe } from './recipe.ts'

/** A recipe's parts in short words, as tables show them. */
export interface RecipeWords {
  /** `recursive 400/50` */
  readonly chunking: string
  /** `full-text`, `vector` or `hybrid` */
  readonly mode: string
  /** `hybrid α0.3` */
  readonly search: string
  /** `built-in w384`; null where nothing is embedded. */
  readonly embedding: string | null
}

export function describeRecipe({ chunking, embedding, search }: Recipe): RecipeWords {
  const { kind, sizeTokens, overlapTokens, includeTitle } = chunking
  const cut = kind === 'none' ? 'whole documents' : `${kind} ${sizeTokens}/${overlapTokens}`
  const { fusion } = search
  const fused = fusion.kind === 'minmax' ? `α${fusion.alpha}` : `RRF ${fusion.rankConstant}`
  const mode = search.mode === 'fulltext' ? 'full-text' : search.mode
  return {
    mode,
    chunking: includeTitle ? cut : `${cut}, no titles`,
    search: [search.mode === 'hybrid' ? `${mode} ${fused}` : mode, ...(search.k === 100 ? [] : [`k ${search.k}`])].join(
      ', ',
    ),
    embedding: search.mode === 'fulltext' ? null : describeEmbedding(embedding),
  }
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
