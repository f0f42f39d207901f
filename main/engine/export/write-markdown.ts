import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { ComparedMetric, Comparison } from '../../../shared/domain/comparison.ts'

/** A Markdown table: one row per run, one column per measure, with interval and n; the baseline is marked. */
export function writeMarkdown({ runs, metrics, baseline }: Comparison): string {
  const header = ['run', 'recipe', 'eval set', ...metrics.map(({ name }) => name)]
  const rows = runs.map(({ run, metrics: estimates }) => {
    const byName = new Map(estimates.map((estimate) => [estimate.metric, estimate]))
    return [
      run.runId === baseline ? `${run.runId} (baseline)` : run.runId,
      run.name,
      `${run.evalSetName} (${run.split})`,
      ...metrics.map((definition) => cell(byName.get(definition.name), definition)),
    ]
  })
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`
  return `${[
    line(header),
    `| ${header.map((_, column) => (column < 3 ? '---' : '---:')).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n')}\n`
}

function cell(estimate: ComparedMetric | undefined, definition: Comparison['metrics'][number]): string {
  if (!estimate || estimate.value === null) return '–'
  const { ciLow, ciHigh, n, difference } = estimate
  const { unit } = definition
  const value = formatFigure(estimate.value, unit)
  const interval = formatInterval(ciLow, ciHigh, unit)
  const count = definition.kind === 'total' ? '' : `, n ${n}`
  const change = difference ? ` (${formatChange(difference.value, unit)})` : ''
  return `${[value, interval].filter((part) => part !== '').join(' ')}${count}${change}`
}

/** Names and ids are imported text: a pipe or a line break must not break the table, nor HTML come alive. */
function escapeCell(text: string): string {
  return text.replace(/[\\|`*<>[\]]/g, '\\$&').replace(/\s+/g, ' ')
}
