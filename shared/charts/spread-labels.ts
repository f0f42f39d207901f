/**
 * Moves labels apart that would meet, as little as needed, in the order of their wanted places.
 * @param wanted pixels from the top. @param gap least pixels between two. @param max the lowest place allowed.
 * @returns places in the order given.
 */
export function spreadLabels(wanted: readonly number[], gap: number, max: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!)
  const placed = [...wanted]
  let least = Number.NEGATIVE_INFINITY
  for (const index of order) {
    placed[index] = Math.max(wanted[index]!, least)
    least = placed[index]! + gap
  }
  let most = max
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index]!, most)
    most = placed[index]! - gap
  }
  return placed
}
