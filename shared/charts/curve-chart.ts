import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { Chart, ChartMark, ChartPoint, ChartTone } from './chart.ts'
import { spreadLabels } from './spread-labels.ts'

export interface CurveSeries {
  /** Shown at the end of its line. */
  readonly label: string
  readonly tone: Extract<ChartTone, 'data' | 'baseline' | 'muted' | 'text'>
  readonly dash?: string
  /** A faint line without a name, such as the values before smoothing. */
  readonly faint?: boolean
  /** Marks each value. */
  readonly dots?: boolean
  /** In ascending x; a null value is a gap. */
  readonly points: readonly { readonly x: number; readonly value: number | null }[]
}

export interface CurveChartOptions {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly series: readonly CurveSeries[]
  /** Steps with a name, such as checkpoints. */
  readonly marks: readonly { readonly x: number; readonly label: string }[]
  /** What is measured, such as `loss`. */
  readonly yName: string
}

const margin = { top: 26, bottom: 34, left: 44 }
/** Pixels that a letter of a label takes, about. */
const letterWidth = 6.6
const longestLabel = 30

/** Measures of trainings by step; each series with its last value. */
export function curveChart({ width, height, series, marks: named, yName }: CurveChartOptions): Chart {
  const drawn = series
    .map((each) => ({ ...each, points: each.points.filter(isMeasured) }))
    .filter(({ points }) => points.length > 0)
  const all = drawn.flatMap(({ points }) => points)
  const longest = Math.max(0, ...drawn.map(({ label, faint }) => (faint ? 0 : shorten(label).length + 6)))
  const right = Math.max(margin.left + 1, width - 16 - longest * letterWidth)
  const highest = Math.max(1, ...all.map(({ x }) => x), ...named.map(({ x }) => x))
  const values = all.map(({ value }) => value)
  const x = scaleLinear([0, highest], [margin.left, right])
  const y = scaleLinear(
    [Math.min(0, ...values), Math.max(0.001, ...values)],
    [height - margin.bottom, margin.top],
  ).nice(5)
  const marks: ChartMark[] = [
    ...y.ticks(5).flatMap((tick, index): ChartMark[] => [
      { kind: 'line', x1: margin.left, x2: right, y1: y(tick), y2: y(tick), tone: index === 0 ? 'axis' : 'grid' },
      {
        kind: 'text',
        x: margin.left - 8,
        y: y(tick) + 4,
        text: String(Number(tick.toPrecision(6))),
        tone: 'muted',
        anchor: 'end',
      },
    ]),
    ...x
      .ticks(5)
      .filter(Number.isInteger)
      .map(
        (tick): ChartMark => ({
          ...{ kind: 'text', x: x(tick), y: height - margin.bottom + 15, text: tick.toLocaleString('en-US') },
          ...{ tone: 'muted', anchor: 'middle' },
        }),
      ),
    { kind: 'text', x: (margin.left + right) / 2, y: height - 4, text: 'step', tone: 'muted', anchor: 'middle' },
    { kind: 'text', x: 2, y: 11, text: yName, tone: 'muted', anchor: 'start' },
    ...named.flatMap((mark): ChartMark[] => [
      ...[
        {
          kind: 'line',
          x1: x(mark.x),
          x2: x(mark.x),
          y1: margin.top,
          y2: height - margin.bottom,
          tone: 'axis',
          dash: '2 3',
        } as const,
      ],
      { kind: 'text', x: x(mark.x), y: margin.top - 6, text: mark.label, tone: 'muted', anchor: 'middle' },
    ]),
  ]
  const path = line<{ x: number; value: number }>()
    .x((point) => x(point.x))
    .y((point) => y(point.value))
  for (const { points, tone, dash, faint, dots } of drawn) {
    const stroke = { tone, fill: false, width: faint ? 1 : 1.8, opacity: faint ? 0.35 : 1, ...(dash ? { dash } : {}) }
    marks.push({ kind: 'path', d: path([...points])!, ...stroke })
    if (!dots) continue
    for (const point of points)
      marks.push({ kind: 'rect', x: x(point.x) - 2, y: y(point.value) - 2, width: 4, height: 4, tone })
  }
  const shown = drawn.filter(({ faint }) => !faint)
  const places = spreadLabels(
    shown.map(({ points }) => y(points.at(-1)!.value) + 4),
    13,
    height - margin.bottom + 4,
  )
  shown.forEach(({ label, points, tone }, index) => {
    const last = points.at(-1)!
    marks.push({
      ...{ kind: 'text', x: x(last.x) + 7, y: places[index]!, text: `${shorten(label)} ${figure(last.value)}` },
      ...{ tone: tone === 'baseline' ? 'muted' : tone, anchor: 'start', strong: true },
    })
  })
  const points = shown.flatMap(({ label, points: of }, index) =>
    of.map(
      (point): ChartPoint => ({
        ...{ x: x(point.x), y: y(point.value), series: index },
        label: `${label} at step ${point.x.toLocaleString('en-US')}: ${figure(point.value)}`,
      }),
    ),
  )
  return {
    ...{ width, height, marks, points },
    table: {
      columns: ['Curve', 'Step', yName],
      rows: drawn
        .filter(({ dots, faint }) => dots || faint)
        .flatMap(({ label, points: of }) => of.map((point) => [label, String(point.x), figure(point.value)])),
    },
  }
}

function isMeasured(point: { x: number; value: number | null }): point is { x: number; value: number } {
  return point.value !== null && Number.isFinite(point.value)
}

/** Keeps the end, which says what is measured. */
function shorten(label: string): string {
  return label.length <= longestLabel ? label : `${label.slice(0, longestLabel - 8)}…${label.slice(-7)}`
}

function figure(value: number): string {
  return value.toFixed(3)
}
