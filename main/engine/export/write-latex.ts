import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { ComparedMetric, Comparison } from '../../../shared/domain/comparison.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { headlineMetrics } from './headline-metrics.ts'
import { type PairedResult, pairedKey } from './paired-result.ts'

type Definition = Comparison['metrics'][number]

/**
 * A table for a paper: one row per run, the main measures as columns, value over interval and change, with marks for what
 * the paired tests found and a legend that says what the marks mean. Needs the package booktabs.
 */
export function writeLatex(comparison: Comparison, results: readonly PairedResult[]): string {
  const { runs, baseline } = comparison
  const { quality, price } = headlineMetrics(comparison)
  const columns = [...quality, ...price]
  const byKey = new Map(results.map((result) => [pairedKey(result.runId, result.metric), result]))
  const rows = runs.map(({ run, metrics }) => {
    const estimates = new Map(metrics.map((estimate) => [estimate.metric, estimate]))
    const name = `{${escapeLatex(run.name)}}${run.runId === baseline ? ' (baseline)' : ''}`
    const cells = columns.map((definition) =>
      cell(estimates.get(definition.name), definition, byKey.get(pairedKey(run.runId, definition.name))),
    )
    return { name, cells }
  })
  const heads = columns.map((definition) => `{${escapeLatex(metricLabel(definition.name))}${arrow(definition)}}`)
  return `${[
    '% Needs \\usepackage{booktabs}.',
    '\\begin{table}',
    '  \\centering',
    `  \\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '    \\toprule',
    `    ${['Run', ...heads].join(' & ')} \\\\`,
    '    \\midrule',
    ...rows.flatMap(({ name, cells }) => [
      `    ${[name, ...cells.map(({ value }) => value)].join(' & ')} \\\\`,
      ...(cells.some(({ below }) => below !== '')
        ? [`    ${['', ...cells.map(({ below }) => (below === '' ? '' : `{\\scriptsize ${below}}`))].join(' & ')} \\\\`]
        : []),
    ]),
    '    \\bottomrule',
    '  \\end{tabular}',
    `  \\caption{${caption(comparison, results)}}`,
    '\\end{table}',
  ].join('\n')}\n`
}

function cell(
  estimate: ComparedMetric | undefined,
  { unit }: Definition,
  result: PairedResult | undefined,
): { value: string; below: string } {
  if (!estimate || estimate.value === null) return { value: '--', below: '' }
  const { value, ciLow, ciHigh, difference } = estimate
  const changed = difference ?? result?.evidence
  const change = changed ? formatChange(changed.value, unit) : ''
  return {
    value: `${escapeLatex(formatFigure(value, unit))}${mark(result)}`,
    below: escapeLatex([formatInterval(ciLow, ciHigh, unit), change].filter((part) => part !== '').join(' ')),
  }
}

/** One sign for p < 0.05, two for p < 0.01, three for p < 0.001. */
function mark(result: PairedResult | undefined): string {
  if (!result || result.word === 'notDecisive') return ''
  const { adjustedP } = result.evidence
  const count = adjustedP < 0.001 ? 3 : adjustedP < 0.01 ? 2 : 1
  return `$^{${(result.word === 'better' ? '*' : '\\dagger').repeat(count)}}$`
}

function arrow({ better }: Definition): string {
  if (better === 'none') return ''
  return better === 'higher' ? '~$\\uparrow$' : '~$\\downarrow$'
}

function caption({ runs, baseline }: Comparison, results: readonly PairedResult[]): string {
  const base = runs.find(({ run }) => run.runId === baseline)?.run
  const sets = [...new Set(runs.map(({ run }) => `${run.evalSetName} (${run.split}), ${run.queries} questions`))]
  return [
    `${escapeLatex(sets.join('; '))}.`,
    'Brackets: 95\\,\\% intervals.',
    ...(base ? [`Signed figures: mean paired change against ${escapeLatex(base.name)}.`] : []),
    ...(results.length > 0
      ? [
          '$^{*}$ better, $^{\\dagger}$ worse than the baseline: paired randomisation test, adjusted by Holm; one sign for $p < 0.05$, two for $p < 0.01$, three for $p < 0.001$. Without a sign: not decisive, or not tested.',
        ]
      : []),
    '-- = not measured.',
  ].join(' ')
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '`': '\\textasciigrave{}',
  '−': '$-$',
  '±': '$\\pm$',
  '–': '--',
  α: '$\\alpha$',
  '×': '$\\times$',
}

/** Text as LaTeX shows it: no command, no comment and no new line of it comes alive. */
export function escapeLatex(text: string): string {
  return text
    .replace(/\p{Cc}|\s/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/[\\&%$#_{}~^<>|"`−±–α×]/gu, (character) => special[character]!)
}
