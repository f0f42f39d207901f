import type { Generation } from '../../../../shared/domain/generation.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'

/** A run's default name: what a reader needs to tell recipes apart, e.g. `hybrid α0.3 · recursive 400/50 · w384`. */
export function nameRecipe(recipe: Recipe): string {
  return [
    ...(hasRetrieval(recipe.rung) ? nameRetrieval(recipe) : [recipe.rung]),
    ...(recipe.generation === null ? [] : nameAnswering(recipe, recipe.generation)),
  ].join(' · ')
}

function nameRetrieval({ chunking, embedding, search, rerank }: Recipe): string[] {
  return [
    nameSearch(search),
    nameChunking(chunking),
    ...(search.mode === 'fulltext' ? [] : [nameEmbedding(embedding)]),
    ...(rerank.kind === 'none' ? [] : [`rerank ${rerank.model} ${rerank.candidates}`]),
  ]
}

function nameAnswering({ prompt, rung, context }: Recipe, generation: Generation): string[] {
  const { examples } = prompt
  const count = examples.kind === 'none' ? 0 : examples.kind === 'fixed' ? examples.queryIds.length : examples.count
  return [
    [generation.model, ...(generation.temperature === null ? [] : [`t${generation.temperature}`])].join(' '),
    ...(count === 0 ? [] : [`${count} ${examples.kind} example${count === 1 ? '' : 's'}`]),
    ...(!hasRetrieval(rung) ? [] : [`${context.passages} passages, ${context.budgetTokens} tokens`]),
  ]
}

function nameSearch({ mode, fusion, k, depth, language }: Recipe['search']): string {
  const how = mode !== 'hybrid' ? '' : fusion.kind === 'minmax' ? ` α${fusion.alpha}` : ` rrf${fusion.rankConstant}`
  const settings = [
    ...(k === 100 ? [] : [`k${k}`]),
    ...(depth === 100 ? [] : [`depth${depth}`]),
    ...(language === 'English' || mode === 'vector' ? [] : [language]),
  ]
  return [`${mode === 'fulltext' ? 'full-text' : mode}${how}`, ...settings].join(' ')
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
