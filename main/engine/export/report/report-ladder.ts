import { formatFigure, formatInterval } from '../../../../shared/charts/format-figure.ts'
import { frontierChart } from '../../../../shared/charts/frontier-chart.ts'
import { frontierPoints, usualAxis } from '../../../../shared/charts/frontier-points.ts'
import { volumeChart } from '../../../../shared/charts/volume-chart.ts'
import type { LadderReport } from '../../../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { rungLabel } from '../../../../shared/domain/rung-label.ts'
import { breakEvenSentences, isEveryRunFree, volumeCosts, volumeNotes } from '../../../../shared/domain/volume-costs.ts'
import { chartSvg } from './chart-svg.ts'
import { type Markup, markup } from './markup.ts'

const width = 900
const height = 300
const volumeHeight = 240

/** The ladder: what the evidence comes to, the four rungs, the steps between them, the frontier of cost and quality, and cost by volume. */
export function ladderSection(report: LadderReport): Markup {
  const { headline, detail, steps, runs, metric, queriesPerMonth, rungs, terms } = report
  const label = metricLabel(metric)
  const volume = queriesPerMonth.toLocaleString('en-US')
  const limits = [
    terms.maxLatencyP95Ms === null ? '' : `p95 at most ${formatFigure(terms.maxLatencyP95Ms, 'ms')}`,
    terms.maxMonthlyUsd === null ? '' : `at most ${formatFigure(terms.maxMonthlyUsd, 'usd')} a month`,
  ].filter(Boolean)
  return markup`<h2>Ladder</h2>
<p><strong>${headline}.</strong>${detail ? ` ${detail}.` : ''} All finished runs on these questions count, by ${label}, at ${volume} queries a month${limits.length > 0 ? `; ${limits.join(', ')}` : ''}.</p>
<div class="scroll"><table class="whole"><thead><tr><th class="start">Rung</th><th>${label}</th><th>Cost a month</th><th>p95</th><th class="start">Best run</th></tr></thead>
<tbody>${rungs.map(({ rung, best, quality, monthlyUsd, latencyP95Ms, eligibleRunIds }) => {
    if (best === null || quality === null)
      return markup`<tr><th scope="row">${rungLabel[rung]}</th><td class="quiet">evidence missing</td><td class="quiet">–</td><td class="quiet">–</td><td class="start quiet">–</td></tr>\n`
    const run = runs.find(({ runId }) => runId === best)
    const interval = run?.quality ? formatInterval(run.quality.ciLow, run.quality.ciHigh, 'fraction') : ''
    return markup`<tr><th scope="row">${rungLabel[rung]}</th><td>${formatFigure(quality.value, 'fraction')}${interval ? markup`<small>${interval}</small>` : null}<small>n ${quality.n}</small></td><td>${monthlyUsd === null ? 'not known' : formatFigure(monthlyUsd, 'usd')}</td><td>${latencyP95Ms === null ? 'not known' : formatFigure(latencyP95Ms, 'ms')}</td><td class="start">${run?.name ?? best}<small class="wrap"><code>${best}</code>, picked from ${eligibleRunIds.length}</small></td></tr>\n`
  })}</tbody></table></div>
<ul>${steps.map(({ sentence }) => markup`<li>${sentence}</li>`)}</ul>
${frontierFigure(report, label, volume)}
${volumeFigure(report, volume)}`
}

function frontierFigure({ runs, terms }: LadderReport, label: string, volume: string): Markup | null {
  const scored = runs.filter(({ quality }) => quality !== null)
  const axis = usualAxis(runs, isEveryRunFree(scored))
  const points = frontierPoints(runs, axis, rungLabel)
  const unknown = scored.length - points.length
  const leftOut =
    unknown === 0 ? '' : ` Not drawn, because their ${axis} is not known: ${unknown} of ${runs.length} runs.`
  if (points.length === 0) return leftOut ? markup`<p class="note">${leftOut.trim()}</p>` : null
  const title = `${axis === 'cost' ? 'Cost' : 'Latency'} and quality of ${points.length} ${points.length === 1 ? 'run' : 'runs'}`
  const chart = frontierChart({
    width,
    height,
    axis,
    points,
    metricLabel: label,
    xName: axis === 'cost' ? `Cost a month at ${volume} queries, log scale` : 'p95 of a whole query, log scale',
    limit: axis === 'cost' ? terms.maxMonthlyUsd : terms.maxLatencyP95Ms,
  })
  return markup`<figure><figcaption>${title}<span>● Prompt ■ RAG ▲ Fine-tune ◆ Hybrid; bar: 95 % interval; line: frontier.${leftOut}</span></figcaption>${chartSvg(chart, title)}</figure>`
}

/** What the best runs cost at other volumes; sentences alone where no line can be drawn. */
function volumeFigure({ runs, standOn, queriesPerMonth }: LadderReport, volume: string): Markup {
  const costs = volumeCosts(runs)
  const sentences = costs.hasCost ? breakEvenSentences(costs, standOn) : []
  const below = [...sentences, ...volumeNotes(costs, runs)].join(' ')
  const note = below ? markup`<p class="note">${below}</p>` : null
  if (!costs.hasCost) return markup`${note}`
  const title = "Monthly cost of each rung's best run by volume"
  const chart = volumeChart({ width, height: volumeHeight, ...costs, queriesPerMonth })
  return markup`<figure><figcaption>${title}<span>Line down: ${volume} queries a month; open circles: two cost the same.</span></figcaption>${chartSvg(chart, title)}</figure>
${note}`
}
