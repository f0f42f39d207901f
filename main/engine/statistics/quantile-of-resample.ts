import type { DrawTails } from './create-resampling.ts'

/** Type-7 quantile of one resample, whose row of `tails` begins at index `at`. @param sorted the values, ascending. */
export function quantileOfResample(sorted: Float64Array, quantile: number, tails: DrawTails, at: number): number {
  const h = (sorted.length - 1) * quantile
  const below = Math.floor(h)
  const value = sorted[drawnPosition(tails, at, sorted.length, below)]!
  if (below === h) return value
  return value + (h - below) * (sorted[drawnPosition(tails, at, sorted.length, below + 1)]! - value)
}

/** The position of the resample's draw of the given order, 0 being its lowest: tails fall from n, so bisection finds it. */
function drawnPosition(tails: DrawTails, at: number, n: number, order: number): number {
  let low = 0
  let high = n - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    // At least n - order draws lie at `middle` or above: the draw of this order is one of them.
    if (tails[at + middle]! >= n - order) low = middle
    else high = middle - 1
  }
  return low
}
