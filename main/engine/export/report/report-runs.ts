import { formatChange, formatFigure, formatInterval } from '../../../../shared/charts/format-figure.ts'
import type { ComparedRun, Comparison } from '../../../../shared/domain/comparison.ts'
import { describeRecipe } from '../../../../shared/domain/describe-recipe.ts'
import { formatP } from '../../../../shared/domain/describe-verdict.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { headlineMetrics } from '../headline-metrics.ts'
import { type PairedResult, pairedKey } from '../paired-result.ts'
import { runLetter } from '../run-letter.ts'
import { type Markup, markup } from './markup.ts'
import type { ReportData } from './report-data.ts'

type Definition = Comparison['metrics'][number]

/** Side by side, more runs do not fit on paper. */
const runsAcross = 4
/** Beyond these, a table of every measure is for a spreadsheet. */
export const mostRunsInFull = 12

/** The runs with the measures that stand for the comparison. */
export function runsTable(data: ReportData): Markup {
  const { comparison, recipes, results } = data
  const { quality, price } = headlineMetrics(comparison, 3)
  const columns = [...quality, ...price]
  const byKey = resultsByKey(results)
  return markup`<div class="scroll"><table>
<caption>Value, 95 % interval, and the change against the baseline${results.length > 0 ? ' with its adjusted p' : ''}. n is the number of questions the value rests on.</caption>
<thead><tr><th class="start">Run</th>${columns.map((metric) => markup`<th scope="col">${metricLabel(metric.name)}<small>${goodDirection(metric)}</small></th>`)}</tr></thead>
<tbody>${comparison.runs.map((compared, index) => {
    const { run } = compared
    const recipe = recipes[index] ?? null
    const words = recipe ? describeRecipe(recipe) : null
    const made = words
      ? run.name.includes(words.chunking)
        ? ''
        : [...new Set([words.chunking, words.search, words.embedding, words.model])].filter(Boolean).join(' · ')
      : 'made elsewhere'
    return markup`<tr${isBaseline(run.runId, comparison) ? markup` class="baseline"` : null}><th scope="row" class="wrap">${runLetter(index)}. ${run.name}<small>${[isBaseline(run.runId, comparison) ? 'baseline' : '', made].filter(Boolean).join(' · ')}</small></th>${columns.map((metric) => markup`<td>${figure(compared, metric, byKey)}</td>`)}</tr>\n`
  })}</tbody></table></div>`
}

/** Every measure of every run, a few runs side by side at a time. */
export function allMeasures({ comparison, results }: ReportData): Markup {
  const { runs, metrics } = comparison
  if (runs.length > mostRunsInFull)
    return markup`<p class="note">All ${metrics.length} measures of ${runs.length} runs are in the CSV, JSON and Parquet exports of this comparison.</p>`
  const byKey = resultsByKey(results)
  const groups = Array.from({ length: Math.ceil(runs.length / runsAcross) }, (_, group) =>
    runs.slice(group * runsAcross, (group + 1) * runsAcross),
  )
  return markup`${groups.map((group) => {
    const shown = metrics.filter(({ name }) => group.some((run) => estimateOf(run, name)?.value != null))
    return markup`<div class="scroll"><table class="across">
<thead><tr><th class="start">Measure</th>${group.map(({ run }) => markup`<th scope="col" class="wrap">${runLetter(runs.findIndex((other) => other.run === run))}. ${run.name}${isBaseline(run.runId, comparison) ? markup`<small>baseline</small>` : null}</th>`)}</tr></thead>
<tbody>${shown.map((metric) => markup`<tr><th scope="row">${metricLabel(metric.name)}</th>${group.map((run) => markup`<td>${figure(run, metric, byKey)}</td>`)}</tr>\n`)}</tbody></table></div>`
  })}`
}

function figure(run: ComparedRun, metric: Definition, byKey: ReadonlyMap<string, PairedResult>): Markup {
  const estimate = estimateOf(run, metric.name)
  if (!estimate || estimate.value === null) return markup`<span class="quiet">–</span>`
  const { value, ciLow, ciHigh, n, difference } = estimate
  const interval = formatInterval(ciLow, ciHigh, metric.unit)
  const result = byKey.get(pairedKey(run.run.runId, metric.name))
  const changed = difference ?? result?.evidence
  return markup`${formatFigure(value, metric.unit)}${interval === '' ? null : markup`<small>${interval}</small>`}${metric.kind === 'total' ? null : markup`<small>n ${n}</small>`}${changed ? markup`<small>${change(changed.value, metric, result)}</small>` : null}`
}

function change(value: number, { unit }: Definition, result: PairedResult | undefined): Markup {
  const words = formatChange(value, unit)
  if (!result) return markup`${words}`
  const p = ` ${formatP(result.evidence.adjustedP)}`
  if (result.word === 'notDecisive') return markup`<span class="quiet">${words}${p}</span>`
  return markup`<span class="${result.word === 'better' ? 'good' : 'bad'}">${result.word === 'better' ? '▲' : '▽'} ${words}${p}</span>`
}

function goodDirection({ better }: Definition): string {
  return better === 'none' ? '' : `${better} is better`
}

function estimateOf(run: ComparedRun, metric: string) {
  return run.metrics.find((estimate) => estimate.metric === metric)
}

function isBaseline(runId: string, { baseline }: Comparison): boolean {
  return runId === baseline
}

function resultsByKey(results: readonly PairedResult[]): Map<string, PairedResult> {
  return new Map(results.map((result) => [pairedKey(result.runId, result.metric), result]))
}
