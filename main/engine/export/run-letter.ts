/** A run's letter in a comparison, as the screen gives it: A to Z by its place, then AA, AB … @param index from 0. */
export function runLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : `${runLetter(Math.floor(index / 26) - 1)}${last}`
}
