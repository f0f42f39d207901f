import { AppError } from '../../../../shared/domain/app-error.ts'
import type { Recipe, SweepSpec } from '../../../../shared/domain/recipe.ts'
import { recipeHash } from './canonical-recipe.ts'
import { parseRecipe, setRecipeFields } from './recipe-fields.ts'

/** More than this is a typing error rather than a plan. */
const maxRecipes = 10_000

export interface ExpandedGrid {
  readonly recipes: readonly Recipe[]
  /** Combinations that are the same experiment as an earlier one, such as whole documents in several chunk sizes. */
  readonly repeated: number
}

/**
 * All combinations of the grid over the base, the last field varying fastest; each experiment once.
 * Throws AppError INVALID_INPUT that names every wrong field, before anything is started.
 */
export function expandGrid({ base, grid }: Pick<SweepSpec, 'base' | 'grid'>): ExpandedGrid {
  const axes = Object.entries(grid)
  const size = axes.reduce((product, [, values]) => product * values.length, 1)
  if (size > maxRecipes) {
    throw new AppError(
      'INVALID_INPUT',
      `The grid has ${Number.isSafeInteger(size) ? size : 'far too many'} combinations; at most ${maxRecipes} can be run together. Nothing was started.`,
      { size },
    )
  }
  let combinations: Record<string, unknown>[] = [{}]
  for (const [field, values] of axes) {
    combinations = combinations.flatMap((chosen) => values.map((value) => ({ ...chosen, [field]: value })))
  }
  const recipes = new Map<string, Recipe>()
  for (const chosen of combinations) {
    const recipe = parseRecipe(setRecipeFields(base, chosen))
    const hash = recipeHash(recipe)
    if (!recipes.has(hash)) recipes.set(hash, recipe)
  }
  return { recipes: [...recipes.values()], repeated: combinations.length - recipes.size }
}
