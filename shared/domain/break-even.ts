/** What a recipe costs a month: `fixedUsd` whatever is asked, and `per1kQueriesUsd` for each 1,000 queries. Both ≥ 0. */
export interface CostLine {
  readonly fixedUsd: number
  readonly per1kQueriesUsd: number
}

/** US dollars a month at a volume. */
export function monthlyUsdAt({ fixedUsd, per1kQueriesUsd }: CostLine, queriesPerMonth: number): number {
  return fixedUsd + (per1kQueriesUsd * queriesPerMonth) / 1000
}

/** When the first of two recipes is the cheaper one. Volumes in queries a month. */
export type BreakEven =
  | { readonly kind: 'always' | 'never' | 'same' }
  | { readonly kind: 'above' | 'below'; readonly queriesPerMonth: number }

/**
 * The volumes at which `first` costs less than `second`. The two lines meet at V = 1000 × (F₂ − F₁) / (c₁ − c₂), with F the
 * fixed cost a month and c the cost per 1,000 queries; `always` and `never` where they do not meet at a volume above 0.
 */
export function breakEven(first: CostLine, second: CostLine): BreakEven {
  const fixed = second.fixedUsd - first.fixedUsd
  const running = first.per1kQueriesUsd - second.per1kQueriesUsd
  if (fixed === 0 && running === 0) return { kind: 'same' }
  if (fixed >= 0 && running <= 0) return { kind: 'always' }
  if (fixed <= 0 && running >= 0) return { kind: 'never' }
  const queriesPerMonth = (1000 * fixed) / running
  return { kind: running < 0 ? 'above' : 'below', queriesPerMonth }
}

/** Three significant digits: no volume of a forecast is known better. */
export function volumeWords(volume: number): string {
  return volume < 1 ? '1' : Number(volume.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 0 })
}
