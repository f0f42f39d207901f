import { formatChange, formatFigure } from '../../../../shared/charts/format-figure.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import type { ComparedQuery } from '../../../../shared/domain/results.ts'
import { headlineMetrics } from '../headline-metrics.ts'
import { runLetter } from '../run-letter.ts'
import { type Markup, markup } from './markup.ts'
import { profileChart } from './report-charts.ts'
import type { ReportChanges, ReportData } from './report-data.ts'

/** Where each run got worse, then where it got better; empty without a baseline. */
export function changesSection(data: ReportData): Markup | null {
  const { comparison, changes } = data
  const metric = headlineMetrics(comparison).quality[0]
  const base = comparison.runs.find(({ run }) => run.runId === comparison.baseline)?.run
  if (changes.length === 0 || !metric || !base) return null
  const label = metricLabel(metric.name)
  const runName = (runId: string) => {
    const index = comparison.runs.findIndex(({ run }) => run.runId === runId)
    return `${runLetter(index)}. ${comparison.runs[index]!.run.name}`
  }
  return markup`<h2>Question by question</h2>
<p>${label} of each run against the baseline, ${base.name}, on the questions that both scored.</p>
${changes.map((change) => oneRun(change, runName(change.runId), metric))}`
}

function oneRun(
  { tally, losses, wins }: ReportChanges,
  name: string,
  metric: { readonly name: string; readonly unit: Parameters<typeof formatFigure>[1]; readonly better: string },
): Markup {
  if (tally.notComparable !== null)
    return markup`<h3>${name}</h3><p class="note">${notComparableWords[tally.notComparable]}</p>`
  const counts = `${count(tally.wins, 'win', 'wins')}, ${count(tally.ties, 'tie', 'ties')}, ${count(tally.losses, 'loss', 'losses')}`
  return markup`<h3>${name}</h3>
<figure><figcaption>${counts}<span>n = ${tally.n} shared questions; one bar for each${tally.profile.length < tally.n ? ` of ${tally.profile.length} taken evenly` : ''}, from the best change to the worst.</span></figcaption>
${profileChart(tally.profile, tally, `Changes of ${name}: ${counts}`)}</figure>
${list('Worse', losses, tally.losses, metric)}${list('Better', wins, tally.wins, metric)}`
}

const notComparableWords = {
  evalSet: 'Not comparable: it was run on other questions, or on another state of them.',
  split: 'Not comparable: it was run on another split.',
  notScored: 'Not comparable: one of the two has no values of this measure.',
} as const

function list(
  title: string,
  queries: readonly ComparedQuery[],
  total: number,
  { unit }: { readonly unit: Parameters<typeof formatFigure>[1] },
): Markup | null {
  if (total === 0) return null
  const rest = total - queries.length
  return markup`<div class="scroll"><table>
<caption>${title}: ${rest > 0 ? `${queries.length} of ${total} questions, the largest changes first; ${rest} more` : count(total, 'question', 'questions')}</caption>
<thead><tr><th class="start">Question</th><th scope="col">Baseline</th><th scope="col">Run</th><th scope="col">Change</th></tr></thead>
<tbody>${queries.map(({ queryId, text, values }) => {
    const [base, own] = values
    const both = base != null && own != null
    return markup`<tr><td class="start">${text}<small><code>${queryId}</code></small></td><td>${base == null ? '–' : formatFigure(base, unit)}</td><td>${own == null ? '–' : formatFigure(own, unit)}</td><td>${both ? formatChange(own - base, unit) : '–'}</td></tr>\n`
  })}</tbody></table></div>`
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
