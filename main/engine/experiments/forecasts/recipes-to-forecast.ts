import type { Recipe } from '../../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import { letOthersWork } from '../../jobs/let-others-work.ts'
import { fewShotWriter } from '../answering/few-shot-pool.ts'
import type { PromptContext } from '../answering/prompt-context.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { PlannedSweep } from '../sweeps/start-sweep.ts'
import { drawnQueries } from './drawn-queries.ts'
import type { RecipeToForecast } from './stage-forecast.ts'

/** Prompts counted for all recipes together, about, and for one at least. */
const questionsOfAll = 400
const fewestQuestions = 5

/**
 * The recipes of a sweep that pay for prompts, each with some of its questions and what the model will see of them. Sends
 * nothing. @param mostQuestions of each; fewer where there are many recipes.
 */
export async function* recipesToForecast(
  { recipes, evalSet, split }: Pick<PlannedSweep, 'recipes' | 'evalSet' | 'split'>,
  examples: EvalExamples,
  mostQuestions: number,
  ports: ExperimentPorts,
  signal: AbortSignal,
): AsyncGenerator<{ index: number; asked: RecipeToForecast }> {
  // The vocabulary of the chunker is large: only who needs it loads it.
  const { countTokens } = await import('../../chunking/count-tokens.ts')
  const { promptContext } = await import('../answering/prompt-context.ts')
  const paying = recipes.filter(needsPrompts).length
  const size = Math.max(fewestQuestions, Math.round(questionsOfAll / Math.max(1, paying)))
  const sample = drawnQueries(examples.queries, Math.min(mostQuestions, size))
  if (sample.length === 0) return
  const contexts = new Map<string, PromptContext>()
  for (const [index, recipe] of recipes.entries()) {
    if (!needsPrompts(recipe)) continue
    // Counting computes: others get their turn before each recipe.
    await letOthersWork(signal)
    const key = JSON.stringify([recipe.rung, recipe.chunking, recipe.embedding, recipe.search, recipe.context])
    const context =
      contexts.get(key) ??
      (await promptContext({ recipe, evalSet, examples, queries: sample }, countTokens, ports, signal))
    contexts.set(key, context)
    const run = { recipe, evalSetId: evalSet.evalSetId, split: split.name }
    const writeExamples = fewShotWriter(run, examples.queries, ports)
    yield {
      index,
      asked: { recipe, evalSet, split: split.name, examples, sample, context, writeExamples, countTokens },
    }
  }
}

function needsPrompts({ generation, rerank, rung }: Recipe): boolean {
  return generation !== null || (hasRetrieval(rung) && rerank.kind !== 'none')
}
