import { describeRecipe, type RecipeWords } from '../../../shared/domain/describe-recipe.ts'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import type { Recipe } from '../../../shared/domain/recipe.ts'
import type { ListedRun, RunList } from '../../../shared/domain/run-list.ts'

/** A run as the table shows it, with what the list gives once for many. */
export interface RunRow extends Omit<ListedRun, 'recipe' | 'evalSet' | 'values' | 'counts'> {
  /** Null for a run that was made elsewhere. */
  readonly recipe: Recipe | null
  readonly words: RecipeWords
  readonly evalSetId: EvalSetId
  readonly evalSetName: string
  readonly sweepName: string | null
  /** Figures by measure; a measure that was not asked for, or has no figure, is absent. */
  readonly figures: ReadonlyMap<string, { readonly value: number; readonly n: number }>
  /** What a search looks in, in lower case. */
  readonly searchText: string
}

/** What stands in the columns of a recipe for a run that has none. */
const madeElsewhere: RecipeWords = { chunking: '–', mode: 'imported', search: 'imported', embedding: null, model: null }

export function runRows({ runs, recipes, evalSets, sweeps, metrics }: RunList): RunRow[] {
  const words = recipes.map(describeRecipe)
  const sweepNames = new Map(sweeps.map((sweep) => [sweep.sweepId, sweep.name]))
  return runs.map(({ recipe, evalSet, values, counts, ...run }): RunRow => {
    const figures = new Map<string, { value: number; n: number }>()
    metrics.forEach((metric, index) => {
      const value = values[index]
      if (value !== null && value !== undefined) figures.set(metric, { value, n: counts[index] ?? 0 })
    })
    const own = recipe === null ? madeElsewhere : words[recipe]!
    const { chunking, search, embedding, model } = own
    const { evalSetId, name: evalSetName } = evalSets[evalSet]!
    const sweepName = run.sweepId === null ? null : (sweepNames.get(run.sweepId) ?? null)
    return {
      ...run,
      recipe: recipe === null ? null : recipes[recipe]!,
      words: own,
      evalSetId,
      evalSetName,
      sweepName,
      figures,
      searchText: [
        run.name,
        run.runId,
        chunking,
        search,
        embedding,
        model,
        evalSetName,
        sweepName,
        run.notes,
        ...run.tags,
      ]
        .join('\n')
        .toLowerCase(),
    }
  })
}

/** Differences mean something only between runs on the same queries. */
export function isComparable(run: RunRow, baseline: RunRow): boolean {
  return run.evalSetId === baseline.evalSetId && run.split === baseline.split
}
