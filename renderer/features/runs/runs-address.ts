import { hasRetrieval } from '../../../shared/domain/rung.ts'
import type { GridSort } from '../../ui/data-grid/grid-column.ts'
import type { RunRow } from './run-row.ts'

/** What the address of the runs screen holds beside search and sort: one value per field. */
export const filterFields = ['evalSet', 'status', 'mode', 'chunking', 'tag', 'sweep'] as const
export type FilterField = (typeof filterFields)[number]
export type RunFilters = { readonly [Field in FilterField]?: string | undefined }

export const filterLabels: Readonly<Record<FilterField, string>> = {
  evalSet: 'Eval set',
  status: 'Status',
  mode: 'Search',
  chunking: 'Chunking',
  tag: 'Tag',
  sweep: 'Sweep',
}

export const statusLabels: Readonly<Record<RunRow['status'], string>> = {
  queued: 'Waiting',
  running: 'Running',
  finished: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/** `-ndcg@10,name`: the first decides, a minus sorts downwards. */
export function readSort(text: string | undefined): GridSort[] {
  if (!text) return []
  return text
    .split(',')
    .map((part) =>
      part.startsWith('-') ? { column: part.slice(1), descending: true } : { column: part, descending: false },
    )
}

export function writeSort(sorting: readonly GridSort[]): string | undefined {
  if (sorting.length === 0) return undefined
  return sorting.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join(',')
}

/** The values of a run that a filter can choose it by. */
export function filterValues(run: RunRow, field: FilterField): readonly string[] {
  switch (field) {
    case 'evalSet':
      return [run.evalSetName]
    case 'status':
      return [run.status]
    case 'mode':
      return [!hasRetrieval(run.recipe?.rung) ? 'none' : (run.recipe?.search.mode ?? 'imported')]
    case 'chunking':
      return run.recipe && hasRetrieval(run.recipe.rung) ? [run.recipe.chunking.kind] : []
    case 'tag':
      return run.tags
    case 'sweep':
      return run.sweepId === null ? [] : [run.sweepId]
  }
}

/** How a filter's value is shown. */
export function filterText(field: FilterField, value: string, runs: readonly RunRow[]): string {
  switch (field) {
    case 'status':
      return statusLabels[value as RunRow['status']] ?? value
    case 'mode':
      return value === 'fulltext' ? 'full-text' : value === 'none' ? 'no retrieval' : value
    case 'chunking':
      return value === 'none' ? 'whole documents' : value
    case 'sweep':
      return runs.find((run) => run.sweepId === value)?.sweepName ?? value.slice(0, 8)
    default:
      return value
  }
}

/** Runs that pass every filter and hold every word of the search. */
export function filterRuns(runs: readonly RunRow[], filters: RunFilters, search: string): RunRow[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean)
  const chosen = filterFields.filter((field) => filters[field] !== undefined)
  return runs.filter(
    (run) =>
      chosen.every((field) => filterValues(run, field).includes(filters[field]!)) &&
      words.every((word) => run.searchText.includes(word)),
  )
}
