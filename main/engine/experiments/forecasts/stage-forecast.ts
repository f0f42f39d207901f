import type { EvalQuery, EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { ForecastItem } from '../../cost/forecast-run.ts'
import type { PromptContext } from '../answering/prompt-context.ts'

/** One stage of one recipe; `baseUrl` is where its model is. */
export interface StageForecast extends ForecastItem {
  readonly baseUrl: string
}

/** A recipe, and some of the questions that it will be put to. */
export interface RecipeToForecast {
  readonly recipe: Recipe
  readonly evalSet: EvalSet
  readonly split: string
  readonly examples: EvalExamples
  /** Drawn from the split; the passages of `context` are in the same order. */
  readonly sample: readonly EvalQuery[]
  readonly context: PromptContext
  /** Few-shot examples as the prompt shows them. */
  readonly writeExamples: (query: EvalQuery) => string
  readonly countTokens: (text: string) => number
}
