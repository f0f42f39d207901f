import type { ModelPrice } from '../../shared/domain/model-price.ts'

/** Prices of models, with where they come from and their date. Looks nothing up on the network. */
export interface PriceBook {
  readonly source: string
  /** ISO date of the newest figures. */
  readonly date: string
  /** In force at `now`, by provider, then model. */
  list(now: Date): ModelPrice[]
}
