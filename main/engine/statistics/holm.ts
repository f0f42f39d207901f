/**
 * Holm's correction: the i-th smallest of m p-values becomes the largest of (m − j + 1) p(j) for j ≤ i, at most 1.
 * @param pValues 0–1. Shape [m].
 * @returns adjusted p-values in the same order.
 * @see Holm 1979, "A simple sequentially rejective multiple test procedure".
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  for (const [place, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - place) * pValues[index]!))
    adjusted[index] = largest
  }
  return adjusted
}
