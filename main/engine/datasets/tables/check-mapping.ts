import { AppError } from '../../../../shared/domain/app-error.ts'
import type { ColumnMapping } from '../../../../shared/domain/dataset-import.ts'
import { tagColumnsOf } from './guess-mapping.ts'

/**
 * Checks that every column of the user's mapping is there in at least one file.
 * @param columnsByFile the columns of every file that has columns.
 * @throws AppError INVALID_INPUT naming the field, the column and the columns there are.
 */
export function checkMapping(mapping: ColumnMapping, columnsByFile: ReadonlyMap<string, readonly string[]>): void {
  const present = new Set([...columnsByFile.values()].flat())
  for (const [field, value] of Object.entries(mapping)) {
    const wanted = field === 'tags' ? tagColumnsOf(value, [...present]) : [value]
    const missing = wanted.find((column) => !present.has(column))
    if (missing === undefined) continue
    const there = [...present].slice(0, 50).map((column) => `"${column}"`)
    const choices =
      there.length === 0 ? 'No file of this import has columns.' : `The columns there are: ${there.join(', ')}.`
    throw new AppError(
      'INVALID_INPUT',
      `The mapping ${field}=${value} names the column "${missing}", which no file has. ${choices} Nothing was imported.`,
      { field, column: missing, columns: [...present] },
    )
  }
}
