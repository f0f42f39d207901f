import { extractiveModel } from './model-provider.ts'
import type { Recipe } from './recipe.ts'
import { hasRetrieval } from './rung.ts'

/**
 * A recipe's settings by dotted name, in the order of the recipe. A setting that cannot change the results is null: whole
 * documents have no size, full-text search needs no embedding, one side alone needs no fusion.
 */
export function recipeFields(recipe: Recipe): Map<string, string | null> {
  const fields = new Map<string, string | null>()
  for (const [name, value] of flatten(recipe, '')) {
    fields.set(name, value !== null && isUsed(name, recipe) ? String(value) : null)
  }
  return fields
}

/** Names of all settings that any of the recipes has, and which of them differ between two at least. */
export function compareRecipes(recipes: readonly Recipe[]): { names: string[]; differing: Set<string> } {
  const all = recipes.map(recipeFields)
  const names = [
    ...new Set(all.flatMap((fields) => [...fields].flatMap(([name, value]) => (value === null ? [] : [name])))),
  ]
  const differing = names.filter((name) => new Set(all.map((fields) => fields.get(name) ?? null)).size > 1)
  return { names, differing: new Set(differing) }
}

function* flatten(value: object, prefix: string): Generator<[string, unknown]> {
  for (const [name, inner] of Object.entries(value)) {
    const path = prefix === '' ? name : `${prefix}.${name}`
    if (inner !== null && typeof inner === 'object') yield* flatten(inner, path)
    else yield [path, inner]
  }
}

const retrievalParts = ['chunking', 'embedding', 'search', 'rerank', 'context']

function isUsed(name: string, { rung, chunking, search, generation }: Recipe): boolean {
  const [part] = name.split('.')
  if (!hasRetrieval(rung) && retrievalParts.includes(part!)) return false
  if (generation === null && ['context', 'prompt', 'generation'].includes(part!)) return false
  if (generation?.model === extractiveModel) {
    if (part === 'prompt' && name !== 'prompt.notFound') return false
    if (part === 'generation' && name !== 'generation.model') return false
  }
  if (chunking.kind === 'none' && (name === 'chunking.sizeTokens' || name === 'chunking.overlapTokens')) return false
  if (search.mode === 'fulltext' && name.startsWith('embedding.')) return false
  if (search.mode === 'vector' && name === 'search.language') return false
  return search.mode === 'hybrid' || !name.startsWith('search.fusion.')
}
