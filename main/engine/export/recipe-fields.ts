import type { Recipe } from '../../../shared/domain/recipe.ts'

/** A recipe as dotted fields: `{"chunking.kind": "recursive", …}`. */
export function recipeFields(recipe: Recipe): Record<string, string | number> {
  const fields: Record<string, string | number> = {}
  const collect = (value: unknown, path: string): void => {
    if (value !== null && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) collect(inner, path === '' ? name : `${path}.${name}`)
    } else if (path !== 'rung') {
      fields[path] = typeof value === 'number' ? value : String(value)
    }
  }
  collect(recipe, '')
  return fields
}
