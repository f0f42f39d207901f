interface Place {
  readonly start: number
  readonly end: number
}

interface Piece {
  readonly start: number
  readonly text: string
  readonly isMarked: boolean
}

/**
 * Cuts a text at the borders of its marked places, which may overlap. The pieces join to the text.
 * @param places half-open, in UTF-16 code units; parts outside the text are left out.
 */
export function markedPieces(text: string, places: readonly Place[]): Piece[] {
  const merged: { start: number; end: number }[] = []
  for (const place of places.toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(0, Math.min(text.length, place.start))
    const end = Math.max(start, Math.min(text.length, place.end))
    const last = merged.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else if (end > start) merged.push({ start, end })
  }
  const pieces: Piece[] = []
  let from = 0
  for (const { start, end } of merged) {
    if (start > from) pieces.push({ start: from, text: text.slice(from, start), isMarked: false })
    pieces.push({ start, text: text.slice(start, end), isMarked: true })
    from = end
  }
  if (from < text.length) pieces.push({ start: from, text: text.slice(from), isMarked: false })
  return pieces
}
