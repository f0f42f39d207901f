import { AppError } from '../../../shared/domain/app-error.ts'
import type { ParsedCurve } from './parsed-curve.ts'
import { PointCollector } from './point-collector.ts'
import { readFigure } from './read-figure.ts'

/** In the order in which they win at a step: the whole validation split goes before a batch of it. */
const figures = [
  ['trainLoss', ['train_loss']],
  ['trainAccuracy', ['train_accuracy', 'train_mean_token_accuracy']],
  ['validLoss', ['valid_loss', 'full_valid_loss']],
  ['validAccuracy', ['valid_mean_token_accuracy', 'valid_accuracy', 'full_valid_mean_token_accuracy']],
] as const

/**
 * A fine-tuning result file, read by the names in its header; columns that are not known become series of their own.
 * Throws AppError UNREADABLE_FILE when it is empty or has no `step` column.
 */
export function readResultCsv(text: string, fileName: string): ParsedCurve {
  const content = text.replace(/^\uFEFF/, '')
  const lines = content.split(/\r\n|\n|\r/)
  const header = cells(lines[0] ?? '')
  if (content.trim() === '') {
    throw new AppError('UNREADABLE_FILE', `${fileName} is empty. Nothing was read; fetch the result file again.`, {
      problem: 'empty',
    })
  }
  const stepColumn = header.indexOf('step')
  if (stepColumn < 0) {
    throw new AppError(
      'UNREADABLE_FILE',
      `${fileName} has no step column, so it is no result file of a fine-tuning job. Its columns: ${header.join(', ')}. Nothing was read.`,
      { problem: 'unrecognised_header', columns: header },
    )
  }
  const names = header.filter((name, index) => index !== stepColumn && name !== '')
  const series = Object.fromEntries(names.map((name) => [name, [] as [number, number | null][]]))
  const skippedLines: number[] = []
  let incompleteRows = 0
  const rows: Map<string, number | null>[] = []
  lines.slice(1).forEach((line, index) => {
    if (line.trim() === '') return
    const row = cells(line)
    // A row that is cut off may end in the first digits of a number.
    if (row.length < header.length) {
      incompleteRows += 1
      return
    }
    const step = readFigure(row[stepColumn]!)
    const values = new Map<string, number | null>()
    header.forEach((name, column) => {
      const cell = row[column]!
      const value = readFigure(cell)
      if (column !== stepColumn && name !== '' && value !== undefined) values.set(name, value)
    })
    if (step === null || step === undefined || !Number.isInteger(step) || step < 0) {
      skippedLines.push(index + 2)
      return
    }
    for (const [name, value] of values) series[name]!.push([step, value])
    values.set('step', step)
    rows.push(values)
  })
  const collector = new PointCollector()
  for (const row of rows) {
    for (const [figure, columns] of figures) {
      for (const column of columns) if (row.has(column)) collector.put(row.get('step')!, figure, row.get(column)!)
    }
  }
  return {
    format: 'resultCsv',
    series,
    xAxis: 'step',
    points: collector.points(),
    final: null,
    best: null,
    incompleteRows,
    skippedLines,
    warnings: [
      ...(rows.length === 0 && incompleteRows === 0 ? [`${fileName} has no steps yet.`] : []),
      ...(incompleteRows > 0
        ? [`${fileName} is cut off: ${incompleteRows} incomplete ${incompleteRows === 1 ? 'row' : 'rows'} left out.`]
        : []),
      ...(skippedLines.length > 0
        ? [
            `${fileName}: ${skippedLines.length} rows without a whole step left out, the first in line ${skippedLines[0]}.`,
          ]
        : []),
    ],
  }
}

function cells(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
}
