export interface CompletePairs {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly dropped: number
}

/**
 * The pairs that have both values, in order.
 * @throws RangeError for lists of different length.
 */
export function completePairs(x: readonly (number | null)[], y: readonly (number | null)[]): CompletePairs {
  if (x.length !== y.length) throw new RangeError('Each pair needs two values, or null.')
  const left: number[] = []
  const right: number[] = []
  for (const [at, value] of x.entries()) {
    const other = y[at]!
    if (value === null || other === null || Number.isNaN(value) || Number.isNaN(other)) continue
    left.push(value)
    right.push(other)
  }
  return { x: left, y: right, dropped: x.length - left.length }
}
