import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { ExportedComparison, ExportedMetric } from '../../../shared/domain/comparison.ts'
import { formatP } from '../../../shared/domain/describe-verdict.ts'
import { verdictWord } from '../../../shared/domain/verdict-cells.ts'

type Definition = ExportedComparison['metrics'][number]

/**
 * A Markdown table: one row per run, one column per measure, with interval and n; the baseline is marked. Where paired
 * tests were made, a second table says what they found, one row for each run and measure.
 */
export function writeMarkdown(comparison: ExportedComparison): string {
  const { runs, metrics, baseline } = comparison
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
  return `${[...table(header, rows, 3), ...againstBaseline(comparison)].join('\n')}\n`
}

function cell(estimate: ExportedMetric | undefined, definition: Definition): string {
  if (!estimate || estimate.value === null) return '–'
  const { ciLow, ciHigh, n, difference } = estimate
  const { unit } = definition
  const value = formatFigure(estimate.value, unit)
  const interval = formatInterval(ciLow, ciHigh, unit)
  const count = definition.kind === 'total' ? '' : `, n ${n}`
  const change = difference ? ` (${formatChange(difference.value, unit)})` : ''
  return `${[value, interval].filter((part) => part !== '').join(' ')}${count}${change}`
}

function againstBaseline({ runs, metrics, baseline }: ExportedComparison): string[] {
  const units = new Map(metrics.map(({ name, unit }) => [name, unit]))
  const rows = runs.flatMap(({ run, metrics: estimates }) =>
    estimates.flatMap(({ metric, verdict }) => {
      if (!verdict) return []
      const { evidence } = verdict
      const place = [run.runId, run.name, metric, verdictWord(verdict)]
      if (!evidence) return [[...place, '–', '–', '–', '–', '–']]
      const { value, ciLow, ciHigh, n, p, adjustedP, familySize, furtherExamples } = evidence
      const unit = units.get(metric) ?? 'fraction'
      return [
        [
          ...place,
          [formatChange(value, unit), formatInterval(ciLow, ciHigh, unit)].filter(Boolean).join(' '),
          String(n),
          formatP(p),
          `${formatP(adjustedP)} of ${familySize}`,
          verdict.word !== 'notDecisive' || furtherExamples === null ? '–' : furtherExamples.toLocaleString('en-US'),
        ],
      ]
    }),
  )
  if (rows.length === 0) return []
  const base = runs.find(({ run }) => run.runId === baseline)?.run
  const header = ['run', 'recipe', 'measure', 'verdict', 'difference', 'shared', 'p', 'p by Holm', 'further questions']
  return [
    '',
    `Against the baseline${base ? `, ${escapeCell(base.name)}` : ''}: paired difference with its 95 % interval over the shared questions; p by Holm counts all finished runs on them; further questions until a difference of 0.02 would show 4 times in 5.`,
    '',
    ...table(header, rows, 4),
  ]
}

/** @param words how many columns from the left are text. */
function table(header: readonly string[], rows: readonly (readonly string[])[], words: number): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`
  return [
    line(header),
    `| ${header.map((_, column) => (column < words ? '---' : '---:')).join(' | ')} |`,
    ...rows.map(line),
  ]
}

/** Names and ids are imported text: a pipe or a line break must not break the table, nor HTML come alive. */
function escapeCell(text: string): string {
  return text.replace(/[\\|`*<>[\]]/g, '\\$&').replace(/\s+/g, ' ')
}
