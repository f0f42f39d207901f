import { changeProfile } from '../../../../shared/charts/change-profile.ts'
import { type IntervalRow, intervalChart } from '../../../../shared/charts/interval-chart.ts'
import { latencyChart } from '../../../../shared/charts/latency-chart.ts'
import type { Comparison } from '../../../../shared/domain/comparison.ts'
import { latencyStages } from '../../../../shared/domain/metric.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { headlineMetrics } from '../headline-metrics.ts'
import { runLetter } from '../run-letter.ts'
import { chartSvg } from './chart-svg.ts'
import { type Markup, markup } from './markup.ts'
import type { ReportData } from './report-data.ts'

const width = 660
/** More rows than a page has room for say nothing. */
const mostRows = 40
const mostLatencyRuns = 4
const stageNames = {
  embedQuery: 'Embedding',
  search: 'Search',
  rerank: 'Rerank',
  assemble: 'Context',
  generate: 'Answer',
  total: 'Total',
} as const

/** The headline measures of all runs with their intervals. */
export function qualityCharts({ comparison }: ReportData): Markup {
  const { quality } = headlineMetrics(comparison, 2)
  return markup`${quality.map((metric) => {
    const rows = rowsOf(comparison, metric.name)
    if (rows.length === 0) return null
    const label = `${metricLabel(metric.name)} by run`
    return markup`<figure><figcaption>${label}<span>Square: value. Bar: 95 % interval. Dashed: the baseline.${leftOut(comparison.runs.length, mostRows)}</span></figcaption>${chartSvg(
      intervalChart({ width, rows, unit: metric.unit, axisName: `${metricLabel(metric.name)}, mean` }),
      label,
    )}</figure>`
  })}`
}

/** Times of every stage, for a few runs. */
export function latencyCharts({ comparison, latencies }: ReportData): Markup {
  const timed = comparison.runs.filter(({ run }) => (latencies.get(run.runId)?.size ?? 0) > 0)
  const letterOf = (runId: string) => runLetter(comparison.runs.findIndex(({ run }) => run.runId === runId))
  return markup`${timed.slice(0, mostLatencyRuns).map(({ run, metrics }) => {
    const figure = (name: string) => metrics.find(({ metric }) => metric === name)?.value ?? null
    const stages = latencyStages.flatMap((stage) => {
      const valuesMs = latencies.get(run.runId)?.get(stage)
      const p50 = figure(`latencyMs.${stage}.p50`)
      const p95 = figure(`latencyMs.${stage}.p95`)
      if (!valuesMs || valuesMs.length === 0 || p50 === null || p95 === null) return []
      return [{ name: stageNames[stage], note: `n ${valuesMs.length}`, valuesMs, p50, p95 }]
    })
    if (stages.length === 0) return null
    const label = `Latency by stage, ${letterOf(run.runId)}. ${run.name}`
    return markup`<figure><figcaption>${label}<span>Solid: p50. Dashed: p95. Both at the right.</span></figcaption>${chartSvg(latencyChart({ width, stages }), label)}</figure>`
  })}${timed.length > mostLatencyRuns ? markup`<p class="note">Shown for the first ${mostLatencyRuns} of ${timed.length} timed runs; p50 and p95 of all runs are in the tables.</p>` : null}`
}

/** One bar for each question, from the best change to the worst. */
export function profileChart(
  profile: readonly number[],
  counts: { wins: number; ties: number; losses: number },
  label: string,
): Markup {
  return chartSvg(changeProfile({ width, height: 64, profile, ...counts }), label)
}

function rowsOf({ runs, baseline }: Comparison, metric: string): IntervalRow[] {
  return runs
    .flatMap(({ run, metrics }, index): IntervalRow[] => {
      const estimate = metrics.find((candidate) => candidate.metric === metric)
      if (!estimate || estimate.value === null) return []
      const { value, ciLow: low, ciHigh: high, n } = estimate
      return [{ name: `${runLetter(index)}. ${run.name}`, value, low, high, n, isBaseline: run.runId === baseline }]
    })
    .sort((a, b) => Number(b.isBaseline) - Number(a.isBaseline) || b.value - a.value)
    .slice(0, mostRows)
}

function leftOut(runs: number, most: number): string {
  return runs > most ? ` The first ${most} of ${runs} runs.` : ''
}
