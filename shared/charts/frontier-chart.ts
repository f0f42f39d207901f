import { scaleLinear, scaleLog } from 'd3-scale'
import type { Chart, ChartMark, ChartPoint, RungTone } from './chart.ts'
import { formatFigure, formatInterval } from './format-figure.ts'
import { placeLabels } from './place-labels.ts'
import { rungShape } from './rung-shape.ts'

/** What quality is held against: dollars a month, or milliseconds of p95. */
export type FrontierAxis = 'cost' | 'latency'

/** A run at a volume. */
export interface FrontierPoint {
  readonly key: string
  readonly name: string
  readonly rung: RungTone
  readonly rungLabel: string
  /** In the unit of the axis, ≥ 0. */
  readonly x: number
  /** 0–1, higher is better. */
  readonly quality: number
  readonly low: number | null
  readonly high: number | null
  readonly n: number
  /** Cost and latency in words, that of the axis first. */
  readonly says: readonly string[]
  readonly onFrontier: boolean
  readonly isBestOfRung: boolean
  /** It breaks a limit of the user's. */
  readonly isDimmed: boolean
}

export interface FrontierChartOptions {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly axis: FrontierAxis
  /** Runs whose quality and place on the axis are known. */
  readonly points: readonly FrontierPoint[]
  readonly metricLabel: string
  readonly xName: string
  /** In the unit of the axis; null = none. */
  readonly limit: number | null
}

const margin = { top: 22, right: 16, bottom: 36, left: 38 }
/** Where runs stand that cost nothing: a logarithmic axis has no 0. */
const gutter = 48

/**
 * Quality with its interval against cost or latency on a logarithmic axis, the frontier as a step line. Runs at 0 stand in a
 * gutter of their own, left of the axis.
 */
export function frontierChart(options: FrontierChartOptions): Chart {
  const { width, height, axis, points, metricLabel, xName, limit } = options
  const unit = axis === 'cost' ? 'usd' : 'ms'
  const positive = [...points.map((point) => point.x), limit ?? 0].filter((value) => value > 0)
  const hasZero = points.some((point) => point.x === 0)
  const left = margin.left + (hasZero ? gutter : 0)
  const right = Math.max(left + 1, width - margin.right)
  const log = scaleLog([Math.min(...positive, 1e12) / 1.6, Math.max(...positive, 0) * 1.6], [left, right])
  const x = (value: number) => (value > 0 ? log(value) : margin.left + gutter / 2 - 4)
  const bounds = points.flatMap(({ quality, low, high }) => [low ?? quality, high ?? quality])
  const bottom = height - margin.bottom
  const y = scaleLinear([Math.min(...bounds, 1), Math.max(...bounds, 0)], [bottom, margin.top]).nice(5)
  const marks: ChartMark[] = []
  const note = (at: number, line: number, text: string, anchor: 'start' | 'middle' | 'end') =>
    marks.push({ kind: 'text', x: at, y: line, text, tone: 'muted', anchor })
  for (const tick of y.ticks(5)) {
    marks.push({ kind: 'line', x1: margin.left, x2: right, y1: y(tick), y2: y(tick), tone: 'grid' })
    note(margin.left - 6, y(tick) + 4, String(tick), 'end')
  }
  note(margin.left, 11, `${metricLabel}, 95% interval`, 'start')
  note(right, height - 3, xName, 'end')
  if (hasZero) {
    const box = { x: margin.left, y: margin.top, width: gutter - 8, height: bottom - margin.top }
    marks.push({ kind: 'rect', ...box, tone: 'grid', opacity: 0.5 })
    note(x(0), bottom + 15, axis === 'cost' ? '$0.00' : '0 ms', 'middle')
  }
  if (positive.length > 0) for (const tick of axisTicks()) note(log(tick), bottom + 15, tickWords(tick, axis), 'middle')
  if (limit !== null) {
    const atEnd = x(limit) > (left + right) / 2
    marks.push({ kind: 'line', x1: x(limit), x2: x(limit), y1: margin.top, y2: bottom, tone: 'axis', dash: '4 3' })
    note(x(limit) + (atEnd ? -4 : 4), margin.top + 8, `limit ${formatFigure(limit, unit)}`, atEnd ? 'end' : 'start')
  }
  marks.push(...frontierLine())
  // The best ones lie on top, their labels on top of everything.
  const ordered = points.toSorted((a, b) => Number(a.isBestOfRung) - Number(b.isBestOfRung))
  for (const point of ordered) marks.push(...pointMarks(point))
  marks.push(...labelMarks())
  return { width, height, marks, points: chartPoints(), table: tableOf(options) }

  function axisTicks(): number[] {
    const round = log.ticks(5).filter((tick) => /^[125]/.test(tick.toExponential()))
    // Within less than a factor of two there may be no round number.
    const [first, last] = log.domain() as [number, number]
    const ticks = round.length > 1 ? round : scaleLinear([first, last]).ticks(4)
    const every = Math.max(1, Math.ceil(ticks.length / Math.max(1, (right - left) / 58)))
    return ticks.filter((tick, index) => tick > 0 && index % every === 0)
  }

  function frontierLine(): ChartMark[] {
    const steps = points.filter(({ onFrontier }) => onFrontier).toSorted((a, b) => a.x - b.x || a.quality - b.quality)
    if (steps.length === 0) return []
    const [first, ...rest] = steps
    const path = rest.map((point) => `H${x(point.x)}V${y(point.quality)}`).join('')
    const d = `M${x(first!.x)} ${y(first!.quality)}${path}H${right}`
    return [{ kind: 'path', d, tone: 'muted', fill: false, width: 1.5 }]
  }

  function pointMarks(point: FrontierPoint): ChartMark[] {
    const [px, py] = [x(point.x), y(point.quality)]
    const opacity = point.isDimmed ? 0.25 : point.isBestOfRung ? 1 : 0.62
    const d = rungShape(point.rung, px, py, point.isBestOfRung ? 5.5 : 3.5)
    const marks: ChartMark[] = [{ kind: 'path', d, tone: point.rung, fill: true, opacity }]
    if (point.low === null || point.high === null) return marks
    const bar = `M${px} ${y(point.low)}V${y(point.high)}`
    return [{ kind: 'path', d: bar, tone: point.rung, fill: false, opacity, width: 1.5 }, ...marks]
  }

  function labelMarks(): ChartMark[] {
    const labels = points
      .filter(({ isBestOfRung }) => isBestOfRung)
      .map((point) => ({
        ...{ x: x(point.x), y: y(point.quality) },
        text: `${point.rungLabel} ${formatFigure(point.quality, 'fraction')}`,
      }))
    const marked = points.map((point) => ({ x: x(point.x), y: y(point.quality) }))
    const area = { left: margin.left, right, top: margin.top - 4, bottom }
    return placeLabels(labels, marked, area).map((place, index) => ({
      ...{ kind: 'text' as const, ...place, text: labels[index]!.text },
      ...{ tone: 'text' as const, strong: true },
    }))
  }

  function chartPoints(): ChartPoint[] {
    return points
      .toSorted((a, b) => a.x - b.x || a.quality - b.quality)
      .map((point) => ({
        x: x(point.x),
        y: y(point.quality),
        series: 0,
        key: point.key,
        label: `${point.rungLabel}, ${point.name}: ${formatFigure(point.quality, 'fraction')} ${formatInterval(point.low, point.high, 'fraction')}, n = ${point.n}, ${point.says.join(', ')}${point.isDimmed ? ', outside your limits' : ''}`,
      }))
  }
}

/** Round numbers as one says them, not with the digits of a figure. */
function tickWords(tick: number, axis: FrontierAxis): string {
  if (axis === 'cost') return tick >= 1 ? `$${tick.toLocaleString('en-US')}` : formatFigure(tick, 'usd')
  return tick >= 1000 ? `${(tick / 1000).toLocaleString('en-US')} s` : `${Number(tick.toPrecision(3))} ms`
}

function tableOf({ points, metricLabel, axis }: FrontierChartOptions): Chart['table'] {
  return {
    columns: [
      ...['Run', 'Rung', metricLabel, '95% interval', 'n', axis === 'cost' ? 'Cost a month' : 'p95'],
      ...['Frontier', 'Limits'],
    ],
    rows: points
      .toSorted((a, b) => a.x - b.x)
      .map(({ name, key, rungLabel, quality, low, high, n, x, onFrontier, isDimmed }) => [
        `${name} (${key})`,
        rungLabel,
        formatFigure(quality, 'fraction'),
        formatInterval(low, high, 'fraction'),
        String(n),
        formatFigure(x, axis === 'cost' ? 'usd' : 'ms'),
        onFrontier ? 'yes' : '',
        isDimmed ? 'outside' : '',
      ]),
  }
}
