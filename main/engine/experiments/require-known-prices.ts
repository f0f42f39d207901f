import { AppError } from '../../../shared/domain/app-error.ts'
import { BudgetSettings, budgetSettingsName } from '../../../shared/domain/budget-settings.ts'
import type { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'
import { isExtractive } from './answerer.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { judgesOf } from './judge-answers.ts'
import { openPricing } from './run-pricing.ts'

/**
 * Under a cap every price must be known before the first request: else money would be spent on runs that cannot be finished.
 * Throws AppError INVALID_INPUT that names the models without one.
 */
export function requireKnownPrices(
  recipes: readonly Recipe[],
  spec: Pick<SweepSpec, 'evaluators' | 'budget'>,
  ports: Pick<ExperimentPorts, 'store' | 'priceBook' | 'clock'>,
): void {
  const caps = spec.budget ?? { perRunUsd: null, perSweepUsd: null }
  const { monthlyUsd } = BudgetSettings.parse(ports.store.settings.get(budgetSettingsName) ?? {})
  if (caps.perRunUsd === null && caps.perSweepUsd === null && monthlyUsd === null) return
  const pricing = openPricing(caps, ports)
  const unknown = new Set<string>()
  const require = (model: string, price: unknown) => {
    if (price === null) unknown.add(model)
  }
  for (const { rung, search, embedding, rerank, generation } of recipes) {
    if (rung !== 'prompt') {
      if (search.mode !== 'fulltext' && embedding.kind === 'openai') {
        require(embedding.model, pricing.priceOfInput(embedding.model, embedding.baseUrl))
      }
      if (rerank.kind === 'server') require(rerank.model, pricing.priceOfInput(rerank.model, rerank.baseUrl))
      if (rerank.kind === 'model') require(rerank.model, pricing.priceOf(rerank.model, rerank.provider))
    }
    if (generation === null) continue
    if (!isExtractive(generation)) require(generation.model, pricing.priceOf(generation.model, generation.provider))
    for (const { model, provider } of judgesOf(spec.evaluators ?? [])) require(model, pricing.priceOf(model, provider))
  }
  if (unknown.size === 0) return
  const models = [...unknown].join(', ')
  throw new AppError(
    'INVALID_INPUT',
    `A cap is set, and the price of ${models} is not known, so it could not be kept. Nothing was started. Enter the price under Settings, Price book, or start without a cap.`,
    { models: [...unknown] },
  )
}
