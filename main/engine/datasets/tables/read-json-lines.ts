import { type Cells, isRecord } from './cell-values.ts'

export type JsonLine =
  | { readonly row: number; readonly cells: Cells }
  | { readonly row: number; readonly reason: string }

/**
 * Reads a JSONL text line by line without splitting all of it at once. Blank lines are passed over.
 * @returns for every other line its number from 1 and its object, or the reason why it is not one.
 */
export function* readJsonLines(text: string): Generator<JsonLine> {
  let row = 0
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    row++
    const line = text.slice(start, end)
    start = end + 1
    if (line.trim() !== '') yield readJsonLine(line, row)
  }
}

function readJsonLine(line: string, row: number): JsonLine {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? { row, cells: value } : { row, reason: 'The line is not a JSON object.' }
  } catch (error) {
    return { row, reason: `The line is not valid JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}
