import type { ModelPrice } from '../../shared/domain/model-price.ts'
import type { ModelProvider } from '../../shared/domain/model-provider.ts'

/** Prices of models, with where they come from and their date. Looks nothing up on the network. */
export interface PriceBook {
  readonly source: string
  /** ISO date of the newest figures. */
  readonly date: string
  /** In force at `now`, by provider, then model. */
  list(now: Date): ModelPrice[]
  /**
   * The price of a model at an endpoint, in force at `now`; a dated snapshot has the price of its family. Null when the
   * endpoint or the model is not in the book.
   */
  find(provider: Pick<ModelProvider, 'kind' | 'baseUrl'>, model: string, now: Date): ModelPrice | null
}
