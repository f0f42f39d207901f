import { AppError } from '../../../../shared/domain/app-error.ts'
import { BudgetSettings, budgetSettingsName } from '../../../../shared/domain/budget-settings.ts'
import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import type { BudgetCaps } from '../../../../shared/domain/ledger.ts'
import type { Recipe, SweepSpec } from '../../../../shared/domain/recipe.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import { openPricing, type RunPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { judgesOf } from '../judging/judges-of.ts'
import { SweepJobSpec } from './sweep-job-spec.ts'

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
    if (hasRetrieval(rung)) {
      if (search.mode !== 'fulltext' && embedding.kind === 'openai') {
        require(embedding.model, pricing.priceOfInput(embedding.model, embedding.baseUrl))
      }
      if (rerank.kind === 'server') require(rerank.model, pricing.priceOfInput(rerank.model, rerank.baseUrl))
      if (rerank.kind === 'model') require(rerank.model, pricing.priceOf(rerank.model, rerank.provider))
    }
    if (generation === null) continue
    if (!isExtractive(generation)) require(generation.model, pricing.priceOf(generation.model, generation.provider))
    for (const model of unpricedOf(spec.evaluators ?? [], pricing)) unknown.add(model)
  }
  refuseUnknown(unknown)
}

/** The same of judges alone, for answers that are there. A cap that a run was started with counts where none is given. */
export function requireJudgePrices(
  evaluators: readonly Evaluator[],
  budget: BudgetCaps | undefined,
  runs: readonly Pick<Run, 'jobId'>[],
  ports: Pick<ExperimentPorts, 'store' | 'priceBook' | 'clock'>,
): void {
  const { monthlyUsd } = BudgetSettings.parse(ports.store.settings.get(budgetSettingsName) ?? {})
  const isCapped = ({ jobId }: Pick<Run, 'jobId'>) => {
    const spec = SweepJobSpec.safeParse(ports.store.jobs.get(jobId)?.spec)
    return spec.success && spec.data.budget.perRunUsd !== null
  }
  const capped = budget ? budget.perRunUsd !== null || budget.perSweepUsd !== null : runs.some(isCapped)
  if (!capped && monthlyUsd === null) return
  const pricing = openPricing(budget ?? { perRunUsd: null, perSweepUsd: null }, ports)
  refuseUnknown(new Set(unpricedOf(evaluators, pricing)))
}

function unpricedOf(evaluators: readonly Evaluator[], pricing: RunPricing): string[] {
  const judges = judgesOf(evaluators).filter(({ model, provider }) => pricing.priceOf(model, provider) === null)
  const embedders = evaluators.flatMap((evaluator) => {
    if (evaluator.kind !== 'similarity' || evaluator.embedding.kind !== 'openai') return []
    const { model, baseUrl } = evaluator.embedding
    return pricing.priceOfInput(model, baseUrl) === null ? [model] : []
  })
  return [...judges.map(({ model }) => model), ...embedders]
}

function refuseUnknown(unknown: ReadonlySet<string>): void {
  if (unknown.size === 0) return
  const models = [...unknown].join(', ')
  throw new AppError(
    'INVALID_INPUT',
    `A cap is set, and the price of ${models} is not known, so it could not be kept. Nothing was started. Enter the price under Settings, Price book, or start without a cap.`,
    { models: [...unknown] },
  )
}
