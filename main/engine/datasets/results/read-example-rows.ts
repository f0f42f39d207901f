import { describeIssues } from '../../../../shared/domain/describe-issues.ts'
import { metricDefinition } from '../../../../shared/domain/metric.ts'
import { RunExample } from '../../../../shared/domain/run-example.ts'
import { type Cells, parseIfJson } from '../tables/cell-values.ts'
import type { Table, TableRow } from '../tables/table.ts'
import type { StatedExample, StatedResult } from './stated-result.ts'

type Read = { readonly result: StatedResult } | { readonly row: TableRow; readonly reason: string }

const columnsOfExamples = ['run', 'evalSet', 'split', 'queryId']

/** Whether a table holds one row for each run and example, as JSON lines and Parquet files of ours do. */
export function isExampleTable({ columns }: Pick<Table, 'columns'>): boolean {
  return (
    columnsOfExamples.every((column) => columns.includes(column)) &&
    columns.some((column) => column.startsWith('score.') || column === 'answers')
  )
}

interface OpenResult extends Omit<StatedResult, 'examples' | 'rows'> {
  readonly examples: StatedExample[]
  readonly rows: StatedResult['rows'][number][]
  readonly queryIds: Set<string>
}

/** The runs of such a table. A row is taken as a whole or not at all; of an example that a run has twice, the first row counts. */
export function readExampleRows({ rows }: Table): Read[] {
  const runs = new Map<string, OpenResult>()
  const refused: Read[] = []
  for (const row of rows) {
    const parsed = RunExample.safeParse(nested(row.cells))
    if (!parsed.success) {
      refused.push({
        row,
        reason: `The row cannot be read: ${describeIssues(parsed.error, 'the row').slice(0, 3).join('; ')}.`,
      })
      continue
    }
    const { run, name, evalSet, split, recipe, queryId, scores, latencyMs, triage, answers, retrieved } = parsed.data
    const unknown = Object.keys(scores).find((metric) => !metricDefinition(metric))
    const open: OpenResult = runs.get(run) ?? {
      ...{ statedId: run, name, evalSetName: evalSet, split, recipe, baseline: null, figures: [], tags: [], notes: '' },
      ...{ examples: [], rows: [], queryIds: new Set() },
    }
    if (unknown !== undefined) refused.push({ row, reason: `There is no measure "${unknown.slice(0, 100)}".` })
    else if (open.queryIds.has(queryId))
      refused.push({ row, reason: `The run "${run}" already has the example "${queryId}"; the first one was kept.` })
    else {
      runs.set(run, open)
      open.queryIds.add(queryId)
      open.rows.push({ row: row.row, queryId })
      open.examples.push({
        ...{ queryId, scores, latencyMs, triage, retrieved },
        answers: answers.filter((answer) => answer.queryId === queryId),
      })
    }
  }
  return [...[...runs.values()].map(({ queryIds: _, ...result }) => ({ result })), ...refused]
}

/** Columns such as `score.mrr` as objects; what other tools hold as text is read as the JSON that it is. */
function nested(cells: Cells): Record<string, unknown> {
  const scores: Record<string, unknown> = {}
  const latencyMs: Record<string, unknown> = {}
  const rest: Record<string, unknown> = { tags: [], answers: [], rung: null, recipe: null, name: cells.run }
  for (const [column, value] of Object.entries(cells)) {
    if (column.startsWith('score.')) scores[column.slice('score.'.length)] = value
    else if (column.startsWith('latencyMs.')) latencyMs[column.slice('latencyMs.'.length)] = value
    else if (['recipe', 'tags', 'answers', 'retrieved'].includes(column)) rest[column] = parseIfJson(value)
    else rest[column] = value
  }
  return {
    ...{ question: '', costUsd: null, triage: null, retrieved: null },
    ...rest,
    ...{ scores, latencyMs },
  }
}
