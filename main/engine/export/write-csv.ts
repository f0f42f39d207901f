import { stringify } from 'csv-stringify/sync'
import type { ComparedRun, ExportedComparison, ExportedMetric } from '../../../shared/domain/comparison.ts'
import type { Recipe } from '../../../shared/domain/recipe.ts'
import { verdictCells, verdictColumns } from '../../../shared/domain/verdict-cells.ts'
import { recipeFields } from './recipe-fields.ts'

type Cell = string | number | null

/**
 * One row per run: name, recipe fields, then value, interval and n of each measure; with a baseline also its id, the
 * difference to it with the number of shared examples, and what the paired test says where one was made. Empty cell =
 * missing, never 0. Text that a spreadsheet would take for a formula is escaped.
 */
export function writeWideCsv({ runs, metrics, baseline }: ExportedComparison): string {
  const fields = [
    ...new Set(
      runs.flatMap(({ run }) => {
        const recipe = recipeOf(run)
        return recipe ? Object.keys(recipeFields(recipe)) : []
      }),
    ),
  ]
  const judged = new Set(runs.flatMap((run) => run.metrics.flatMap(({ metric, verdict }) => (verdict ? [metric] : []))))
  const header = [
    ...['run', 'name', 'rung', 'evalSet', 'split', 'status'],
    ...(baseline ? ['baseline'] : []),
    ...fields,
    ...metrics.flatMap(({ name }) => [
      name,
      `${name} ciLow`,
      `${name} ciHigh`,
      `${name} n`,
      ...(baseline ? [`${name} difference`, `${name} difference n`] : []),
      ...(judged.has(name) ? verdictColumns.map((column) => `${name} ${column}`) : []),
    ]),
  ]
  const rows = runs.map(({ run, metrics: estimates }): Cell[] => {
    const byName = new Map(estimates.map((estimate) => [estimate.metric, estimate]))
    const recipe = recipeOf(run)
    const values = recipe ? recipeFields(recipe) : {}
    return [
      ...[run.runId, run.name, recipeOf(run)?.rung ?? null, run.evalSetName, run.split, run.status],
      ...(baseline ? [baseline] : []),
      ...fields.map((field) => values[field] ?? null),
      ...metrics.flatMap(({ name }): Cell[] => {
        const estimate = byName.get(name)
        return [
          ...[estimate?.value ?? null, estimate?.ciLow ?? null, estimate?.ciHigh ?? null, estimate?.n ?? null],
          ...(baseline ? differenceCells(estimate) : []),
          ...(judged.has(name) ? verdictCells(estimate?.verdict ?? null) : []),
        ]
      }),
    ]
  })
  return csv([header, ...rows])
}

/** One row per run and measure: `run,name,rung,metric,value,ciLow,ciHigh,n`; with a baseline what follows from it. */
export function writeTidyCsv({ runs, baseline }: ExportedComparison): string {
  const rows = runs.flatMap(({ run, metrics }) =>
    metrics.map((estimate): Cell[] => {
      const { metric, value, ciLow, ciHigh, n } = estimate
      return [
        ...[run.runId, run.name, recipeOf(run)?.rung ?? null, metric, value, ciLow, ciHigh, n],
        ...(baseline ? [baseline, ...differenceCells(estimate), ...verdictCells(estimate.verdict ?? null)] : []),
      ]
    }),
  )
  const header = ['run', 'name', 'rung', 'metric', 'value', 'ciLow', 'ciHigh', 'n']
  const compared = baseline ? ['baseline', 'difference', 'difference n', ...verdictColumns] : []
  return csv([[...header, ...compared], ...rows])
}

function differenceCells(estimate: ExportedMetric | undefined): [Cell, Cell] {
  const difference = estimate?.difference ?? estimate?.verdict?.evidence
  return [difference?.value ?? null, difference?.n ?? null]
}

/** Its own recipe, or the one that the file of a run made elsewhere holds. */
function recipeOf(run: ComparedRun['run']): Recipe | null {
  return run.recipe ?? run.provenance?.origin?.recipe ?? null
}

function csv(rows: readonly (readonly Cell[])[]): string {
  // Numbers are ours and may be negative; only text can be somebody's formula.
  const escaped = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? withoutFormula(cell) : cell)))
  return stringify(escaped, { record_delimiter: '\n', cast: { number: String } })
}

/** What begins like an escaped formula is escaped as well, so that reading takes one apostrophe off and nothing else. */
function withoutFormula(text: string): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text
}
