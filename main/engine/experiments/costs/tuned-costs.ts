import type { Recipe } from '../../../../shared/domain/recipe.ts'
import { hasTunedModel } from '../../../../shared/domain/rung.ts'
import type { FineTuneStore } from '../../../ports/fine-tune-store.ts'
import { isLoopbackUrl } from '../../cost/is-loopback-url.ts'
import type { TunedCosts } from '../../cost/monthly-cost.ts'

/**
 * What the tuned model of a recipe cost and costs, from its job; null where no tuned model answers. What was paid goes before
 * what was estimated. Without a job, nothing is known.
 */
export function tunedCosts(recipe: Recipe | null, fineTunes: Pick<FineTuneStore, 'get'>): TunedCosts | null {
  if (!recipe?.generation || !hasTunedModel(recipe.rung)) return null
  const { tuned, provider } = recipe.generation
  const job = tuned ? (fineTunes.get(tuned.fineTuneJobId)?.job ?? null) : null
  return {
    trainingUsd: job?.costUsd ?? job?.costEstimateUsd ?? null,
    isEstimate: job !== null && job.costUsd === null && job.costEstimateUsd !== null,
    isBilledPerToken:
      isLoopbackUrl(provider.baseUrl) ||
      (provider.kind === 'openai' && /^https:\/\/api\.openai\.com(\/|$)/.test(provider.baseUrl)),
  }
}
