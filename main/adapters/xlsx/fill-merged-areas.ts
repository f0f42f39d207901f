interface Position {
  readonly row: number
  readonly column: number
}

export interface MergedArea {
  readonly from: Position
  readonly to: Position
}

/**
 * A value that was merged over several rows belongs to each of them: a topic beside its questions, say. To the right it
 * is not repeated: one title over many columns is one title. Only rows that hold something else are filled.
 * @param put writes one cell.
 * @returns how many areas were filled.
 */
export function fillMergedAreas(
  rows: ReadonlyMap<number, readonly unknown[]>,
  areas: readonly MergedArea[],
  put: (row: number, column: number, value: unknown) => void,
): number {
  let filled = 0
  // Found by row, as an area may reach down to the last row of an almost empty sheet.
  const present = [...rows.keys()].sort((a, b) => a - b)
  for (const { from, to } of areas) {
    const value = rows.get(from.row)?.[from.column - 1]
    if (value === undefined || value === null || to.row <= from.row) continue
    let isFilled = false
    for (let index = firstAbove(present, from.row); index < present.length && present[index]! <= to.row; index++) {
      const row = present[index]!
      if ((rows.get(row)![from.column - 1] ?? null) !== null) continue
      put(row, from.column, value)
      isFilled = true
    }
    if (isFilled) filled++
  }
  return filled
}

function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
