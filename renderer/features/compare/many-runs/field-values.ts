import { compareRecipes, recipeFields } from '../../../../shared/domain/recipe-fields.ts'
import type { ListedRun, RunList } from '../../../../shared/domain/run-list.ts'

/** A setting that differs between the runs, with its values in their order. */
export interface ComparedField {
  readonly name: string
  readonly values: readonly string[]
}

/** A run with its figure and its settings. */
export interface FieldedRun {
  readonly run: ListedRun
  readonly value: number | null
  readonly n: number
  /** By name; what a run does not use is missing. */
  readonly fields: ReadonlyMap<string, string | null>
}

/** A field of more values is no axis that can be read. */
const mostValues = 12

/** The runs that are still there and share the questions of the first one; figures on other questions are no axis. */
export function fieldedRuns(list: RunList, runIds: readonly string[], metric: string): FieldedRun[] {
  const position = list.metrics.indexOf(metric)
  const wanted = new Set(runIds)
  const there = list.runs.filter(({ runId }) => wanted.has(runId))
  const first = there.find(({ runId }) => runId === runIds[0]) ?? there[0]
  return there
    .filter(({ evalSet, split }) => evalSet === first?.evalSet && split === first?.split)
    .map((run) => ({
      run,
      value: position < 0 ? null : (run.values[position] ?? null),
      n: position < 0 ? 0 : (run.counts[position] ?? 0),
      fields: run.recipe === null ? new Map() : recipeFields(list.recipes[run.recipe]!),
    }))
}

/** The settings of which the runs have at least two values, numbers in their order. */
export function comparedFields(runs: readonly FieldedRun[], list: RunList): ComparedField[] {
  const recipes = [...new Set(runs.flatMap(({ run }) => (run.recipe === null ? [] : [run.recipe])))]
  const { differing } = compareRecipes(recipes.map((recipe) => list.recipes[recipe]!))
  return [...differing].flatMap((name) => {
    const values = [...new Set(runs.flatMap(({ fields }) => fields.get(name) ?? []))]
    if (values.length < 2 || values.length > mostValues) return []
    const areNumbers = values.every((value) => value.trim() !== '' && !Number.isNaN(Number(value)))
    return [{ name, values: areNumbers ? values.toSorted((a, b) => Number(a) - Number(b)) : values.toSorted() }]
  })
}

/** The values that are chosen, by field; a run is lit when it has a chosen value of every field that has any. */
export type FieldBrush = ReadonlyMap<string, ReadonlySet<string>>

export function isLit({ fields }: FieldedRun, brush: FieldBrush): boolean {
  return [...brush].every(([name, values]) => values.has(fields.get(name) ?? ''))
}

/** The brush with these values chosen, or given up where all of them were. */
export function toggled(brush: FieldBrush, chosen: Readonly<Record<string, string>>): FieldBrush {
  const next = new Map(brush)
  const entries = Object.entries(chosen)
  const isChosen = entries.every(([name, value]) => next.get(name)?.size === 1 && next.get(name)!.has(value))
  for (const [name, value] of entries) {
    if (isChosen) next.delete(name)
    else next.set(name, new Set([value]))
  }
  return next
}
