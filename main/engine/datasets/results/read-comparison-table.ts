import type { ExportedMetric } from '../../../../shared/domain/comparison.ts'
import { exampleDefinitions, metricDefinition } from '../../../../shared/domain/metric.ts'
import { verdictColumns, verdictOfCells } from '../../../../shared/domain/verdict-cells.ts'
import { cellOf } from '../tables/cell-values.ts'
import type { Table, TableRow } from '../tables/table.ts'
import { recipeOfFields } from './recipe-of-fields.ts'
import type { StatedResult } from './stated-result.ts'

const tidyColumns = ['run', 'name', 'rung', 'metric', 'value', 'ciLow', 'ciHigh', 'n']
const wideColumns = ['run', 'name', 'rung', 'evalSet', 'split', 'status']

type Read = { readonly result: StatedResult } | { readonly row: TableRow; readonly reason: string }

/** Which of our own tables of figures this is; null when it is none of them. */
export function comparisonTableKind({ columns }: Pick<Table, 'columns'>): 'tidy' | 'wide' | null {
  if (tidyColumns.every((column) => columns.includes(column))) return 'tidy'
  return wideColumns.every((column, index) => columns[index] === column) ? 'wide' : null
}

/** The runs of a wide table, one for each row. */
export function readWideTable({ columns, rows }: Table): Read[] {
  const metrics = columns.filter(
    (column) =>
      !column.endsWith(' difference') && columns.includes(`${column} ciLow`) && columns.includes(`${column} n`),
  )
  const ofMetrics = new Set(
    metrics.flatMap((metric) => [
      metric,
      ...['ciLow', 'ciHigh', 'n', 'difference', 'difference n', ...verdictColumns].map((part) => `${metric} ${part}`),
    ]),
  )
  const namesBaseline = columns[wideColumns.length] === 'baseline'
  const fields = columns.slice(wideColumns.length + Number(namesBaseline)).filter((column) => !ofMetrics.has(column))
  const read = rows.map((row): Read => {
    const text = (column: string) => textOf(row, column)
    if (text('run') === '') return { row, reason: 'The row does not name its run.' }
    const figures: ExportedMetric[] = []
    for (const metric of metrics) {
      if (text(`${metric} n`) === '') continue
      const figure = figureOf(row, { metric, value: metric, prefix: `${metric} ` })
      if (typeof figure === 'string') return { row, reason: figure }
      figures.push(figure)
    }
    const rung = text('rung')
    return {
      result: {
        statedId: text('run'),
        name: plainText(text('name')),
        evalSetName: plainText(text('evalSet')),
        split: plainText(text('split')),
        recipe:
          rung === ''
            ? null
            : recipeOfFields(rung, Object.fromEntries(fields.map((field) => [field, plainText(text(field))]))),
        baseline: namesBaseline && text('baseline') !== '' ? text('baseline') : null,
        ...{ figures, examples: [], tags: [], notes: '' },
        rows: [{ row: row.row, queryId: null }],
      },
    }
  })
  if (namesBaseline) return read
  const baseline = baselineOf(read)
  return read.map((item) => ('result' in item ? { result: { ...item.result, baseline } } : item))
}

/** In tables of older versions: the one run without a difference, where the others have some. */
function baselineOf(read: readonly Read[]): string | null {
  const results = read.flatMap((item) => ('result' in item ? [item.result] : []))
  const without = results.filter(({ figures }) => figures.every(({ difference }) => difference === null))
  return without.length === 1 && results.length > 1 ? without[0]!.statedId : null
}

interface OpenRun {
  readonly name: string
  readonly baseline: string | null
  readonly figures: ExportedMetric[]
  readonly rows: StatedResult['rows'][number][]
}

/** The runs of a tidy table, one for each run that its rows name. */
export function readTidyTable({ rows }: Table): Read[] {
  const runs = new Map<string, OpenRun>()
  const refused: Read[] = []
  for (const row of rows) {
    const statedId = textOf(row, 'run')
    const metric = textOf(row, 'metric')
    const figure =
      statedId === '' || metric === ''
        ? 'The row does not name its run and measure.'
        : figureOf(row, { metric, value: 'value', prefix: '' })
    const run = runs.get(statedId)
    if (typeof figure === 'string') refused.push({ row, reason: figure })
    else if (run?.figures.some((known) => known.metric === metric))
      refused.push({ row, reason: `The run "${statedId}" already has a value of "${metric}"; the first one was kept.` })
    else {
      const taken = run ?? {
        name: plainText(textOf(row, 'name')),
        baseline: textOf(row, 'baseline') || null,
        figures: [],
        rows: [],
      }
      taken.figures.push(figure)
      taken.rows.push({ row: row.row, queryId: null })
      runs.set(statedId, taken)
    }
  }
  const results = [...runs].map(
    ([statedId, { name, baseline, figures, rows: ofRun }]): Read => ({
      result: {
        ...{ statedId, name, evalSetName: null, split: null, recipe: null, baseline },
        ...{ figures, examples: [], tags: [], notes: '', rows: ofRun },
      },
    }),
  )
  return [...results, ...refused]
}

/** @returns the figure, or the reason why its cells are none. */
function figureOf(row: TableRow, at: { metric: string; value: string; prefix: string }): ExportedMetric | string {
  const { metric, prefix } = at
  if (!metricDefinition(metric)) return `There is no measure "${metric.slice(0, 100)}".`
  const number = (column: string) => {
    const text = textOf(row, column)
    return text === '' ? null : Number(text)
  }
  const value = number(at.value)
  const ciLow = number(`${prefix}ciLow`)
  const ciHigh = number(`${prefix}ciHigh`)
  const n = number(`${prefix}n`)
  const difference = number(`${prefix}difference`)
  if ([value, ciLow, ciHigh, difference].some((figure) => figure !== null && !Number.isFinite(figure)))
    return `A figure of "${metric}" is not a number.`
  if (n === null || !Number.isSafeInteger(n) || n < 0) return `The n of "${metric}" is not a whole number.`
  const sharedN = number(`${prefix}difference n`)
  if (difference !== null && (sharedN === null || !Number.isSafeInteger(sharedN) || sharedN < 1))
    return `The difference of "${metric}" does not say how many questions it rests on.`
  const change = difference === null ? null : { value: difference, n: sharedN! }
  const verdict = verdictOfCells((column) => textOf(row, `${prefix}${column}`), change)
  if (verdict === undefined) return `The verdict of "${metric}" cannot be read.`
  // Quantiles are not means of differences: what stands there is of the verdict alone.
  const isMean = exampleDefinitions([metric]).length > 0 || !verdict?.evidence
  const figure = { metric, value, ciLow, ciHigh, n, unscored: 0, difference: isMean ? change : null }
  return verdict === null ? figure : { ...figure, verdict }
}

function textOf({ cells }: TableRow, column: string): string {
  const value = cellOf(cells, column)
  return value === null || value === undefined ? '' : String(value)
}

/** Takes off the apostrophe that keeps a spreadsheet from taking text for a formula. */
function plainText(text: string): string {
  return text.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/u, '')
}
