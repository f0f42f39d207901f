import { scaleLinear, scaleLog } from 'd3-scale'
import type { Chart, ChartMark, ChartPoint, RungTone } from './chart.ts'
import { formatFigure, formatInterval } from './format-figure.ts'

/** A run at a volume. */
export interface FrontierPoint {
  readonly key: string
  readonly name: string
  readonly rung: RungTone
  readonly rungLabel: string
  readonly monthlyUsd: number
  /** 0–1, higher is better. */
  readonly quality: number
  readonly low: number | null
  readonly high: number | null
  readonly n: number
  readonly onFrontier: boolean
  readonly isBestOfRung: boolean
  /** It breaks a limit of the user's. */
  readonly isDimmed: boolean
}

export interface FrontierChartOptions {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Runs whose cost and quality are known. */
  readonly points: readonly FrontierPoint[]
  readonly metricLabel: string
  readonly xName: string
  readonly budgetUsd: number | null
}

const margin = { top: 22, right: 16, bottom: 36, left: 38 }
/** Where runs stand that cost nothing: a logarithmic axis has no 0. */
const gutter = 48

/**
 * Quality with its interval against cost on a logarithmic axis, the frontier as a step line. Runs at $0 stand in a gutter of
 * their own, left of the axis.
 */
export function frontierChart(options: FrontierChartOptions): Chart {
  const { width, height, points, metricLabel, xName, budgetUsd } = options
  const positive = [...points.map(({ monthlyUsd }) => monthlyUsd), budgetUsd ?? 0].filter((usd) => usd > 0)
  const hasFree = points.some(({ monthlyUsd }) => monthlyUsd === 0)
  const left = margin.left + (hasFree ? gutter : 0)
  const right = Math.max(left + 1, width - margin.right)
  const log = scaleLog([Math.min(...positive, 1e12) / 1.6, Math.max(...positive, 0) * 1.6], [left, right])
  const x = (usd: number) => (usd > 0 ? log(usd) : margin.left + gutter / 2)
  const bounds = points.flatMap(({ quality, low, high }) => [low ?? quality, high ?? quality])
  const y = scaleLinear([Math.min(...bounds, 1), Math.max(...bounds, 0)], [height - margin.bottom, margin.top]).nice(5)
  const bottom = height - margin.bottom
  const marks: ChartMark[] = []
  for (const tick of y.ticks(5)) {
    marks.push(
      { kind: 'line', x1: margin.left, x2: right, y1: y(tick), y2: y(tick), tone: 'grid' },
      { kind: 'text', x: margin.left - 6, y: y(tick) + 4, text: String(tick), tone: 'muted', anchor: 'end' },
    )
  }
  marks.push({
    kind: 'text',
    x: margin.left,
    y: 11,
    text: `${metricLabel}, 95% interval`,
    tone: 'muted',
    anchor: 'start',
  })
  marks.push({ kind: 'text', x: right, y: height - 3, text: xName, tone: 'muted', anchor: 'end' })
  if (hasFree) {
    const middle = margin.left + gutter / 2
    marks.push(
      {
        kind: 'rect',
        x: margin.left,
        y: margin.top,
        width: gutter - 8,
        height: bottom - margin.top,
        tone: 'grid',
        opacity: 0.5,
      },
      { kind: 'text', x: middle - 4, y: bottom + 15, text: '$0.00', tone: 'muted', anchor: 'middle' },
    )
  }
  if (positive.length > 0) marks.push(...costTicks())
  if (budgetUsd !== null) {
    marks.push(
      { kind: 'line', x1: x(budgetUsd), x2: x(budgetUsd), y1: margin.top, y2: bottom, tone: 'axis', dash: '4 3' },
      {
        kind: 'text',
        x: x(budgetUsd) - 4,
        y: margin.top + 8,
        text: `limit ${formatFigure(budgetUsd, 'usd')}`,
        tone: 'muted',
        anchor: 'end',
      },
    )
  }
  marks.push(...frontierLine())
  const ordered = points.toSorted((a, b) => Number(a.isBestOfRung) - Number(b.isBestOfRung))
  for (const point of ordered) marks.push(...pointMarks(point))
  return { width, height, marks, points: chartPoints(), table: tableOf(options) }

  function costTicks(): ChartMark[] {
    const ticks = log.ticks(5).filter((tick) => /^[125]/.test(tick.toExponential()))
    const every = Math.max(1, Math.ceil(ticks.length / Math.max(1, (right - left) / 58)))
    return ticks
      .filter((_, index) => index % every === 0)
      .map((tick) => ({
        kind: 'text',
        x: log(tick),
        y: bottom + 15,
        text: tick >= 1 ? `$${tick.toLocaleString('en-US')}` : formatFigure(tick, 'usd'),
        tone: 'muted',
        anchor: 'middle',
      }))
  }

  function frontierLine(): ChartMark[] {
    const steps = points
      .filter(({ onFrontier }) => onFrontier)
      .toSorted((a, b) => a.monthlyUsd - b.monthlyUsd || a.quality - b.quality)
    if (steps.length === 0) return []
    const [first, ...rest] = steps
    const path = rest.map((point) => `H${x(point.monthlyUsd)}V${y(point.quality)}`).join('')
    const d = `M${x(first!.monthlyUsd)} ${y(first!.quality)}${path}H${right}`
    return [{ kind: 'path', d, tone: 'muted', fill: false, width: 1.5 }]
  }

  function pointMarks(point: FrontierPoint): ChartMark[] {
    const [px, py] = [x(point.monthlyUsd), y(point.quality)]
    const opacity = point.isDimmed ? 0.25 : point.isBestOfRung ? 1 : 0.62
    const d = shapeOf(point.rung, px, py, point.isBestOfRung ? 5.5 : 3.5)
    const marks: ChartMark[] = [{ kind: 'path', d, tone: point.rung, fill: true, opacity }]
    if (point.low !== null && point.high !== null) {
      const bar = `M${px} ${y(point.low)}V${y(point.high)}`
      marks.unshift({ kind: 'path', d: bar, tone: point.rung, fill: false, opacity, width: 1.5 })
    }
    if (!point.isBestOfRung) return marks
    const atEnd = px > (left + right) / 2
    const text = `${point.rungLabel} ${formatFigure(point.quality, 'fraction')}`
    return [
      ...marks,
      {
        kind: 'text',
        x: px + (atEnd ? -9 : 9),
        y: py - 8,
        text,
        tone: 'text',
        anchor: atEnd ? 'end' : 'start',
        strong: true,
      },
    ]
  }

  function chartPoints(): ChartPoint[] {
    return points
      .toSorted((a, b) => a.monthlyUsd - b.monthlyUsd || a.quality - b.quality)
      .map((point) => ({
        x: x(point.monthlyUsd),
        y: y(point.quality),
        series: 0,
        key: point.key,
        label: `${point.rungLabel}, ${point.name}: ${formatFigure(point.quality, 'fraction')} ${formatInterval(point.low, point.high, 'fraction')}, n = ${point.n}, ${formatFigure(point.monthlyUsd, 'usd')} a month${point.isDimmed ? ', outside your limits' : ''}`,
      }))
  }
}

/** Circle, square, triangle, diamond: colour never works alone. */
function shapeOf(rung: RungTone, x: number, y: number, size: number): string {
  switch (rung) {
    case 'prompt':
      return `M${x - size} ${y}a${size} ${size} 0 1 0 ${size * 2} 0a${size} ${size} 0 1 0 ${-size * 2} 0Z`
    case 'rag':
      return `M${x - size} ${y - size}h${size * 2}v${size * 2}h${-size * 2}Z`
    case 'finetune':
      return `M${x} ${y - size * 1.1}L${x + size * 1.1} ${y + size}H${x - size * 1.1}Z`
    case 'hybrid':
      return `M${x} ${y - size * 1.3}L${x + size * 1.3} ${y}L${x} ${y + size * 1.3}L${x - size * 1.3} ${y}Z`
  }
}

function tableOf({ points, metricLabel }: FrontierChartOptions): Chart['table'] {
  return {
    columns: ['Run', 'Rung', metricLabel, '95% interval', 'n', 'Cost a month', 'Frontier'],
    rows: points
      .toSorted((a, b) => a.monthlyUsd - b.monthlyUsd)
      .map(({ name, key, rungLabel, quality, low, high, n, monthlyUsd, onFrontier }) => [
        `${name} (${key})`,
        rungLabel,
        formatFigure(quality, 'fraction'),
        formatInterval(low, high, 'fraction'),
        String(n),
        formatFigure(monthlyUsd, 'usd'),
        onFrontier ? 'yes' : '',
      ]),
  }
}
