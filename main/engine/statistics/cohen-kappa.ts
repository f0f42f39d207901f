export interface CohenKappa {
  /** Items that both raters rated. */
  readonly n: number
  readonly dropped: number
  /** Fraction in 0–1; null without an item. Show it beside kappa, which is low where one label prevails. */
  readonly observedAgreement: number | null
  /** At most 1; null where only one label was used (0/0). */
  readonly kappa: number | null
  readonly kappaLinear: number | null
  readonly kappaQuadratic: number | null
}

type Rating = string | number

/**
 * Agreement of two raters beyond chance: 1 − Σ wO / Σ wE, with weights 0 or 1, |i − j| and (i − j)² of the labels'
 * positions.
 * @param a rating of each item by one rater; null = missing, which drops the item.
 * @param labels the whole scale in order: leaving out unused labels would change the weighted values.
 * @throws RangeError for a rating that is not on the scale, or lists of different length.
 * @see Cohen 1960; Cohen 1968 for the weights.
 */
export function cohenKappa(
  a: readonly (Rating | null)[],
  b: readonly (Rating | null)[],
  labels: readonly Rating[],
): CohenKappa {
  if (a.length !== b.length) throw new RangeError('Both raters need one rating, or null, for each item.')
  const positions = new Map(labels.map((label, position) => [label, position]))
  const observed = labels.map(() => new Array<number>(labels.length).fill(0))
  let n = 0
  for (const [item, rating] of a.entries()) {
    const other = b[item]!
    if (rating === null || other === null) continue
    const [row, column] = [positions.get(rating), positions.get(other)]
    if (row === undefined || column === undefined) throw new RangeError('A rating is not among the labels.')
    observed[row]![column]!++
    n++
  }
  const rows = observed.map((counts) => counts.reduce((sum, count) => sum + count, 0))
  const columns = labels.map((_, column) => observed.reduce((sum, counts) => sum + counts[column]!, 0))
  const agreed = observed.reduce((sum, counts, row) => sum + counts[row]!, 0)
  const base = { n, dropped: a.length - n, observedAgreement: n === 0 ? null : agreed / n }
  return {
    ...base,
    kappa: weighted((distance) => (distance === 0 ? 0 : 1)),
    kappaLinear: weighted((distance) => distance),
    kappaQuadratic: weighted((distance) => distance * distance),
  }

  function weighted(weightOf: (distance: number) => number): number | null {
    let disagreement = 0
    let byChance = 0
    for (let row = 0; row < labels.length; row++) {
      for (let column = 0; column < labels.length; column++) {
        const weight = weightOf(Math.abs(row - column))
        disagreement += weight * observed[row]![column]!
        byChance += (weight * rows[row]! * columns[column]!) / Math.max(1, n)
      }
    }
    return byChance === 0 ? null : 1 - disagreement / byChance
  }
}
