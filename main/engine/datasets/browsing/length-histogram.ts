import type { LengthHistogram } from '../../../../shared/domain/length-histogram.ts'

/** Four bins to a doubling. */
const growth = 2 ** 0.25

/**
 * The histogram of token counts, with quantiles of type 7.
 * @param tokens one count per text that was counted.
 * @param texts how many texts there are in all.
 */
export function lengthHistogram(tokens: readonly number[], texts: number): LengthHistogram {
  const sorted = [...tokens].sort((a, b) => a - b)
  return {
    counted: sorted.length,
    texts,
    bins: binsOf(sorted),
    medianTokens: quantile(sorted, 0.5),
    p95Tokens: quantile(sorted, 0.95),
    maxTokens: sorted.at(-1) ?? 0,
    totalTokens: sorted.reduce((sum, count) => sum + count, 0),
  }
}

function binsOf(sorted: readonly number[]): LengthHistogram['bins'] {
  const smallest = sorted[0]
  if (smallest === undefined) return []
  const largest = sorted.at(-1)!
  const bins: LengthHistogram['bins'] = []
  let next = 0
  for (let from = 0; from <= largest; ) {
    const to = from === 0 ? 1 : Math.max(from + 1, Math.round(from * growth))
    const first = next
    while (next < sorted.length && sorted[next]! < to) next++
    if (to > smallest) bins.push({ from, to, count: next - first })
    from = to
  }
  return bins
}

function quantile(sorted: readonly number[], fraction: number): number {
  if (sorted.length === 0) return 0
  const position = (sorted.length - 1) * fraction
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (position - below)
}
