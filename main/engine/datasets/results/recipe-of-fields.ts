import { Recipe } from '../../../../shared/domain/recipe.ts'

type Tree = { [name: string]: Tree | unknown }

/**
 * A recipe from dotted fields as CSV holds them: `search.mode`, `full text`. Null where they are none, such as those of
 * a later version, or where a cell could mean two things and neither fits.
 */
export function recipeOfFields(rung: string, fields: Readonly<Record<string, string>>): Recipe | null {
  const tree: Tree = { rung }
  for (const [path, text] of Object.entries(fields)) {
    if (text === '') continue
    const names = path.split('.')
    let place = tree
    for (const name of names.slice(0, -1)) {
      if (!Object.hasOwn(place, name) || typeof place[name] !== 'object') place[name] = Object.create(null)
      place = place[name] as Tree
    }
    place[names.at(-1)!] = text
  }
  for (const value of [typed(tree), typed(tree, ['model', 'system', 'user', 'notFound', 'queryIds'])]) {
    const parsed = Recipe.safeParse(value)
    if (parsed.success) return parsed.data
  }
  return null
}

/** Cells as the kinds of values they look like. @param texts names of fields whose cells stay text. */
function typed(value: unknown, texts: readonly string[] = [], name = ''): unknown {
  if (typeof value === 'string') {
    if (value === 'null') return null
    if (texts.includes(name)) return value
    if (value === 'true' || value === 'false') return value === 'true'
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value
  }
  const entries = Object.entries(value as Tree)
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index))
  if (isList) return entries.map(([, inner]) => typed(inner, texts, name))
  return Object.fromEntries(entries.map(([key, inner]) => [key, typed(inner, texts, key)]))
}
