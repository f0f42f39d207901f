import { scaleLinear, scaleLog } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { Chart, ChartMark, ChartPoint, ChartTone } from './chart.ts'
import { formatFigure } from './format-figure.ts'
import { spreadLabels } from './spread-labels.ts'

export interface LinePoint {
  readonly x: number
  /** 0–1. */
  readonly value: number
  /** Both null where there is no interval. */
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

export interface LineSeries {
  /** Shown at the end of its line; the baseline's lines have none, being grey. */
  readonly label: string
  /** Which run it is of, in tables and when read aloud. */
  readonly owner?: string
  readonly tone: Extract<ChartTone, 'data' | 'baseline'>
  readonly dash?: string
  /** In ascending x; without points the series is left out. */
  readonly points: readonly LinePoint[]
}

export interface LineChartOptions {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly series: readonly LineSeries[]
  /** Values of x that have a tick. */
  readonly xTicks: readonly number[]
  readonly xName: string
  /** What a value of x is called in a sentence, such as `k = 10`. */
  readonly xLabel: (x: number) => string
}

const margin = { top: 22, right: 76, bottom: 34, left: 36 }
const yTicks = [0, 0.25, 0.5, 0.75, 1]
const labelHeight = 13

/** Fractions against a logarithmic x, with the interval of the solid line as a band and their names at the end of the lines. */
export function lineChart({ width, height, series: all, xTicks, xName, xLabel }: LineChartOptions): Chart {
  const series = all.filter(({ points }) => points.length > 0)
  const x = scaleLog([xTicks[0]!, xTicks.at(-1)!], [margin.left, Math.max(margin.left + 1, width - margin.right)])
  const y = scaleLinear([0, 1], [height - margin.bottom, margin.top])
  const marks: ChartMark[] = [...axes(x, y, width, height, xTicks, xName)]
  // The baseline lies below, so that a run's own lines stay whole.
  const drawn = series.toSorted((a, b) => Number(a.tone === 'data') - Number(b.tone === 'data'))
  for (const { tone, dash, points } of drawn) {
    // One band: those of several lines would hide each other. The other intervals are in the values and the table.
    if (tone !== 'data' || dash || points.every(({ low }) => low === null)) continue
    const band = area<LinePoint>()
      .x((point) => x(point.x))
      .y0((point) => y(point.low ?? point.value))
      .y1((point) => y(point.high ?? point.value))
    marks.push({ kind: 'path', d: band([...points])!, tone, fill: true, opacity: 0.14 })
  }
  for (const { tone, dash, points } of drawn) {
    const path = line<LinePoint>()
      .x((point) => x(point.x))
      .y((point) => y(point.value))
    const stroke = { tone, fill: false, width: tone === 'data' ? 1.8 : 1.3, ...(dash ? { dash } : {}) }
    marks.push({ kind: 'path', d: path([...points])!, ...stroke })
    if (tone === 'data' && !dash) {
      for (const point of points) {
        marks.push({ kind: 'rect', x: x(point.x) - 2, y: y(point.value) - 2, width: 4, height: 4, tone })
      }
    }
  }
  const named = series.filter(({ tone }) => tone === 'data')
  const wanted = named.map(({ points }) => y(points.at(-1)!.value) + 4)
  spreadLabels(wanted, labelHeight, y(0) + 4).forEach((labelY, index) => {
    const { label, points, tone } = named[index]!
    marks.push({
      kind: 'text',
      x: x(points.at(-1)!.x) + 7,
      y: labelY,
      text: label,
      tone,
      anchor: 'start',
      strong: true,
    })
  })
  const points = series.flatMap(({ label, owner, points: values }, index) =>
    values.map((point): ChartPoint => {
      const name = owner ? `${owner}, ${label}` : label
      return {
        x: x(point.x),
        y: y(point.value),
        series: index,
        label: `${name} at ${xLabel(point.x)}: ${formatFigure(point.value, 'fraction')}${intervalText(point)}, n = ${point.n}`,
      }
    }),
  )
  return {
    width,
    height,
    marks,
    points,
    table: {
      columns: ['Measure', xName, 'Mean', '95 % low', '95 % high', 'n'],
      rows: series.flatMap(({ label, owner, points: values }) =>
        values.map(({ x: at, value, low, high, n }) => [
          owner ? `${label} (${owner})` : label,
          String(at),
          formatFigure(value, 'fraction'),
          low === null ? '–' : formatFigure(low, 'fraction'),
          high === null ? '–' : formatFigure(high, 'fraction'),
          String(n),
        ]),
      ),
    },
  }
}

function axes(
  x: (value: number) => number,
  y: (value: number) => number,
  width: number,
  height: number,
  xTicks: readonly number[],
  xName: string,
): ChartMark[] {
  const right = width - margin.right
  return [
    ...yTicks.flatMap((tick): ChartMark[] => [
      { kind: 'line', x1: margin.left, x2: right, y1: y(tick), y2: y(tick), tone: tick === 0 ? 'axis' : 'grid' },
      { kind: 'text', x: margin.left - 8, y: y(tick) + 4, text: String(tick), tone: 'muted', anchor: 'end' },
    ]),
    ...xTicks.flatMap((tick): ChartMark[] => [
      { kind: 'line', x1: x(tick), x2: x(tick), y1: y(0), y2: y(0) + 3, tone: 'axis' },
      {
        kind: 'text',
        x: x(tick),
        y: y(0) + 15,
        text: tick.toLocaleString('en-US'),
        tone: 'muted',
        anchor: 'middle',
      },
    ]),
    { kind: 'text', x: (margin.left + right) / 2, y: height - 4, text: xName, tone: 'muted', anchor: 'middle' },
    { kind: 'text', x: 2, y: 11, text: 'mean, 0 to 1', tone: 'muted', anchor: 'start' },
  ]
}

function intervalText({ low, high }: LinePoint): string {
  if (low === null || high === null) return ''
  return `, 95 % interval ${formatFigure(low, 'fraction')} to ${formatFigure(high, 'fraction')}`
}
