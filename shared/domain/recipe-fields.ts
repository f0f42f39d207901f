import type { Recipe } from './recipe.ts'

/**
 * A recipe's settings by dotted name, in the order of the recipe. A setting that cannot change the results is null: whole
 * documents have no size, full-text search needs no embedding, one side alone needs no fusion.
 */
export function recipeFields(recipe: Recipe): Map<string, string | null> {
  const fields = new Map<string, string | null>()
  for (const [name, value] of flatten(recipe, '')) fields.set(name, isUsed(name, recipe) ? String(value) : null)
  return fields
}

/** Names of all settings that any of the recipes has, and which of them differ between two at least. */
export function compareRecipes(recipes: readonly Recipe[]): { names: string[]; differing: Set<string> } {
  const all = recipes.map(recipeFields)
  const names = [...new Set(all.flatMap((fields) => [...fields.keys()]))]
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

function isUsed(name: string, { chunking, search }: Recipe): boolean {
  if (chunking.kind === 'none' && (name === 'chunking.sizeTokens' || name === 'chunking.overlapTokens')) return false
  if (search.mode === 'fulltext' && name.startsWith('embedding.')) return false
  if (search.mode === 'vector' && name === 'search.language') return false
  return search.mode === 'hybrid' || !name.startsWith('search.fusion.')
}
