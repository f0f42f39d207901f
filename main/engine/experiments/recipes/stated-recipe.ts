import type { Recipe } from '../../../../shared/domain/recipe.ts'
import type { Run } from '../../../../shared/domain/run.ts'

/** The recipe of a run, or the one that the file of a run made elsewhere holds: it says what was done, and repeats nothing. */
export function statedRecipe(run: Pick<Run, 'recipe' | 'provenance'>): Recipe | null {
  return run.recipe ?? run.provenance.origin?.recipe ?? null
}
