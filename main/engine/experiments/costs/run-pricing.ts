import type { BudgetCaps, TokenPrice } from '../../../../shared/domain/ledger.ts'
import type { ModelProvider } from '../../../../shared/domain/model-provider.ts'
import { priceOf } from '../../cost/price-of.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Prices of the day and the caps of a run. */
export interface RunPricing {
  readonly caps: BudgetCaps
  /** Null when the price is not known. */
  priceOf(model: string, provider: ModelProvider): TokenPrice | null
  /** Of a model that writes nothing, such as an embedder or a reranker. */
  priceOfInput(model: string, baseUrl: string): TokenPrice | null
}

export function openPricing(
  caps: BudgetCaps,
  { store, priceBook, clock }: Pick<ExperimentPorts, 'store' | 'priceBook' | 'clock'>,
): RunPricing {
  return {
    caps,
    priceOf: (model, provider) => priceOf(model, provider, store.settings, priceBook, clock.now()),
    priceOfInput: (model, baseUrl) =>
      priceOf(model, { kind: 'openai', baseUrl }, store.settings, priceBook, clock.now(), 'input'),
  }
}
