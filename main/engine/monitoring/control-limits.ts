import type { ControlLimits } from '../../../shared/domain/monitor.ts'

/**
 * Shewhart limits of a mean: mean ± 3 s / √n, s the sample deviation of the pinned run's scores. A replay of the same
 * recipe falls outside about 3 times in 1,000 if nothing has changed.
 * @param scores one per question, NaN where missing. Shape [examples].
 * @returns in the unit of the scores; null with fewer than two scores.
 * @see Montgomery, Introduction to Statistical Quality Control, chapter 6.
 */
export function controlLimits(scores: Float64Array): ControlLimits | null {
  const present = scores.filter((score) => !Number.isNaN(score))
  const n = present.length
  if (n < 2) return null
  const center = present.reduce((sum, score) => sum + score, 0) / n
  const variance = present.reduce((sum, score) => sum + (score - center) ** 2, 0) / (n - 1)
  const reach = 3 * Math.sqrt(variance / n)
  return { center, low: center - reach, high: center + reach }
}
