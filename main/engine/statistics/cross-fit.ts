import { createRandom } from '../../../shared/domain/random.ts'

/** A candidate's columns: what it is chosen by, and what is reported of it. Shape [examples] both, NaN where missing. */
export interface FittedColumns {
  readonly utility: Float64Array
  readonly scores: Float64Array
}

/** Differences to − from, each taken on examples that had no say in which runs are compared. Shape [shared] both. */
export interface CrossFitted {
  readonly scores: Float64Array
  readonly utility: Float64Array
  /**
   * The utility with the benefit of the doubt for one group: its run is the best on all examples, which flatters it, the
   * other group's stays the cross-fitted one. A picked run that is not its group's best can then not make the verdict.
   */
  readonly utilityForFrom: Float64Array
  readonly utilityForTo: Float64Array
  /** Positions of the examples that all runs scored, in the order of the halves. */
  readonly shared: readonly number[]
  /** Positions of the runs picked on the first half, and on the second. */
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

/**
 * The best of one group against the best of another without the optimism of picking: the examples that all scored are
 * halved at random, the best of each group is chosen on one half and compared on the other, both ways, pooled. The first
 * of equally good ones is chosen.
 * @param from, to at least one candidate each, all on the same examples.
 * @param seed the same gives the same halves.
 * @returns null with fewer than two shared examples.
 * @see Chernozhukov et al. 2018 for cross-fitting.
 */
export function crossFit(
  from: readonly FittedColumns[],
  to: readonly FittedColumns[],
  seed: number,
): CrossFitted | null {
  const all = [...from, ...to]
  const shared: number[] = []
  const examples = Math.min(...all.map(({ utility }) => utility.length))
  for (let example = 0; example < examples; example++) {
    if (all.every(({ utility }) => !Number.isNaN(utility[example]!))) shared.push(example)
  }
  if (shared.length < 2) return null
  shuffle(shared, seed)
  const middle = shared.length >>> 1
  const halves = [shared.slice(0, middle), shared.slice(middle)] as const
  const pickedFrom = [bestOn(from, halves[0]), bestOn(from, halves[1])] as const
  const pickedTo = [bestOn(to, halves[0]), bestOn(to, halves[1])] as const
  const differences = (column: keyof FittedColumns, ofFrom: readonly number[], ofTo: readonly number[]) =>
    Float64Array.from(
      halves.flatMap((half, index) => {
        // What the other half chose.
        const base = from[ofFrom[1 - index]!]![column]
        const own = to[ofTo[1 - index]!]![column]
        return half.map((example) => Math.round((own[example]! - base[example]!) * 1e12) / 1e12)
      }),
    )
  const bestFrom = bestOn(from, shared)
  const bestTo = bestOn(to, shared)
  return {
    scores: differences('scores', pickedFrom, pickedTo),
    utility: differences('utility', pickedFrom, pickedTo),
    utilityForFrom: differences('utility', [bestFrom, bestFrom], pickedTo),
    utilityForTo: differences('utility', pickedFrom, [bestTo, bestTo]),
    shared,
    from: pickedFrom,
    to: pickedTo,
  }
}

function shuffle(positions: number[], seed: number): void {
  const random = createRandom(seed)
  for (let last = positions.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = positions[last]!
    positions[last] = positions[other]!
    positions[other] = kept
  }
}

function bestOn(candidates: readonly FittedColumns[], examples: readonly number[]): number {
  let best = 0
  let highest = Number.NEGATIVE_INFINITY
  for (const [index, { utility }] of candidates.entries()) {
    let sum = 0
    for (const example of examples) sum += utility[example]!
    if (sum > highest) {
      best = index
      highest = sum
    }
  }
  return best
}
