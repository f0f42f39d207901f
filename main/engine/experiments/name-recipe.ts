import type { Recipe } from '../../../shared/domain/recipe.ts'

/** A run's default name: what a reader needs to tell recipes apart, e.g. `hybrid α0.3 · recursive 400/50 · w384`. */
export function nameRecipe({ chunking, embedding, search }: Recipe): string {
  return [
    nameSearch(search),
    nameChunking(chunking),
    ...(search.mode === 'fulltext' ? [] : [nameEmbedding(embedding)]),
  ].join(' · ')
}

function nameSearch({ mode, fusion, k, depth, language }: Recipe['search']): string {
  const how = mode !== 'hybrid' ? '' : fusion.kind === 'minmax' ? ` α${fusion.alpha}` : ` rrf${fusion.rankConstant}`
  const settings = [
    ...(k === 100 ? [] : [`k${k}`]),
    ...(depth === 100 ? [] : [`depth${depth}`]),
    ...(language === 'English' || mode === 'vector' ? [] : [language]),
  ]
  return [`${mode}${how}`, ...settings].join(' ')
}

function nameChunking({ kind, sizeTokens, overlapTokens, includeTitle }: Recipe['chunking']): string {
  const cut = kind === 'none' ? 'whole documents' : `${kind} ${sizeTokens}/${overlapTokens}`
  return includeTitle ? cut : `${cut} without titles`
}

function nameEmbedding(embedding: Recipe['embedding']): string {
  switch (embedding.kind) {
    case 'builtin':
      return embedding.seed === 0 ? embedding.variant : `${embedding.variant} seed ${embedding.seed}`
    case 'openai':
      return embedding.dimensions === undefined ? embedding.model : `${embedding.model} ${embedding.dimensions}`
    case 'none':
      return 'no vectors'
  }
}
