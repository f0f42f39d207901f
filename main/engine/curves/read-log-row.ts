import type { TrainerRow } from './collect-rows.ts'
import { readFigure } from './read-figure.ts'

const pair = /\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*:\s*(?:'([^'\\]*)'|"([^"\\]*)"|([^\s,{}[\]()'"]+))\s*(,|$)/y

/**
 * A line of the form `{'loss': 1.5, 'epoch': 0.2}`, in the syntax of Python or of JSON. It is read, never evaluated.
 * @returns its numbers; null when it is not a flat row of plain values.
 */
export function readLogRow(text: string): TrainerRow | null {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return null
  const inner = trimmed.slice(1, -1).trimEnd()
  const row = new Map<string, number | null>()
  let at = 0
  while (at < inner.length) {
    pair.lastIndex = at
    const found = pair.exec(inner)
    if (!found) return null
    at = pair.lastIndex
    const [, single, double, singleValue, doubleValue, bare] = found
    const quoted = singleValue ?? doubleValue
    const figure = readFigure(quoted ?? bare!)
    if (figure === undefined && quoted === undefined && !/^(None|True|False|null|true|false)$/.test(bare!)) return null
    if (figure !== undefined) row.set((single ?? double)!, figure)
  }
  return row.size === 0 ? null : row
}
