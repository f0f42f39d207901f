/** A point: less of `cost` and more of `quality` is better. */
export interface CostedPoint {
  readonly cost: number | null
  readonly quality: number | null
}

/**
 * Positions of the points that no other point dominates, ascending. One dominates another if it costs no more, is no
 * worse, and is strictly better in one of the two; so of two equally good points the cheaper stays, and identical points
 * stay both. A point with a missing value (null, NaN) is never on the frontier.
 */
export function paretoFrontier(points: readonly CostedPoint[]): number[] {
  const present = points
    .map(({ cost, quality }, index) => ({ index, cost: cost ?? Number.NaN, quality: quality ?? Number.NaN }))
    .filter(({ cost, quality }) => !Number.isNaN(cost) && !Number.isNaN(quality))
    .sort((a, b) => (a.cost === b.cost ? b.quality - a.quality : a.cost - b.cost))
  const frontier: number[] = []
  let best = { cost: Number.NaN, quality: Number.NEGATIVE_INFINITY }
  for (const point of present) {
    const same = point.cost === best.cost && point.quality === best.quality
    if (!same && point.quality <= best.quality && frontier.length > 0) continue
    frontier.push(point.index)
    best = point
  }
  return frontier.sort((a, b) => a - b)
}
