import type { CostLine } from '../../../../shared/domain/break-even.ts'

/**
 * The volume at which a difference of cost per 1,000 queries, c + 1000 F / V, has grown by `more` (US dollars, negative =
 * shrunk): V = 1000 F / (1000 F / V₀ + more), as c does not change with the volume.
 * @param extra what one recipe costs more than another; either part may be negative.
 * @param queriesPerMonth the present volume V₀, > 0.
 * @returns queries a month, > 0; null where no volume does it.
 */
export function volumeThreshold(extra: CostLine, queriesPerMonth: number, more: number): number | null {
  const shareNow = (1000 * extra.fixedUsd) / queriesPerMonth
  const volume = (1000 * extra.fixedUsd) / (shareNow + more)
  return Number.isFinite(volume) && volume >= 1 && volume <= 1e10 ? volume : null
}
