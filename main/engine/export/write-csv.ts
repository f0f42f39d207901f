import { stringify } from 'csv-stringify/sync'
import type { ComparedRun, Comparison } from '../../../shared/domain/comparison.ts'
import type { Recipe } from '../../../shared/domain/recipe.ts'
import { recipeFields } from './recipe-fields.ts'

type Cell = string | number | null

/**
 * One row per run: name, recipe fields, then value, interval and n of each measure, and the difference to the baseline
 * with the number of shared examples where there is one. Empty cell = missing, never 0. Text that a spreadsheet would take for a formula is escaped.
 */
export function writeWideCsv({ runs, metrics, baseline }: Comparison): string {
  const fields = [
    ...new Set(
      runs.flatMap(({ run }) => {
        const recipe = recipeOf(run)
        return recipe ? Object.keys(recipeFields(recipe)) : []
      }),
    ),
  ]
  const header = [
    ...['run', 'name', 'rung', 'evalSet', 'split', 'status'],
    ...fields,
    ...metrics.flatMap(({ name }) => [
      name,
      `${name} ciLow`,
      `${name} ciHigh`,
      `${name} n`,
      ...(baseline ? [`${name} difference`, `${name} difference n`] : []),
    ]),
  ]
  const rows = runs.map(({ run, metrics: estimates }): Cell[] => {
    const byName = new Map(estimates.map((estimate) => [estimate.metric, estimate]))
    const recipe = recipeOf(run)
    const values = recipe ? recipeFields(recipe) : {}
    return [
      ...[run.runId, run.name, recipeOf(run)?.rung ?? null, run.evalSetName, run.split, run.status],
      ...fields.map((field) => values[field] ?? null),
      ...metrics.flatMap(({ name }): Cell[] => {
        const estimate = byName.get(name)
        const cells: Cell[] = [
          estimate?.value ?? null,
          estimate?.ciLow ?? null,
          estimate?.ciHigh ?? null,
          estimate?.n ?? null,
        ]
        return baseline ? [...cells, estimate?.difference?.value ?? null, estimate?.difference?.n ?? null] : cells
      }),
    ]
  })
  return csv([header, ...rows])
}

/** One row per run and measure: `run,name,rung,metric,value,ciLow,ciHigh,n`. */
export function writeTidyCsv({ runs }: Comparison): string {
  const rows = runs.flatMap(({ run, metrics }) =>
    metrics.map(({ metric, value, ciLow, ciHigh, n }): Cell[] => [
      run.runId,
      run.name,
      recipeOf(run)?.rung ?? null,
      metric,
      value,
      ciLow,
      ciHigh,
      n,
    ]),
  )
  return csv([['run', 'name', 'rung', 'metric', 'value', 'ciLow', 'ciHigh', 'n'], ...rows])
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
