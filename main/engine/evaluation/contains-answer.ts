/**
 * Whether any reference answer stands in the text, whatever its case and however its accents are encoded.
 * @returns undefined (does not apply) when there is no reference answer that says anything.
 */
export function containsAnswer(text: string, golds: readonly string[]): boolean | undefined {
  const wanted = golds.map(comparable).filter((gold) => gold !== '')
  if (wanted.length === 0) return undefined
  const within = comparable(text)
  return wanted.some((gold) => within.includes(gold))
}

function comparable(text: string): string {
  return text.normalize('NFC').toLowerCase().trim()
}
