import { createGatePower, type GateTruth } from './gate-power.ts'

/** What the needed number is told for. */
interface GatePlan {
  readonly limit: number
  /** How far from the limit, on either side, a difference of the best runs shall be seen; > 0, in the unit of the utility. */
  readonly distance: number
  /** Chance of seeing it, 0–1. */
  readonly power: number
  /** More than so many examples are no advice. */
  readonly most: number
  readonly seed: number
}

/** Runs of a rung beyond these, ordered by their mean, are hardly ever picked. */
const mostRuns = 12

/**
 * Examples with which a gate would tell a difference of the two best runs from the limit, whichever side of it the
 * difference lies on. How the other runs follow behind their rung's best is taken from the data, less what chance adds to
 * it: observed means lie further apart than the true ones by the sampling error, so that their distances are shrunk by
 * √(1 − expected variance by chance / observed variance). The observed difference of the rungs takes no part, because
 * among undecided cases it is too small by selection.
 * @param from, to utilities of each run on the shared examples, none NaN. Shape [runs][shared].
 * @returns null where `most` would not be enough.
 * @see createGatePower.
 */
export function gateExamples(
  from: readonly Float64Array[],
  to: readonly Float64Array[],
  { limit, distance, power, most, seed }: GatePlan,
): number | null {
  const sides = [from, to].map(highestFirst)
  const columns = sides.flat()
  const covariance = covarianceOf(columns)
  const gatePower = createGatePower(covariance, seed)
  const n = columns[0]!.length
  const below = stepsBehind(sides[0]!, covariance, 0, columns.length, n)
  const above = stepsBehind(sides[1]!, covariance, sides[0]!.length, columns.length, n)
  let needed = 0
  for (const verdict of ['climb', 'stay'] as const) {
    const gain = limit + (verdict === 'climb' ? distance : -distance)
    const truth: GateTruth = { from: below, to: above.map((step) => step + gain), limit, verdict }
    const required = gatePower.required(truth, power, most)
    if (required === null) return null
    needed = Math.max(needed, required)
  }
  return needed
}

function highestFirst(columns: readonly Float64Array[]): Float64Array[] {
  return columns
    .map((column) => ({ column, mean: meanOf(column) }))
    .sort((a, b) => b.mean - a.mean)
    .slice(0, mostRuns)
    .map(({ column }) => column)
}

/** How far each run's true mean is likely to be from the best's, ≤ 0; the first is 0. */
function stepsBehind(
  columns: readonly Float64Array[],
  covariance: Float64Array,
  offset: number,
  size: number,
  n: number,
): Float64Array {
  const means = columns.map(meanOf)
  const runs = means.length
  if (runs === 1) return new Float64Array(1)
  const middle = means.reduce((sum, mean) => sum + mean, 0) / runs
  const observed = means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0) / (runs - 1)
  let own = 0
  let all = 0
  for (let row = offset; row < offset + runs; row++) {
    own += covariance[row * size + row]!
    for (let column = offset; column < offset + runs; column++) all += covariance[row * size + column]!
  }
  const byChance = (own - all / runs) / (runs - 1) / n
  const kept = observed > 0 ? Math.sqrt(Math.max(0, 1 - byChance / observed)) : 0
  return Float64Array.from(means, (mean) => kept * (mean - means[0]!))
}

function covarianceOf(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length
  const centred = columns.map((column) => {
    const mean = meanOf(column)
    return column.map((value) => value - mean)
  })
  const covariance = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const [a, b] = [centred[row]!, centred[column]!]
      let sum = 0
      for (let example = 0; example < a.length; example++) sum += a[example]! * b[example]!
      covariance[row * size + column] = sum / (a.length - 1)
      covariance[column * size + row] = sum / (a.length - 1)
    }
  }
  return covariance
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
