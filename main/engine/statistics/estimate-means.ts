import { bcaInterval } from './bca-interval.ts'
import type { DrawTails, Resampling } from './create-resampling.ts'

/** A mean with its interval, in the unit of the values. */
export interface MeanEstimate {
  /** Null if n = 0. */
  readonly value: number | null
  /** Null if n < 2: one value says nothing of its spread. */
  readonly ciLow: number | null
  readonly ciHigh: number | null
  /** Values that were not missing. */
  readonly n: number
}

export interface EstimateMeansOptions {
  readonly resampling: Resampling
  /** Fraction, exclusive 0–1; 0.95 unless told. */
  readonly confidence?: number
}

/** A column that needs resampling: its values ascending, and the steps by which they rise. */
interface SteppedColumn {
  readonly column: number
  readonly values: Float64Array
  readonly mean: number
  /** Positions (≥ 1) where the value is higher than the one before, and by how much. Shape [steps] both. */
  readonly stepAt: Int32Array
  readonly stepHeight: Float64Array
  readonly resampledMeans: Float64Array
}

/**
 * Means with BCa bootstrap intervals, many arrays at once because they share the draws. NaN is missing and left out.
 * The result does not depend on the order of an array's values. All values equal gives an interval of no width (there is
 * no variation to resample); a single value gives none.
 * @param columns one array per measure, any unit, finite or NaN. Shape [columns][examples].
 * @returns one estimate per column, in the same order.
 * @see bcaInterval for the formula.
 */
export function estimateMeans(columns: readonly Float64Array[], options: EstimateMeansOptions): MeanEstimate[] {
  const { resampling, confidence = 0.95 } = options
  const estimates: MeanEstimate[] = []
  const steppedByLength = new Map<number, SteppedColumn[]>()
  for (const [column, all] of columns.entries()) {
    const values = all.filter((value) => !Number.isNaN(value)).sort()
    const n = values.length
    const first = values[0] ?? null
    if (n < 2 || first === values[n - 1]) {
      const end = n < 2 ? null : first
      estimates.push({ value: first, ciLow: end, ciHigh: end, n })
      continue
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / n
    estimates.push({ value: mean, ciLow: null, ciHigh: null, n })
    const stepped = { column, values, mean, ...stepsOf(values), resampledMeans: new Float64Array(resampling.resamples) }
    const sameLength = steppedByLength.get(n)
    if (sameLength === undefined) steppedByLength.set(n, [stepped])
    else sameLength.push(stepped)
  }

  for (const [n, sameLength] of steppedByLength) {
    resampling.forEachBlock(n, (tails, at, firstResample, rows) => {
      for (const stepped of sameLength) writeResampledMeans(stepped, tails, at, firstResample, rows)
    })
    for (const { column, values, mean, resampledMeans } of sameLength) {
      const [ciLow, ciHigh] = bcaInterval({ values, mean, resampledMeans, confidence })
      estimates[column] = { value: mean, ciLow, ciHigh, n }
    }
  }
  return estimates
}

function stepsOf(values: Float64Array): { stepAt: Int32Array; stepHeight: Float64Array } {
  const stepAt: number[] = []
  const stepHeight: number[] = []
  for (let position = 1; position < values.length; position++) {
    const height = values[position]! - values[position - 1]!
    if (height === 0) continue
    stepAt.push(position)
    stepHeight.push(height)
  }
  return { stepAt: Int32Array.from(stepAt), stepHeight: Float64Array.from(stepHeight) }
}

/** The inner loop of every interval: four resamples at a time, so that no addition waits for the one before it. */
function writeResampledMeans(
  { values, stepAt, stepHeight, resampledMeans }: SteppedColumn,
  tails: DrawTails,
  at: number,
  firstResample: number,
  rows: number,
): void {
  const n = values.length
  const lowest = values[0]!
  const steps = stepAt.length
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const row0 = at + row * n
    const row1 = row0 + n
    const row2 = row1 + n
    const row3 = row2 + n
    let sum0 = 0
    let sum1 = 0
    let sum2 = 0
    let sum3 = 0
    for (let step = 0; step < steps; step++) {
      const position = stepAt[step]!
      const height = stepHeight[step]!
      sum0 += height * tails[row0 + position]!
      sum1 += height * tails[row1 + position]!
      sum2 += height * tails[row2 + position]!
      sum3 += height * tails[row3 + position]!
    }
    const resample = firstResample + row
    resampledMeans[resample] = lowest + sum0 / n
    resampledMeans[resample + 1] = lowest + sum1 / n
    resampledMeans[resample + 2] = lowest + sum2 / n
    resampledMeans[resample + 3] = lowest + sum3 / n
  }
  for (; row < rows; row++) {
    const start = at + row * n
    let sum = 0
    for (let step = 0; step < steps; step++) sum += stepHeight[step]! * tails[start + stepAt[step]!]!
    resampledMeans[firstResample + row] = lowest + sum / n
  }
}
