import type { DrawTails } from './create-resampling.ts'

/** Type-7 quantile of one resample, whose row of `tails` begins at index `at`. @param sorted the values, ascending. */
export function quantileOfResample(sorted: Float64Array, quantile: number, tails: DrawTails, at: number): number {
  const n = sorted.length
  const h = (n - 1) * quantile
  const below = Math.floor(h)
  const position = drawnPosition(tails, at, n, below)
  const value = sorted[position]!
  if (below === h) return value
  let next = position
  while (next + 1 < n && tails[at + next + 1]! >= n - below - 1) next++
  return value + (h - below) * (sorted[next]! - value)
}

/**
 * The position of the resample's draw of the given order, 0 being its lowest: the last whose tail, the number of draws
 * there or above, is at least n - order. Tails fall from n, and the draw lies near its order: steps that double from there
 * find the piece that bisection then searches, which reads less memory than bisecting all of them.
 */
function drawnPosition(tails: DrawTails, at: number, n: number, order: number): number {
  const least = n - order
  let low = order
  let high = order
  let step = 1
  if (tails[at + order]! >= least) {
    while (high + step < n && tails[at + high + step]! >= least) {
      high += step
      step *= 2
    }
    low = high
    high = Math.min(n - 1, high + step - 1)
  } else {
    high = order - 1
    low = high
    while (low > 0 && tails[at + low]! < least) {
      high = low - 1
      low = Math.max(0, low - step)
      step *= 2
    }
  }
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (tails[at + middle]! >= least) low = middle
    else high = middle - 1
  }
  return low
}
