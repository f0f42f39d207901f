import { sampleDeviation } from './sample-deviation.ts'
import { studentTPValue } from './student-t-p-value.ts'

/** Two-sided paired t-test. */
export interface PairedTTest {
  readonly t: number
  readonly degreesOfFreedom: number
  readonly p: number
}

/**
 * t = mean / (sd / √n), df = n − 1.
 * @param differences none NaN. Shape [n].
 * @returns null with fewer than two differences, or where all are equal: without spread there is nothing to test.
 */
export function pairedTTest(differences: Float64Array): PairedTTest | null {
  const n = differences.length
  const deviation = sampleDeviation(differences)
  if (!deviation) return null
  const t = differences.reduce((sum, difference) => sum + difference, 0) / n / (deviation / Math.sqrt(n))
  return { t, degreesOfFreedom: n - 1, p: studentTPValue(t, n - 1) }
}
