import { formatFigure, formatInterval } from '../../shared/charts/format-figure.ts'
import { describeAdvice } from '../../shared/domain/describe-advice.ts'
import type { LadderReport } from '../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../shared/domain/metric-label.ts'
import { rungLabel } from '../../shared/domain/rung-label.ts'
import { plainTable } from './plain-table.ts'

/** A ladder for a terminal: the verdict, what was asked, the four rungs, the steps, what would change it, what to try. */
export function ladderLines(report: LadderReport): string {
  const { headline, detail, steps, advice, wouldChange } = report
  const list = (title: string, sentences: readonly string[]) =>
    sentences.length === 0 ? [] : ['', `${title}:`, ...sentences.map((sentence) => `  ${sentence}`)]
  return [
    headline,
    ...(detail ? [detail] : []),
    '',
    ...askedLines(report),
    '',
    rungTable(report).trimEnd(),
    ...list(
      'Steps',
      steps.map(({ sentence }) => sentence),
    ),
    ...list(
      'Would change this advice',
      wouldChange.map(({ sentence }) => sentence),
    ),
    ...list(
      'Try next',
      advice.map((each) => `${rungLabel[each.rung]}: ${each.sentence} (${describeAdvice(each)}; run ${each.runId})`),
    ),
  ].join('\n')
}

function askedLines(report: LadderReport): string[] {
  const { evalSetName, split, questions, metric, queriesPerMonth, setupMonths, terms } = report
  const { leastWorthwhileGain, worthOfGain, maxMonthlyUsd, maxLatencyP95Ms } = terms
  const usd = (value: number) => formatFigure(value, 'usd')
  const asked = [
    worthOfGain === null
      ? `least gain ${leastWorthwhileGain}`
      : `0.1 is worth ${usd((worthOfGain.usdPer1kQueries * 0.1) / worthOfGain.gain)} per 1,000 queries`,
    maxMonthlyUsd === null ? 'no budget' : `at most ${usd(maxMonthlyUsd)} a month`,
    maxLatencyP95Ms === null ? 'no p95 limit' : `p95 at most ${formatFigure(maxLatencyP95Ms, 'ms')}`,
  ]
  return [
    `Questions  ${evalSetName}/${split}, ${questions.toLocaleString('en-US')}`,
    `Measure    ${metricLabel(metric)}${metricLabel(metric) === metric ? '' : ` (${metric})`}`,
    `Volume     ${queriesPerMonth.toLocaleString('en-US')} queries a month, set-up over ${setupMonths} months`,
    `Asked      ${asked.join(', ')}`,
  ]
}

/** The rungs under one another; `>` marks the one that the evidence stands on. */
function rungTable({ rungs, runs, metric, standOn }: LadderReport): string {
  return plainTable(
    ['  Rung', 'Best run', metricLabel(metric), '95 % interval', 'n', 'A month', 'p95'],
    rungs.map(({ rung, best, eligibleRunIds }) => {
      const name = `${rung === standOn ? '>' : ' '} ${rungLabel[rung]}`
      const run = runs.find(({ runId }) => runId === best)
      if (!run?.quality) return [name, 'evidence missing', '–', '–', '–', '–', '–']
      const { quality, monthlyUsd, latencyP95Ms } = run
      return [
        ...[name, `${best}, ${eligibleRunIds.length === 1 ? 'the only run' : `picked from ${eligibleRunIds.length}`}`],
        formatFigure(quality.value, 'fraction'),
        formatInterval(quality.ciLow, quality.ciHigh, 'fraction') || '–',
        quality.n.toLocaleString('en-US'),
        monthlyUsd === null ? 'not known' : formatFigure(monthlyUsd, 'usd'),
        latencyP95Ms === null ? 'not known' : formatFigure(latencyP95Ms.value, 'ms'),
      ]
    }),
    2,
  )
}
